/**
 * Arithmetic of time: how long detection takes, how long a failover may take by the plan's deadlines, and the floor that
 * AWS itself sets. Numbers are those of aws-facts; estimates are marked.
 */
import type { Plan } from "./plan";
import { SENTRY_ALARM, SENTRY_LOOK, TRAFFIC_CHECK, WATCH_ALARM } from "./watching";

/** One stretch of the way from the first failed request to customers being served. */
export interface Leg {
  readonly name: string;
  readonly seconds: number;
}

/** A Route 53 checker waits 4 s to connect and 2 s for a status before it counts a failure [doc]. */
const CHECKER_TIMEOUT_SECONDS = 6;
/** From the end of a datapoint's minute until it can be evaluated [est]. */
const METRIC_DELAY_SECONDS = 30;
/** Alarms on 60 s periods are evaluated once a minute [doc]. */
const ALARM_EVALUATION_SECONDS = 60;
/** Alias records to load balancers are answered with this time to live, whatever a plan says [doc]. */
export const ALIAS_TIME_TO_LIVE_SECONDS = 60;
/** Alarm to the first step of the machine, across Regions, with a cold start [est]. */
const START_SECONDS = 10;

type Detection = Pick<Plan["detection"], "intervalSeconds" | "failureThreshold">;

/** Longest time until Route 53's checkers say unhealthy: the interval runs from an answer to the next request. */
export function checkerSeconds({ intervalSeconds, failureThreshold }: Detection): number {
  return (intervalSeconds + CHECKER_TIMEOUT_SECONDS) * failureThreshold;
}

/** The check that watches the traffic endpoint turns, and whoever asked just before forgets the old answer. */
export const SEEN_SWITCH_SECONDS = checkerSeconds(TRAFFIC_CHECK) + ALIAS_TIME_TO_LIVE_SECONDS;

/** One of the two triggers, leg by leg. */
export interface DetectionWay {
  readonly trigger: "watch" | "sentry";
  readonly legs: readonly Leg[];
}

/** The longest way of each trigger from the first failed request to a started run. */
export function detectionWays(detection: Detection): readonly DetectionWay[] {
  const toTheRun: readonly Leg[] = [
    { name: "metric becomes visible", seconds: METRIC_DELAY_SECONDS },
    { name: "alarm evaluation", seconds: ALARM_EVALUATION_SECONDS },
    { name: "start of the run", seconds: START_SECONDS },
  ];
  const checkers = { name: "checkers", seconds: checkerSeconds(detection) };
  const { periodSeconds, periods } = WATCH_ALARM;
  const published = { name: "metric is published", seconds: periodSeconds };
  const watchMinute = { name: "metric's minute", seconds: periodSeconds * periods };
  return [
    { trigger: "watch", legs: [checkers, published, watchMinute, ...toTheRun] },
    { trigger: "sentry", legs: [...sentryLegs(), ...toTheRun] },
  ];
}

/** The failure may come right after a look, every further look that the alarm wants is a period later, and the last one's minute has to end. */
function sentryLegs(): readonly Leg[] {
  const { periodSeconds, probeTimeoutSeconds, secondProbeAfterSeconds } = SENTRY_LOOK;
  return [
    { name: "next look", seconds: periodSeconds },
    { name: "its probes", seconds: 2 * probeTimeoutSeconds + secondProbeAfterSeconds },
    { name: "further looks", seconds: periodSeconds * (SENTRY_ALARM.periods - 1) },
    { name: "metric's minute", seconds: SENTRY_ALARM.periodSeconds },
  ];
}

/**
 * Longest time from the first failed request to a started run. Each of the two triggers may be the only one left, so the
 * slower one counts: Route 53's checkers and their alarm, or the sentry's looks and theirs.
 */
export function detectionSeconds(detection: Detection): number {
  return Math.max(...detectionWays(detection).map(({ legs }) => sumOf(legs)));
}

/** The longest way that the deadlines permit; promotion and filling capacity run at the same time. */
export function longestPath(
  detection: Detection,
  deadlines: Plan["policy"]["deadlines"],
  timeToLiveSeconds: number,
): readonly Leg[] {
  return [
    { name: "detection", seconds: detectionSeconds(detection) },
    { name: "confirm", seconds: deadlines.confirmSeconds },
    { name: "fence", seconds: deadlines.fenceSeconds },
    { name: "promote or fill capacity", seconds: Math.max(deadlines.promoteSeconds, deadlines.fillCapacitySeconds) },
    { name: "verify", seconds: deadlines.verifySeconds },
    { name: "switch traffic", seconds: deadlines.switchTrafficSeconds },
    { name: "DNS time to live", seconds: timeToLiveSeconds },
  ];
}

export function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** "detection 292 + confirm 60 + ... = 1762 s". */
export function sumSentence(legs: readonly Leg[]): string {
  return `${legs.map(({ name, seconds }) => `${name} ${seconds}`).join(" + ")} = ${sumOf(legs)} s`;
}
