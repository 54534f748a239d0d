/** The engine's clock in one Region: what falls due while the Region is dark happens once it is back. */
import type { LabContext } from "../../kernel/ports";
import type { EngineClock } from "../../states/types";

const LOOK_AGAIN_MS = 5_000;

export function frozenClock(lab: LabContext, region: string): EngineClock {
  const at = (atMs: number, run: () => void): (() => void) => {
    let cancel = lab.clock.at(atMs, function due() {
      if (lab.network.isDark(region, "states")) cancel = lab.clock.after(LOOK_AGAIN_MS, due);
      else run();
    });
    return () => cancel();
  };
  return { now: () => lab.clock.now(), at };
}
