/** `DescribeAlarms`: alarms by name, by prefix or by state, in the SDK's shape. */
import { type Input, optionalText, optionalTexts } from "../platform/input";
import type { Alarm, CompositeAlarm, MetricAlarm } from "./alarm";

export function describeAlarms(alarms: readonly Alarm[], input: Input): unknown {
  const found = alarms.filter((alarm) => isWanted(alarm, input));
  const types = optionalTexts(input, "AlarmTypes") ?? ["MetricAlarm"];
  return {
    MetricAlarms: types.includes("MetricAlarm") ? found.filter((alarm) => alarm.kind === "metric").map(metric) : [],
    CompositeAlarms: types.includes("CompositeAlarm")
      ? found.filter((alarm) => alarm.kind === "composite").map(composite)
      : [],
  };
}

function isWanted(alarm: Alarm, input: Input): boolean {
  const names = optionalTexts(input, "AlarmNames");
  const prefix = optionalText(input, "AlarmNamePrefix");
  const state = optionalText(input, "StateValue");
  return (
    (names === undefined || names.includes(alarm.name)) &&
    (prefix === undefined || alarm.name.startsWith(prefix)) &&
    (state === undefined || state === alarm.state.value)
  );
}

function common(alarm: Alarm): Readonly<Record<string, unknown>> {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    ActionsEnabled: alarm.actionsEnabled,
    AlarmActions: alarm.actions.ALARM,
    OKActions: alarm.actions.OK,
    InsufficientDataActions: alarm.actions.INSUFFICIENT_DATA,
    StateValue: alarm.state.value,
    StateReason: alarm.state.reason,
    StateReasonData: alarm.state.reasonData,
    StateUpdatedTimestamp: new Date(alarm.state.changedAtMs),
  };
}

function metric(alarm: MetricAlarm): Readonly<Record<string, unknown>> {
  return {
    ...common(alarm),
    Namespace: alarm.metric.namespace,
    MetricName: alarm.metric.name,
    Dimensions: Object.entries(alarm.metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    Statistic: alarm.statistic,
    Period: alarm.periodSeconds,
    EvaluationPeriods: alarm.rule.evaluationPeriods,
    DatapointsToAlarm: alarm.rule.datapointsToAlarm,
    Threshold: alarm.rule.threshold,
    ComparisonOperator: alarm.rule.comparison,
    TreatMissingData: alarm.rule.treatMissingData,
  };
}

function composite(alarm: CompositeAlarm): Readonly<Record<string, unknown>> {
  return { ...common(alarm), AlarmRule: alarm.ruleText };
}
