/**
 * The floor, estimated before anything has happened: what AWS itself needs for a typical failover of this plan. Nothing in
 * it is Baton's, so no orchestrator can be faster on the same settings. A drill's report measures it for one incident.
 */
import type { Leg } from "./objectives";
import type { Plan } from "./plan";
import { resourcesWith } from "./resources/meanings";

/** A checker's failures arrive between one and two thresholds' worth of intervals [derived]: 30-60 s at 10 s and 3. */
const TYPICAL_SHARE_OF_CHECKERS = 1.5;
/** From unhealthy checkers to their alarm: 60-180 s [derived]. */
const TYPICAL_ALARM_SECONDS = 120;
/** Median of an RDS promotion, reboot included [est]. */
const TYPICAL_PROMOTION_SECONDS = 240;
/** Median from a launch to a healthy target behind a load balancer [est]. */
const TYPICAL_BOOT_SECONDS = 110;
/** From the write that moves the baton until the traffic check flips [est]. */
const TYPICAL_FLIP_SECONDS = 12;
/** Resolvers' caches expire evenly over the time to live; by then 95 % have asked again [derived]. */
const SHARE_OF_TIME_TO_LIVE = 0.95;

/** The legs of a typical failover's floor, in order; whole seconds. */
export function floorEstimate(plan: Plan): readonly Leg[] {
  const { intervalSeconds, failureThreshold } = plan.detection;
  const checkersSeconds = intervalSeconds * failureThreshold * TYPICAL_SHARE_OF_CHECKERS;
  return [
    { name: "detection", seconds: Math.round(checkersSeconds + TYPICAL_ALARM_SECONDS) },
    ...slowestWork(plan),
    { name: "traffic check flips", seconds: TYPICAL_FLIP_SECONDS },
    { name: "DNS caches expire", seconds: Math.round(plan.traffic.timeToLiveSeconds * SHARE_OF_TIME_TO_LIVE) },
  ];
}

/** Promotion and boot run side by side, so only the longer one counts. */
function slowestWork(plan: Plan): readonly Leg[] {
  const work = [
    ...resourcesWith(plan, "promote").map(() => ({ name: "promotion", seconds: TYPICAL_PROMOTION_SECONDS })),
    ...resourcesWith(plan, "warmUp").map(() => ({ name: "instance boot", seconds: TYPICAL_BOOT_SECONDS })),
  ];
  return work.sort((left, right) => right.seconds - left.seconds).slice(0, 1);
}
