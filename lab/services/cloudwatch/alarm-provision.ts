/** `AWS::CloudWatch::Alarm` and `AWS::CloudWatch::CompositeAlarm` as alarms. */
import type { LabContext } from "../../kernel/ports";
import type { ProvisionRequest } from "../../kernel/provision";
import { physicalName } from "../platform/arns";
import { Properties } from "../platform/properties";
import { type AlarmBase, assertTopics, type CompositeAlarm, createdState, type MetricAlarm } from "./alarm";
import {
  COMPARISONS,
  type Comparison,
  type EvaluationRule,
  MISSING_DATA_TREATMENTS,
  type MissingDataTreatment,
} from "./alarm-evaluation";
import { parseAlarmRule } from "./alarm-rule";
import type { Dimensions, MetricIdentity } from "./metric-store";
import { statisticNamed } from "./statistic";

export function metricAlarm(lab: LabContext, region: string, request: ProvisionRequest): MetricAlarm {
  const properties = Properties.of(request);
  const source = metricSource(properties);
  const alarm: MetricAlarm = {
    ...base(lab, region, request, properties),
    kind: "metric",
    ...source,
    rule: rule(properties),
  };
  properties.finish(["Tags"]);
  return alarm;
}

export function compositeAlarm(lab: LabContext, region: string, request: ProvisionRequest): CompositeAlarm {
  const properties = Properties.of(request);
  const ruleText = properties.text("AlarmRule");
  parseAlarmRule(ruleText);
  const suppressor = suppressorOf(properties);
  const alarm: CompositeAlarm = {
    ...base(lab, region, request, properties),
    kind: "composite",
    ruleText,
    ...(suppressor && { suppressor }),
  };
  properties.finish(["Tags"]);
  return alarm;
}

function base(lab: LabContext, region: string, request: ProvisionRequest, properties: Properties): AlarmBase {
  const name = properties.optionalText("AlarmName") ?? physicalName(request, lab.random, 255);
  const actions = {
    ALARM: properties.texts("AlarmActions"),
    OK: properties.texts("OKActions"),
    INSUFFICIENT_DATA: properties.texts("InsufficientDataActions"),
  };
  assertTopics(name, Object.values(actions).flat());
  return {
    name,
    arn: `arn:aws:cloudwatch:${region}:${lab.accountId}:alarm:${name}`,
    description: properties.optionalText("AlarmDescription") ?? "",
    actionsEnabled: properties.flag("ActionsEnabled", true),
    actions,
    state: createdState(lab.clock.now()),
  };
}

type MetricSource = Pick<MetricAlarm, "metric" | "statistic" | "periodSeconds">;

/** Either the plain properties, or `Metrics` with a single metric; metric math is refused. */
function metricSource(properties: Properties): MetricSource {
  const queries = properties.sections("Metrics");
  if (queries.length === 0) {
    const metric = metricOf(properties);
    return { metric, statistic: statisticNamed(properties.text("Statistic")), periodSeconds: period(properties) };
  }
  const [query, ...others] = queries;
  const stat = query?.optionalSection("MetricStat");
  if (!query || !stat || others.length > 0)
    throw new Error("an alarm's Metrics: the lab does not simulate metric math");
  query.finish(["Id", "ReturnData", "AccountId", "Label"]);
  return fromMetricStat(stat);
}

function fromMetricStat(stat: Properties): MetricSource {
  const inner = stat.optionalSection("Metric");
  if (!inner) throw new Error("an alarm's MetricStat needs a Metric");
  const source = {
    metric: metricOf(inner),
    statistic: statisticNamed(stat.text("Stat")),
    periodSeconds: period(stat),
  };
  inner.finish();
  stat.finish(["Unit"]);
  return source;
}

function metricOf(properties: Properties): MetricIdentity {
  const dimensions: Dimensions = Object.fromEntries(
    properties.sections("Dimensions").map((dimension) => [dimension.text("Name"), dimension.text("Value")]),
  );
  return { namespace: properties.text("Namespace"), name: properties.text("MetricName"), dimensions };
}

function period(properties: Properties): number {
  const seconds = properties.number("Period");
  if (seconds % 60 !== 0 || seconds <= 0) throw new Error(`the lab does not simulate alarm periods of ${seconds} s`);
  return seconds;
}

function rule(properties: Properties): EvaluationRule {
  const evaluationPeriods = properties.number("EvaluationPeriods");
  const datapointsToAlarm = properties.number("DatapointsToAlarm", evaluationPeriods);
  if (datapointsToAlarm > evaluationPeriods) throw new Error("DatapointsToAlarm must not exceed EvaluationPeriods");
  return {
    evaluationPeriods,
    datapointsToAlarm,
    threshold: properties.number("Threshold"),
    comparison: comparison(properties.text("ComparisonOperator")),
    treatMissingData: treatment(properties.optionalText("TreatMissingData") ?? "missing"),
  };
}

function comparison(operator: string): Comparison {
  if (Object.hasOwn(COMPARISONS, operator)) return operator as Comparison;
  throw new Error(`the lab does not simulate the comparison ${operator}`);
}

function treatment(name: string): MissingDataTreatment {
  const known = MISSING_DATA_TREATMENTS.find((treatment) => treatment === name);
  if (!known) throw new Error(`unknown TreatMissingData ${name}`);
  return known;
}

function suppressorOf(properties: Properties): CompositeAlarm["suppressor"] {
  const alarm = properties.optionalText("ActionsSuppressor");
  const waitSeconds = properties.number("ActionsSuppressorWaitPeriod", 0);
  const extensionSeconds = properties.number("ActionsSuppressorExtensionPeriod", 0);
  return alarm === undefined ? undefined : { alarm, waitSeconds, extensionSeconds };
}
