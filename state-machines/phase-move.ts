/** Arriving: what every workflow does once its data is promoted, in the order that sends nobody to a Region that cannot serve. */
import { jsonata, type State } from "./asl";
import { converge } from "./converge";
import { loopPhase, type Place } from "./phase";
import { step } from "./step";

const VERIFY_POLL_SECONDS = 1;
const TRAFFIC_POLL_SECONDS = 2;

export function verifyPhase(place: Place, pollSeconds = VERIFY_POLL_SECONDS): Record<string, State> {
  const loop = converge({
    step: "verify",
    functionArn: place.functionArn,
    title: "Verification",
    pollSeconds,
    deadlineSeconds: "$deadlines.verifySeconds",
    whenNotDone: "fail",
  });
  return loopPhase(place, loop);
}

export function switchPhase(place: Place): Record<string, State> {
  const loop = converge({
    step: "switch-traffic",
    functionArn: place.functionArn,
    title: "Traffic",
    pollSeconds: TRAFFIC_POLL_SECONDS,
    deadlineSeconds: "$deadlines.switchTrafficSeconds",
    whenNotDone: "fail",
  });
  return loopPhase(place, loop);
}

/** The run's own last word; `place.next` is the state that names how it ended. */
export function closePhase(place: Place): Record<string, State> {
  return {
    [place.state]: step({
      name: "close",
      functionArn: place.functionArn,
      payload: { run: jsonata("$run") },
      output: jsonata("$states.result.Payload"),
      catch: place.catch,
      next: place.next,
    }),
    [place.next]: { Type: "Succeed" },
  };
}
