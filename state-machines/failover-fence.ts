/**
 * The fence of a failover, what follows from one that does not hold, and its undoing. Where every writer is fenced, or its
 * Region silent, the run goes straight on: nothing here costs a recovery a second.
 */
import { ERROR_NAMES } from "../orchestrator/errors";
import { OUT_OF_DATE } from "../orchestrator/standing-decision";
import { type ChoiceRule, jsonata, type State } from "./asl";
import { convergeEach } from "./converge";
import type { FailoverPhase } from "./failover-phases";
import { MAY_LOOK_AGAIN, ONE_LOOK_MORE } from "./failover-promote";
import { answerWithError, type Loop } from "./loop-states";
import type { Place } from "./phase";
import { BRIEF } from "./retry-policies";
import { type FunctionArn, step } from "./step";

const FENCE_POLL_SECONDS = 2;
const UNFENCE_POLL_SECONDS = 5;
/** A person has approved and customers wait: long enough for a change of groups and a reboot, and short enough for the history. */
const LONGEST_SECOND_FENCE_SECONDS = 90;
/** With many resources it asks less often, so that the history of the run holds both passes. */
const SECOND_FENCE_SECONDS_PER_RESOURCE = 1;
const HOLDS = "Is every writer fenced or silent?";
const AS_APPROVED = "Is no more open than was approved?";
const MAY_PROMOTE = "May it promote beside this fence?";
/** What a failover knows of its fence from the start. */
export const NO_FENCE_YET = { fences: [] };

/** `place.next`: where a fence is judged that does not hold. */
export function fencePhase({ functionArn, state, next }: Place, whenHeld: string): Record<string, State> {
  return {
    [state]: {
      // One resource that cannot be fenced, for whatever reason, never keeps another from being fenced.
      ...fenceEach({ ...fenceLoop(functionArn), title: "Fence" }, "$work.fence"),
      Comment: "Best effort. A resource without a verdict counts as not fenced.",
      Assign: { fences: jsonata("[$states.result]") },
      Catch: [{ ErrorEquals: ["States.ALL"], Assign: { fences: [] }, Next: next }],
      Next: HOLDS,
    },
    [HOLDS]: {
      Type: "Choice",
      Choices: [
        whenOutOfDate("fence the old writer"),
        { Condition: jsonata("$count($fences[verdict != 'FAILED']) = $count([$work.fence])"), Next: whenHeld },
      ],
      Default: next,
    },
  };
}

/**
 * An approval to promote beside a fence that does not hold may be hours old: what is not fenced is tried once more. What
 * answers and refuses now, and was silent when the person was asked, is nothing that anybody approved: `ask` judges it.
 */
export function fenceOpenPhase({ functionArn, state, next }: Place, ask: string): Record<string, State> {
  const held = "$fences[verdict = 'FENCED']";
  const heldIds = `${held}.resourceId`;
  const approved = "[$work.fence[$not($ in $fences[verdict != 'FAILED'].resourceId)]]";
  const loop: Loop = {
    ...fenceLoop(functionArn),
    title: "Fence what is open",
    deadlineSeconds: `$min([$deadlines.fenceSeconds, ${LONGEST_SECOND_FENCE_SECONDS}])`,
    secondsPerResource: SECOND_FENCE_SECONDS_PER_RESOURCE,
  };
  return {
    [state]: {
      ...fenceEach(loop, `$work.fence[$not($ in ${heldIds})]`),
      Comment: "Best effort. What a person approved to be open may stay so.",
      Assign: { approvedOpen: jsonata(approved), fences: jsonata(`[$append(${held}, $states.result)]`) },
      // Nothing new is known then, and a person has approved what is.
      Catch: [{ ErrorEquals: ["States.ALL"], Next: next }],
      Next: AS_APPROVED,
    },
    [AS_APPROVED]: {
      Type: "Choice",
      Choices: [
        whenOutOfDate("fence what is open"),
        {
          Condition: jsonata("$count($fences[verdict = 'FAILED' and $not(resourceId in $approvedOpen)]) = 0"),
          Next: next,
        },
      ],
      Default: ask,
    },
  };
}

/** A run that was redriven in the middle of its fence has touched nothing: it looks, and decides anew, before it does. */
function whenOutOfDate(phase: FailoverPhase): ChoiceRule {
  return {
    Condition: jsonata(`'${OUT_OF_DATE}' in $fences.verdict`),
    Assign: {
      ...ONE_LOOK_MORE,
      failedPhase: phase,
      error: ERROR_NAMES.decisionOutOfDate,
      cause: jsonata(`$fences[verdict = '${OUT_OF_DATE}'][0].detail`),
    },
    Next: MAY_LOOK_AGAIN,
  };
}

function fenceLoop(functionArn: FunctionArn): Omit<Loop, "title"> {
  return {
    step: "fence",
    functionArn,
    pollSeconds: FENCE_POLL_SECONDS,
    deadlineSeconds: "$deadlines.fenceSeconds",
    whenNotDone: "go-on",
    retry: BRIEF,
  };
}

function fenceEach(loop: Loop, ids: string) {
  const verdict = "$previous.facts.verdict";
  const output = {
    resourceId: jsonata("$resourceId"),
    detail: jsonata("$previous.detail"),
    verdict: jsonata(`$exists(${verdict}) ? ${verdict} : 'FAILED'`),
  };
  return convergeEach(loop, ids, { catchInto: answerWithError, output });
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

/**
 * What was fenced is let go again: the primary serves on. Whoever stands down comes by here, because the fence may be that of a
 * dead run from which this one took over; the step knows from the record what was begun, and asks nothing where nothing was.
 * Verdicts do not say what there is to undo: a fence that failed may have changed something, and the sentry finishes one that
 * met silence. The step looks before it acts.
 */
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
  return {
    [state]: { ...convergeEach(loop, "$work.fence"), Catch: catchers, Next: next },
  };
}
