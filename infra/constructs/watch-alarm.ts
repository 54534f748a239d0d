/** Trigger (a): the alarm on what Route 53's checkers say of the application. It starts a run; it decides nothing. */

import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";
import { WATCH_ALARM } from "../../orchestrator/watching";
import { runbookDescription } from "./on-call-alarm";

export interface WatchAlarmProps {
  readonly plan: Plan;
  readonly alarmName: string;
  readonly applicationCheckId: string;
}

export class WatchAlarm extends Construct {
  constructor(scope: Construct, id: string, props: WatchAlarmProps) {
    super(scope, id);
    new cloudwatch.Alarm(this, "Alarm", {
      alarmName: props.alarmName,
      alarmDescription: runbookDescription(
        props.plan,
        "Route 53's checkers find the application unhealthy; a failover run has been started to judge it.",
        "primary-unhealthy",
      ),
      metric: new cloudwatch.Metric({
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensionsMap: { HealthCheckId: props.applicationCheckId },
        statistic: "Minimum",
        period: Duration.seconds(WATCH_ALARM.periodSeconds),
      }),
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      evaluationPeriods: WATCH_ALARM.periods,
      datapointsToAlarm: WATCH_ALARM.periods,
      // No data is no news: it must not alarm, and must not end (and so repeat) an alarm that stands either.
      treatMissingData: cloudwatch.TreatMissingData.IGNORE,
    });
  }
}
