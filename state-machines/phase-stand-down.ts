/** Standing down: what was warmed up is undone first, then the lock is released and everybody told. */
import { jsonata, type State } from "./asl";
import { convergeEach } from "./converge";
import type { Place } from "./phase";
import { step } from "./step";

const COOL_DOWN_POLL_SECONDS = 5;

export function undoWarmUpPhase({ functionArn, state, next, catch: catchers }: Place): Record<string, State> {
  const loop = {
    step: "cool-down",
    functionArn,
    title: "Cool-down",
    pollSeconds: COOL_DOWN_POLL_SECONDS,
    // Undoing takes no longer than doing it may.
    deadlineSeconds: "$deadlines.fillCapacitySeconds",
    whenNotDone: "fail",
  } as const;
  return { [state]: { ...convergeEach(loop, "$work.coolDown"), Catch: catchers, Next: next } };
}

/** `place.next` is the state that names how the run ended. */
export function standDownPhase(place: Place): Record<string, State> {
  return {
    [place.state]: step({
      name: "stand-down",
      functionArn: place.functionArn,
      payload: { run: jsonata("$run"), reasons: jsonata("[$reasons]") },
      output: jsonata("$states.result.Payload"),
      catch: place.catch,
      next: place.next,
    }),
    [place.next]: { Type: "Succeed" },
  };
}
