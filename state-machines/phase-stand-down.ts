/** Standing down: what was warmed up is undone first, then the lock is released and everybody told. */
import { jsonata, type State } from "./asl";
import { convergeEach } from "./converge";
import { PHASES, toOperator } from "./phases";
import { type FunctionArn, step } from "./step";

const COOL_DOWN_POLL_SECONDS = 5;
const STOOD_DOWN = "Stood down: the primary keeps serving";

export function standDownPhase(functionArn: FunctionArn): Record<string, State> {
  const loop = {
    step: "cool-down",
    functionArn,
    title: "Cool-down",
    pollSeconds: COOL_DOWN_POLL_SECONDS,
    // Undoing takes no longer than doing it may.
    deadlineSeconds: "$deadlines.fillCapacitySeconds",
    whenNotDone: "fail",
  } as const;
  return {
    [PHASES["undo the warm-up"]]: {
      ...convergeEach(loop, "$work.coolDown"),
      Catch: toOperator("undo the warm-up"),
      Next: PHASES["stand down"],
    },
    [PHASES["stand down"]]: step({
      name: "stand-down",
      functionArn,
      payload: { run: jsonata("$run"), reasons: jsonata("[$reasons]") },
      output: jsonata("$states.result.Payload"),
      catch: toOperator("stand down"),
      next: STOOD_DOWN,
    }),
    [STOOD_DOWN]: { Type: "Succeed" },
  };
}
