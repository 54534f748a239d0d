/** Trigger (b): the sentry looks at the primary every minute, and two bad minutes alarm. It needs nothing in us-east-1. */

import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import * as iam from "aws-cdk-lib/aws-iam";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { DeployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import { SENTRY_ALARM, SENTRY_METRIC } from "../../orchestrator/watching";
import type { BatonFunction } from "./baton-function";
import type { DeadLetters } from "./dead-letters";
import { type AlarmMetric, runbookDescription } from "./on-call-alarm";
import { servicePrincipal } from "./service-principal";

export interface SentryScheduleProps {
  readonly plan: Plan;
  readonly names: DeployedNames;
  readonly sentry: BatonFunction;
  readonly deadLetters: DeadLetters;
}

export class SentrySchedule extends Construct {
  constructor(scope: Construct, id: string, props: SentryScheduleProps) {
    super(scope, id);
    this.createSchedule(props);
    this.createAlarm(props);
  }

  private createSchedule({ names, sentry, deadLetters }: SentryScheduleProps): void {
    const { functionArn } = sentry.lambda;
    new scheduler.CfnSchedule(this, "Schedule", {
      name: `${names.prefix}-sentry`,
      description: "Looks at the primary Region every minute",
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: functionArn,
        roleArn: this.createRole(functionArn, deadLetters.queue.queueArn).roleArn,
        deadLetterConfig: { arn: deadLetters.queue.queueArn },
        // The next look is a minute away: a late one says nothing new.
        retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 },
      },
    });
  }

  private createRole(functionArn: string, queueArn: string): iam.Role {
    const statements = [
      new iam.PolicyStatement({ sid: "InvokeSentry", actions: ["lambda:InvokeFunction"], resources: [functionArn] }),
      new iam.PolicyStatement({ sid: "KeepUndelivered", actions: ["sqs:SendMessage"], resources: [queueArn] }),
    ];
    return new iam.Role(this, "Role", {
      assumedBy: servicePrincipal(this, "scheduler.amazonaws.com"),
      inlinePolicies: { schedule: new iam.PolicyDocument({ statements }) },
    });
  }

  private createAlarm({ plan, names }: SentryScheduleProps): void {
    new cloudwatch.Alarm(this, "Alarm", {
      alarmName: names.sentryAlarm,
      alarmDescription: runbookDescription(
        plan,
        "The sentry in the standby Region finds the primary unhealthy; a failover run has been started to judge it.",
        "sentry-primary-unhealthy",
      ),
      metric: new cloudwatch.Metric({
        namespace: names.metricNamespace,
        metricName: SENTRY_METRIC,
        statistic: "Minimum",
        period: Duration.seconds(SENTRY_ALARM.periodSeconds),
      }),
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      evaluationPeriods: SENTRY_ALARM.periods,
      datapointsToAlarm: SENTRY_ALARM.periods,
      // The sentry's silence is an alarm of its own; it says nothing about the primary.
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

/** How often the sentry has looked: what its silence is told by. */
export function sentryLooks(names: DeployedNames): AlarmMetric {
  return {
    namespace: names.metricNamespace,
    metricName: SENTRY_METRIC,
    statistic: "SampleCount",
    periodSeconds: 60,
  };
}
