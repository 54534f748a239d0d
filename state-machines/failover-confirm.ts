/** Confirming the outage while the standby warms up: warming up starts at once, because it can be undone. */
import { RESOURCES_AT_ONCE } from "../orchestrator/machine-limits";
import type { Readiness } from "../orchestrator/run";
import { type Catcher, type Expression, jsonata, type State, type StateGraph } from "./asl";
import { converge } from "./converge";
import type { Place } from "./phase";
import { LOOK, THROTTLED_STEP } from "./retry-policies";
import { type FunctionArn, step } from "./step";

const EVIDENCE_POLL_SECONDS = 5;
const EACH = "Look at every resource and warm it up once";
const ASK = "Warm-up: begin";
const KNOWN = "Warm-up: begun";

export function confirmPhase({ functionArn, state, next, catch: catchers }: Place): Record<string, State> {
  const evidence = converge({
    step: "gather-evidence",
    functionArn,
    title: "Evidence",
    pollSeconds: EVIDENCE_POLL_SECONDS,
    deadlineSeconds: "$deadlines.confirmSeconds",
    whenNotDone: "go-on",
  });
  return {
    [state]: {
      Type: "Parallel",
      Branches: [evidence, { StartAt: EACH, States: { [EACH]: warmUpOnce(functionArn) } }],
      Assign: { readiness: jsonata("[$states.result[1]]") },
      Catch: catchers,
      Next: next,
    },
  };
}

/** One call per resource; what cannot warm up yet is a fact for the decision, never a reason to stop. */
function warmUpOnce(functionArn: FunctionArn): State {
  return {
    Type: "Map",
    Items: jsonata("[$append($work.standReady, $work.warmUp)]"),
    ItemSelector: { resourceId: jsonata("$states.context.Map.Item.Value") },
    MaxConcurrency: RESOURCES_AT_ONCE,
    ItemProcessor: { ProcessorConfig: { Mode: "INLINE" }, ...warmUpOne(functionArn) },
    End: true,
  };
}

function warmUpOne(functionArn: FunctionArn): StateGraph {
  const resourceId = jsonata("$states.input.resourceId");
  const begin = step({
    name: "warm-up",
    functionArn,
    payload: { run: jsonata("$run"), resourceId, elapsedSeconds: 0, previous: null },
    output: {
      resourceId,
      status: jsonata("$states.result.Payload.status"),
      detail: jsonata("$states.result.Payload.detail"),
    },
    retry: LOOK,
    catch: [
      // Whom AWS refuses to look has seen nothing that speaks against the standby. Each step looks for itself before it acts.
      answer(resourceId, "unseen", THROTTLED_STEP),
      answer(resourceId, "blocked", ["States.ALL"]),
    ],
    next: KNOWN,
  });
  return { StartAt: ASK, States: { [ASK]: begin, [KNOWN]: { Type: "Succeed" } } };
}

/** What is said of a resource whose look failed by one of these errors. */
function answer(resourceId: Expression, status: Readiness["status"], errors: readonly string[]): Catcher {
  const detail = jsonata("$string($states.errorOutput.Error) & ': ' & $string($states.errorOutput.Cause)");
  return { ErrorEquals: errors, Output: { resourceId, status, detail }, Next: KNOWN };
}
