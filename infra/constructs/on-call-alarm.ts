/** An alarm that a person hears about: its description says what it means and where the runbook goes on. */

import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import * as actions from "aws-cdk-lib/aws-cloudwatch-actions";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { runbookArticle } from "../../orchestrator/message-text";
import type { Plan } from "../../orchestrator/plan";
import type { OnCallTopic } from "./on-call-topic";

/** What an alarm looks at. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly statistic: "Sum" | "Minimum" | "Maximum" | "SampleCount";
  readonly periodSeconds: number;
}

export interface OnCallAlarmProps {
  readonly alarmName: string;
  /** One sentence: what has happened when this alarm goes off. */
  readonly meaning: string;
  /** Anchor in docs/operations.md. */
  readonly runbookAnchor: string;
  readonly onCall: OnCallTopic;
  readonly metric: AlarmMetric;
  readonly comparison?: cloudwatch.ComparisonOperator;
  readonly threshold?: number;
  readonly evaluationPeriods?: number;
  readonly missingData?: cloudwatch.TreatMissingData;
}

/** Unless told otherwise it goes off at the first count of 1 or more, and takes silence for peace. */
export class OnCallAlarm extends Construct {
  constructor(scope: Construct, id: string, props: OnCallAlarmProps) {
    super(scope, id);
    const { metric } = props;
    const alarm = new cloudwatch.Alarm(this, "Alarm", {
      alarmName: props.alarmName,
      alarmDescription: runbookDescription(props.onCall.plan, props.meaning, props.runbookAnchor),
      metric: new cloudwatch.Metric({
        namespace: metric.namespace,
        metricName: metric.metricName,
        ...(metric.dimensions && { dimensionsMap: { ...metric.dimensions } }),
        statistic: metric.statistic,
        period: Duration.seconds(metric.periodSeconds),
      }),
      comparisonOperator: props.comparison ?? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: props.threshold ?? 1,
      evaluationPeriods: props.evaluationPeriods ?? 1,
      treatMissingData: props.missingData ?? cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(props.onCall.topic));
  }
}

export function runbookDescription(plan: Plan, meaning: string, runbookAnchor: string): string {
  return `${meaning} Runbook: ${runbookArticle(plan, runbookAnchor)}`;
}
