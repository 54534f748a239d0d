/** Moving: everything after the decision that cannot be undone, in the order that keeps two writers from ever meeting. */
import { jsonata, type State, type StateGraph } from "./asl";
import { converge, convergeEach, type Loop } from "./converge";
import { PHASES, type Phase, toOperator } from "./phases";
import { BRIEF } from "./retry-policies";
import { type FunctionArn, step } from "./step";

const FENCE_POLL_SECONDS = 2;
const PROMOTE_POLL_SECONDS = 5;
const CAPACITY_POLL_SECONDS = 5;
const VERIFY_POLL_SECONDS = 1;
const TRAFFIC_POLL_SECONDS = 2;

export function fencePhase(functionArn: FunctionArn): Record<string, State> {
  const phase = "fence the old writer";
  const next = PHASES["promote and fill capacity"];
  const loop = converging(functionArn, "fence", "Fence", FENCE_POLL_SECONDS, "$deadlines.fenceSeconds");
  return {
    [PHASES[phase]]: {
      ...convergeEach({ ...loop, whenNotDone: "go-on", retry: BRIEF }, "$work.fence"),
      Comment: "Best effort. Its verdict is recorded; without one the run counts the fence as failed and goes on.",
      Catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
      Next: next,
    },
  };
}

/** Capacity boots while data is promoted: the longer of the two is what it takes. */
export function promotePhase(functionArn: FunctionArn): Record<string, State> {
  const phase = "promote and fill capacity";
  const promote = converging(functionArn, "promote", "Promotion", PROMOTE_POLL_SECONDS, "$deadlines.promoteSeconds");
  const fill = converging(functionArn, "warm-up", "Capacity", CAPACITY_POLL_SECONDS, "$deadlines.fillCapacitySeconds");
  return {
    [PHASES[phase]]: {
      Type: "Parallel",
      Branches: [
        oneState("Promote every data store", { ...convergeEach(promote, "$work.promote"), End: true }),
        oneState("Fill the capacity of every group", { ...convergeEach(fill, "$work.warmUp"), End: true }),
      ],
      Catch: toOperator(phase),
      Next: PHASES["verify the standby"],
    },
  };
}

export function verifyPhase(functionArn: FunctionArn): Record<string, State> {
  const loop = converging(functionArn, "verify", "Verification", VERIFY_POLL_SECONDS, "$deadlines.verifySeconds");
  return loopPhase("verify the standby", converge(loop), PHASES["switch the traffic"]);
}

export function switchPhase(functionArn: FunctionArn): Record<string, State> {
  const loop = converging(
    functionArn,
    "switch-traffic",
    "Traffic",
    TRAFFIC_POLL_SECONDS,
    "$deadlines.switchTrafficSeconds",
  );
  return loopPhase("switch the traffic", converge(loop), PHASES["close the run"]);
}

const RECOVERED = "Recovered: the standby serves";

export function closePhase(functionArn: FunctionArn): Record<string, State> {
  const phase = "close the run";
  return {
    [PHASES[phase]]: step({
      name: "close",
      functionArn,
      payload: { run: jsonata("$run") },
      output: jsonata("$states.result.Payload"),
      catch: toOperator(phase),
      next: RECOVERED,
    }),
    [RECOVERED]: { Type: "Succeed" },
  };
}

function converging(
  functionArn: FunctionArn,
  stepName: Loop["step"],
  title: string,
  pollSeconds: number,
  deadlineSeconds: string,
): Loop {
  return { step: stepName, functionArn, title, pollSeconds, deadlineSeconds, whenNotDone: "fail" };
}

/** A Parallel of one branch gives a loop one catch and variables of its own. */
function loopPhase(phase: Phase, loop: StateGraph, next: string): Record<string, State> {
  return { [PHASES[phase]]: { Type: "Parallel", Branches: [loop], Catch: toOperator(phase), Next: next } };
}

function oneState(name: string, state: State): StateGraph {
  return { StartAt: name, States: { [name]: state } };
}
