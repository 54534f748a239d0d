/** Waiting in the injected clock's time. */
import type { Cancellation } from "./cancellation";
import { BranchCancelled } from "./failure";
import type { EngineClock } from "./types";

/** Resolves at a moment, or rejects as soon as the branch is cancelled. */
export function pauseUntil(clock: EngineClock, atMs: number, cancellation: Cancellation): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.at(atMs, () => {
      forget();
      resolve();
    });
    const forget = cancellation.onCancel(() => {
      cancelTimer();
      reject(new BranchCancelled());
    });
  });
}
