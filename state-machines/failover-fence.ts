/**
 * The fence of a failover, what follows from one that does not hold, and its undoing. Where every writer is fenced, or its
 * Region silent, the run goes straight on: nothing here costs a recovery a second.
 */
import { jsonata, type State } from "./asl";
import { answerWithError, convergeEach, type Loop } from "./converge";
import type { Place } from "./phase";
import { BRIEF } from "./retry-policies";
import { step } from "./step";

const FENCE_POLL_SECONDS = 2;
const UNFENCE_POLL_SECONDS = 5;
const HOLDS = "Is every writer fenced or silent?";
const MAY_PROMOTE = "May it promote beside this fence?";

/** `place.next`: where a fence is judged that does not hold. */
export function fencePhase({ functionArn, state, next }: Place, whenHeld: string): Record<string, State> {
  const loop: Loop = {
    step: "fence",
    functionArn,
    title: "Fence",
    pollSeconds: FENCE_POLL_SECONDS,
    deadlineSeconds: "$deadlines.fenceSeconds",
    whenNotDone: "go-on",
    retry: BRIEF,
  };
  const verdict = "$previous.facts.verdict";
  const ending = {
    resourceId: jsonata("$resourceId"),
    detail: jsonata("$previous.detail"),
    verdict: jsonata(`$exists(${verdict}) ? ${verdict} : 'FAILED'`),
  };
  return {
    [state]: {
      // One resource that cannot be fenced, for whatever reason, never keeps another from being fenced.
      ...convergeEach(loop, "$work.fence", { catchInto: answerWithError, output: ending }),
      Comment: "Best effort. A resource without a verdict counts as not fenced.",
      Assign: { fences: jsonata("[$states.result]") },
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { fences: [] }, Next: next }],
      Next: HOLDS,
    },
    [HOLDS]: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$count($fences[verdict != 'FAILED']) = $count([$work.fence])"), Next: whenHeld }],
      Default: next,
    },
  };
}

/** A writer that answers and could not be fenced may take writes: whether to promote beside it a person decides. */
export function judgeFencePhase(place: Place, ask: string): Record<string, State> {
  return {
    [place.state]: step({
      name: "judge-fence",
      functionArn: place.functionArn,
      payload: { run: jsonata("$run"), fences: jsonata("[$fences]") },
      assign: {
        fenceJudgement: jsonata("$states.result.Payload.verdict"),
        fenceReasons: jsonata("[$states.result.Payload.reasons]"),
        reasons: jsonata("[$append($reasons, $states.result.Payload.reasons)]"),
      },
      catch: place.catch,
      next: MAY_PROMOTE,
    }),
    [MAY_PROMOTE]: {
      Type: "Choice",
      Choices: [{ Condition: jsonata("$fenceJudgement = 'proceed'"), Next: place.next }],
      Default: ask,
    },
  };
}

/** What was fenced is let go again: the primary serves on. */
export function undoFencePhase({ functionArn, state, next, catch: catchers }: Place): Record<string, State> {
  const loop: Loop = {
    step: "unfence",
    functionArn,
    title: "Unfence",
    pollSeconds: UNFENCE_POLL_SECONDS,
    // A writer that still reboots cannot change its groups; undoing takes no longer than promoting may.
    deadlineSeconds: "$deadlines.promoteSeconds",
    whenNotDone: "fail",
  };
  return { [state]: { ...convergeEach(loop, "$work.fence"), Catch: catchers, Next: next } };
}
