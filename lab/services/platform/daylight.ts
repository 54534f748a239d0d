/** A dark Region stands still: what a service there was about to do happens when the Region is back. */
import type { LabContext } from "../../kernel/ports";

/** How often work that stands still looks whether its Region is back. */
const LOOK_AGAIN_MS = 5_000;

export async function untilRegionIsBack(lab: LabContext, region: string, service: string): Promise<void> {
  while (lab.network.isDark(region, service)) await lab.clock.sleep(LOOK_AGAIN_MS);
}

/** Settles like `promise`, or rejects with `onTimeout()` when the time is up first. */
export function withinMs<Value>(
  lab: Pick<LabContext, "clock">,
  milliseconds: number,
  promise: Promise<Value>,
  onTimeout: () => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const cancel = lab.clock.after(milliseconds, () => reject(onTimeout()));
    promise.then(resolve, reject).finally(cancel);
  });
}
