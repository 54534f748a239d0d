/** One opinion on the primary Region. An observer never throws and never takes longer than its bound. */
import type { Observation, Observer, Verdict } from "../../orchestrator/evidence";
import { describeFailure } from "../aws/failures";
import type { Runtime } from "../runtime/runtime";
import type { WitnessReport } from "./witness";

/** The slowest observer decides how long one look takes. */
const LONGEST_LOOK_MS = 8000;

export interface Opinion {
  readonly verdict: Verdict;
  readonly detail: string;
}

export interface Looking {
  readonly runtime: Runtime<unknown>;
  /** The application's check, or null while the sentry has not seen its ID. */
  readonly healthCheckId: string | null;
  /** What the witness says; asked once, for two observers. */
  readonly witness: Promise<WitnessReport>;
}

export type Look = (looking: Looking) => Promise<Opinion>;

/** Not seeing is not the same as seeing that it is down. */
export function unknown(detail: string): Opinion {
  return { verdict: "UNKNOWN", detail };
}

/** What one observer says, within the bound, whatever happens to it. */
export async function observe(observer: Observer, look: Look, looking: Looking): Promise<Observation> {
  const { clock } = looking.runtime;
  const tooLong = clock
    .sleep(LONGEST_LOOK_MS)
    .then(() => unknown(`The observer said nothing within ${LONGEST_LOOK_MS / 1000} s.`));
  const opinion = await Promise.race([look(looking).catch((error) => unknown(describeFailure(error))), tooLong]);
  return { observer, ...opinion, observedAtMs: clock.now() };
}
