/** Virtual time on a leash of real time: it moves on as real time passes, at a chosen speed. */
import type { Clock } from "../../lambdas/runtime/runtime";
import type { VirtualClock } from "../kernel/virtual-clock";

/** Between two steps; short against the round trips that the lab simulates. */
const STEP_MS = 5;
/** A machine that slept, or that cannot keep up, falls behind instead of leaping. */
const LONGEST_STEP_MS = 500;

/** Lets virtual time pass until told to stop. A `speed` of 60 makes a minute of every second. */
export async function pace(virtual: VirtualClock, real: Clock, speed: number, isStopped: () => boolean): Promise<void> {
  let lastMs = real.now();
  while (!isStopped()) {
    await real.sleep(STEP_MS);
    const nowMs = real.now();
    const passedMs = Math.min(Math.max(0, nowMs - lastMs), LONGEST_STEP_MS);
    lastMs = nowMs;
    await virtual.run(virtual.now() + passedMs * speed, isStopped);
  }
}
