/** Replication delay of one stream in milliseconds as it is now; drawn anew every few seconds. */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";

export function replicationDelay(
  lab: Pick<LabContext, "clock">,
  random: RandomSource,
  { replicationDelaySeconds, replicationDelayHeldSeconds }: Timings,
): () => number {
  let delayMs = 0;
  let heldUntilMs = 0;
  return () => {
    const nowMs = lab.clock.now();
    if (nowMs < heldUntilMs) return delayMs;
    delayMs = random.logNormal(replicationDelaySeconds) * 1000;
    heldUntilMs = nowMs + replicationDelayHeldSeconds * 1000;
    return delayMs;
  };
}
