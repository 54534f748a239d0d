/** `CloudWatch Alarm State Change`, in full, as EventBridge gets it (aws-facts: CloudWatch and EventBridge). */
import type { CloudEvent } from "../../kernel/ports";
import type { Alarm, MetricAlarm, StateReason } from "./alarm";

type Publishable = Pick<CloudEvent, "detail-type" | "source" | "resources" | "detail">;

export function alarmStateChange(alarm: Alarm, previous: StateReason): Publishable {
  return {
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      state: stateDetail(alarm.state),
      previousState: stateDetail(previous),
      configuration: alarm.kind === "metric" ? metricConfiguration(alarm) : compositeConfiguration(alarm),
    },
  };
}

/** CloudWatch writes its offset without a colon: `2026-01-31T10:00:00.000+0000`. */
export function cloudWatchTime(atMs: number): string {
  return new Date(atMs).toISOString().replace("Z", "+0000");
}

function stateDetail(state: StateReason): Readonly<Record<string, unknown>> {
  return {
    value: state.value,
    reason: state.reason,
    ...(state.reasonData === "" ? {} : { reasonData: state.reasonData }),
    timestamp: cloudWatchTime(state.changedAtMs),
    ...(state.actionsSuppressedBy === undefined ? {} : { actionsSuppressedBy: state.actionsSuppressedBy }),
  };
}

function metricConfiguration(alarm: MetricAlarm): Readonly<Record<string, unknown>> {
  const metric = { namespace: alarm.metric.namespace, name: alarm.metric.name, dimensions: alarm.metric.dimensions };
  return {
    ...(alarm.description === "" ? {} : { description: alarm.description }),
    metrics: [
      {
        id: `m-${alarm.name}`,
        metricStat: { metric, period: alarm.periodSeconds, stat: alarm.statistic },
        returnData: true,
      },
    ],
  };
}

function compositeConfiguration(alarm: Alarm & { readonly kind: "composite" }): Readonly<Record<string, unknown>> {
  return {
    ...(alarm.description === "" ? {} : { description: alarm.description }),
    alarmRule: alarm.ruleText,
    ...(alarm.suppressor && {
      actionsSuppressor: alarm.suppressor.alarm,
      actionsSuppressorWaitPeriod: alarm.suppressor.waitSeconds,
      actionsSuppressorExtensionPeriod: alarm.suppressor.extensionSeconds,
    }),
  };
}
