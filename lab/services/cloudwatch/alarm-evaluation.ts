/**
 * What a metric alarm's state is, given the datapoints it can see. Follows the tables of "Configuring how CloudWatch
 * alarms treat missing data" [doc]: real datapoints of a range wider than the evaluation periods come first, and only
 * when there are too few of them is the missing-data treatment asked.
 */

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export const COMPARISONS = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;
export type Comparison = keyof typeof COMPARISONS;

export const MISSING_DATA_TREATMENTS = ["missing", "ignore", "breaching", "notBreaching"] as const;
export type MissingDataTreatment = (typeof MISSING_DATA_TREATMENTS)[number];

export interface EvaluationRule {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissingData: MissingDataTreatment;
}

/** Datapoints beyond the evaluation periods that an alarm also retrieves [doc: 5 for 3 periods]. */
export const EXTRA_PERIODS_RETRIEVED = 2;

/**
 * `range` holds the value of each period of the evaluation range, oldest first, null where no datapoint is visible.
 * Answers null where the current state stays.
 */
export function evaluateAlarm(rule: EvaluationRule, range: readonly (number | null)[]): AlarmState | null {
  const breaches = range.map((value) => (value === null ? null : isBreach(rule, value)));
  const real = breaches.filter((breach) => breach !== null);
  if (real.length >= rule.evaluationPeriods) return verdict(rule, count(real.slice(-rule.evaluationPeriods)));
  return withMissing(rule, breaches, real);
}

function isBreach(rule: EvaluationRule, value: number): boolean {
  return COMPARISONS[rule.comparison](value, rule.threshold);
}

function withMissing(
  rule: EvaluationRule,
  breaches: readonly (boolean | null)[],
  real: readonly boolean[],
): AlarmState | null {
  const filled = rule.evaluationPeriods - real.length;
  if (rule.treatMissingData === "breaching") return verdict(rule, count(real) + filled);
  if (rule.treatMissingData === "notBreaching") return verdict(rule, count(real));
  if (count(real) >= rule.datapointsToAlarm) return "ALARM";
  if (real.length === 0) return rule.treatMissingData === "missing" ? "INSUFFICIENT_DATA" : null;
  if (rule.treatMissingData === "missing" && isSustained(rule, breaches)) return "ALARM";
  return real.includes(false) ? "OK" : null;
}

/**
 * Premature alarms are avoided: breaching and missing datapoints alone raise an alarm only once the oldest breaching one
 * is at least as old as the datapoints to alarm [doc].
 */
function isSustained(rule: EvaluationRule, breaches: readonly (boolean | null)[]): boolean {
  const oldest = breaches.indexOf(true);
  if (oldest < 0 || breaches.includes(false)) return false;
  return breaches.length - oldest >= rule.datapointsToAlarm;
}

function verdict(rule: EvaluationRule, breaching: number): AlarmState {
  return breaching >= rule.datapointsToAlarm ? "ALARM" : "OK";
}

function count(breaches: readonly boolean[]): number {
  return breaches.filter(Boolean).length;
}
