/** Who does not reach the primary, the sentry or Route 53's checkers: whoever is cut off is a customer all the same. */
import { outageSeen, type SeenOutage } from "../../orchestrator/outage";
import type { Watch } from "../../orchestrator/watch";
import type { Runtime } from "../runtime/runtime";
import { describeWatchAlarm } from "./watch-alarm";

/** Route 53's alarm is asked only where the sentry itself sees nothing. Throws what CloudWatch says then. */
export async function seeOutage(runtime: Runtime<unknown>, watch: Watch): Promise<SeenOutage | null> {
  const alarm = watch.failingSinceMs === null ? await describeWatchAlarm(runtime) : undefined;
  const alarmOnSinceMs = alarm?.StateValue === "ALARM" ? (alarm.StateUpdatedTimestamp?.getTime() ?? null) : null;
  return outageSeen(watch, alarmOnSinceMs, runtime.clock.now());
}
