/**
 * What stands between an API call that has arrived and the service that would answer it: throttling, and whatever a
 * scenario adds. Each is asked in turn, and the first that does not let the call pass decides its fate.
 */
import { andThen, type Later } from "./later";
import { type ApiCall, AwsError } from "./service";
import type { VirtualClock } from "./virtual-clock";

/**
 * `refuse`: the caller gets the error, nothing happened. `lose-reply`: the call takes effect, its answer never arrives; the
 * connection is reset, or silent. `delay`: the service acts so much later.
 */
export type Fate =
  | { readonly what: "pass" }
  | { readonly what: "refuse"; readonly error: AwsError }
  | { readonly what: "lose-reply"; readonly isReset: boolean }
  | { readonly what: "delay"; readonly delayMs: number };

export const PASS: Fate = { what: "pass" };

export interface Disturbance {
  fateOf(call: Pick<ApiCall, "service" | "operation" | "region">, nowMs: number): Fate;
}

/** Thrown instead of an answer that is lost on its way: the call took effect. */
export class LostReply extends Error {
  constructor(readonly isReset = false) {
    super("The reply was lost on its way.");
    this.name = "LostReply";
  }
}

export class Disturbances {
  private readonly list: Disturbance[] = [];

  constructor(private readonly clock: VirtualClock) {}

  add(disturbance: Disturbance): void {
    this.list.push(disturbance);
  }

  /** @throws AwsError when the call is refused, LostReply once it has taken effect unheard; or rejects with them */
  around<Answer>(call: Pick<ApiCall, "service" | "operation" | "region">, perform: () => Later<Answer>): Later<Answer> {
    const fate = this.fateOf(call);
    if (fate.what === "refuse") throw fate.error;
    if (fate.what === "lose-reply") return loseReply(perform, fate.isReset);
    return fate.what === "delay" ? andThen(this.clock.sleep(fate.delayMs), perform) : perform();
  }

  private fateOf(call: Pick<ApiCall, "service" | "operation" | "region">): Fate {
    const nowMs = this.clock.now();
    for (const disturbance of this.list) {
      const fate = disturbance.fateOf(call, nowMs);
      if (fate.what !== "pass") return fate;
    }
    return PASS;
  }
}

/** Nobody hears of a refusal either; a defect of the lab is not swallowed. */
async function loseReply(perform: () => unknown, isReset: boolean): Promise<never> {
  try {
    await perform();
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
  }
  throw new LostReply(isReset);
}
