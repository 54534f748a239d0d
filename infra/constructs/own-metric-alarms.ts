/** Alarms on what Baton counts itself, as data: each is one metric of Baton's namespace, and one article of the runbook. */
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type { DeployedNames } from "../../orchestrator/names";
import type { AlarmMetric, OnCallAlarmProps } from "./on-call-alarm";

export interface OwnMetricAlarm extends Pick<OnCallAlarmProps, "comparison" | "evaluationPeriods" | "missingData"> {
  /** Of the construct. */
  readonly id: string;
  /** Behind the deployment's prefix, and the anchor of its article. */
  readonly name: string;
  readonly meaning: string;
  readonly metric: Pick<AlarmMetric, "metricName" | "statistic" | "periodSeconds">;
}

export function ownMetricAlarms(names: DeployedNames): readonly OwnMetricAlarm[] {
  return [
    {
      id: "TrafficAstray",
      name: "traffic-astray",
      meaning: "Customers are sent to the Region that does not hold the baton.",
      metric: { metricName: names.trafficAstrayMetric, statistic: "Maximum", periodSeconds: 60 },
      // Right after a move a resolver still gives the old answer for a minute.
      evaluationPeriods: 3,
    },
    {
      id: "ImagesBehind",
      name: "images-behind",
      meaning: "A Region cannot launch the newest release: its copy is missing, failed or outdated.",
      metric: { metricName: names.imagesBehindMetric, statistic: "Maximum", periodSeconds: 900 },
      // No datapoint: the other Region could not be asked, and what was known of it stays.
      missingData: cloudwatch.TreatMissingData.IGNORE,
    },
    {
      id: "ImageKeeperSilent",
      name: "image-keeper-silent",
      meaning: "Nobody has looked at the images for two hours: a new release stays in the Region that it was made in.",
      metric: { metricName: names.imagesUnreachableMetric, statistic: "SampleCount", periodSeconds: 3600 },
      comparison: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 2,
      missingData: cloudwatch.TreatMissingData.BREACHING,
    },
    {
      id: "MessagesNotSent",
      name: "messages-not-sent",
      meaning:
        "A message to on-call could not be sent: a run may wait for an answer to a question that nobody has read.",
      metric: { metricName: names.unsentMessagesMetric, statistic: "Sum", periodSeconds: 60 },
    },
    {
      id: "PlanMismatch",
      name: "plan-mismatch",
      meaning:
        "The plan names resources that do not exist in the primary Region: they cannot be fenced in an incident.",
      metric: { metricName: names.planMismatchMetric, statistic: "Maximum", periodSeconds: 60 },
      // A database that is renamed or restored by hand is away for a moment.
      evaluationPeriods: 5,
    },
    {
      id: "StandbyUnprotected",
      name: "standby-unprotected",
      meaning:
        "A database of the standby does not follow the primary's: it is no replica, has stopped or stays behind, and its data grows older.",
      metric: { metricName: names.unprotectedMetric, statistic: "Maximum", periodSeconds: 60 },
      evaluationPeriods: 3,
    },
    {
      id: "StandbyUnhealthy",
      name: "standby-unhealthy",
      meaning: "The standby is active and its application does not answer on its write path: nothing moves by itself.",
      metric: { metricName: names.standbyUnhealthyMetric, statistic: "Maximum", periodSeconds: 60 },
      evaluationPeriods: 3,
    },
    {
      id: "CustomersCutOff",
      name: "customers-cut-off",
      meaning:
        "Route 53's checkers do not reach the primary, and Baton's own places do: customers may be cut off, and nothing moves by itself.",
      metric: { metricName: names.customersCutOffMetric, statistic: "Maximum", periodSeconds: 60 },
      // The run that their alarm starts stands down meanwhile, and says so; this is about what lasts.
      evaluationPeriods: 5,
    },
    {
      id: "SettingsNotRestored",
      name: "settings-not-restored",
      meaning:
        "Three hours after its promotion a database still lacks Multi-AZ or its backups: nobody lets Baton restore them.",
      metric: { metricName: names.unrestoredMetric, statistic: "Minimum", periodSeconds: 3600 },
      // A first backup of hours refuses every change, and is none of on-call's business.
      evaluationPeriods: 3,
    },
  ];
}

/** Only where the plan has a witness. */
export function witnessAlarm(names: DeployedNames): OwnMetricAlarm {
  return {
    id: "WitnessSilent",
    name: "witness-silent",
    meaning:
      "The witness does not answer: with one opinion less, a run asks a person sooner, or does not see a partition.",
    metric: { metricName: names.witnessSilentMetric, statistic: "Minimum", periodSeconds: 60 },
    // While it is silent it is asked each minute; one lost answer is none.
    evaluationPeriods: 5,
  };
}
