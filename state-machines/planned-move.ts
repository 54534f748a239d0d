/**
 * The minutes in which nobody can write: freeze, drain, promote. Every second counts here, so these loops run in the run's
 * own history; a turn of each resource every two seconds over all of them keeps it small (9 x 900 / 2 = 4,050 events). A reboot
 * is looked for three times more, and asked for again after two minutes where nobody has seen it: 3 x 9 x 40 = 1,080 events
 * each time.
 */
import { ERROR_NAMES } from "../orchestrator/errors";
import { LOOK_SECONDS_PER_RESOURCE } from "../orchestrator/machine-limits";
import { FUNCTION_TIMEOUT_SECONDS } from "../orchestrator/steps";
import { type Catcher, jsonata, type State } from "./asl";
import { convergeEach } from "./converge";
import { convergeApart } from "./converge-apart";
import type { Loop } from "./loop-states";
import { loopPhase, OPERATOR_STATE, type Place, toReason } from "./phase";
import type { FunctionArn } from "./step";

const FREEZE_POLL_SECONDS = 2;
const DRAIN_POLL_SECONDS = 5;
const PROMOTE_POLL_SECONDS = 5;
const UNFREEZE_POLL_SECONDS = 2;
const PROTECT_POLL_SECONDS = 60;
const SLOWEST_PROTECT_POLL_SECONDS = 300;
const COOL_DOWN_POLL_SECONDS = 15;

export function freezePhase(place: Place): Record<string, State> {
  return eachDataStore(place, "freeze", "Freeze", FREEZE_POLL_SECONDS, "$deadlines.freezeSeconds");
}

export function drainPhase(place: Place): Record<string, State> {
  return eachDataStore(place, "drain", "Drain", DRAIN_POLL_SECONDS, "$deadlines.drainSeconds");
}

/** Where a promotion that failed goes: the step that lets the writer go knows whether anything was asked for. */
const AFTER_PROMOTION = {
  lateCall: "Let a late promotion call end",
  letGo: "Let the writer go if nothing is promoted",
};
/** A call that was under way when its loop ended must not ask for anything once the writer is let go. */
const LATE_CALL_SECONDS = FUNCTION_TIMEOUT_SECONDS.promote + 5;

/** From the first promotion that was asked for there is only forward, and a person is called; before it the move is abandoned. */
export function promotePhase(place: Place, abandoned: string): Record<string, State> {
  const reasoned = toReason("promote the data", AFTER_PROMOTION.lateCall);
  const catchers = place.catch.map(({ Assign, ...catcher }, index) => ({
    ...catcher,
    Assign: { ...Object(Assign), ...Object(reasoned[index]?.Assign) },
    Next: AFTER_PROMOTION.lateCall,
  }));
  return {
    ...eachDataStore(
      { ...place, catch: catchers },
      "promote",
      "Promotion",
      PROMOTE_POLL_SECONDS,
      "$deadlines.promoteSeconds",
    ),
    ...letGoStates(place.functionArn, abandoned),
  };
}

/** Whoever is called is told of the promotion that failed, which a redrive enters again. */
function letGoStates(functionArn: FunctionArn, next: string): Record<string, State> {
  const { lateCall, letGo } = AFTER_PROMOTION;
  const why = "$string($states.errorOutput.Error) & ': ' & $string($states.errorOutput.Cause)";
  const catchers: readonly Catcher[] = [
    { ErrorEquals: [ERROR_NAMES.promotionRequested], Next: OPERATOR_STATE },
    {
      ErrorEquals: ["States.ALL"],
      Assign: { cause: jsonata(`$cause & ' Nothing is promoted, and the writer could not be let go: ' & ${why}`) },
      Next: OPERATOR_STATE,
    },
  ];
  const place = { functionArn, state: letGo, next, catch: catchers };
  return {
    [lateCall]: { Type: "Wait", Seconds: jsonata(String(LATE_CALL_SECONDS)), Next: letGo },
    ...eachDataStore(place, "unfreeze", "Letting go", UNFREEZE_POLL_SECONDS, "$deadlines.freezeSeconds"),
  };
}

/** Undoing takes no longer than doing it may. What was never frozen is done at once. */
export function unfreezePhase(place: Place): Record<string, State> {
  return eachDataStore(place, "unfreeze", "Unfreeze", UNFREEZE_POLL_SECONDS, "$deadlines.freezeSeconds");
}

/** What a dead run of this move has left frozen comes first: nobody can write, and this run may wait for hours. Mostly nothing. */
export function letGoPhase(place: Place): Record<string, State> {
  const loop: Loop = {
    step: "unfreeze",
    functionArn: place.functionArn,
    title: "First unfreeze",
    pollSeconds: UNFREEZE_POLL_SECONDS,
    secondsPerResource: LOOK_SECONDS_PER_RESOURCE,
    deadlineSeconds: "$deadlines.freezeSeconds",
    whenNotDone: "fail",
  };
  const { state, next, catch: catchers } = place;
  return { [state]: { ...convergeEach(loop, "$claim.frozen"), Catch: catchers, Next: next } };
}

/** The copy that was left goes into quarantine and a new replica is created in its place: hours, and no customer waits. */
export function protectPhase(place: Place): Record<string, State> {
  const loop = {
    step: "protect",
    functionArn: place.functionArn,
    title: "Protection",
    pollSeconds: PROTECT_POLL_SECONDS,
    slowestPollSeconds: SLOWEST_PROTECT_POLL_SECONDS,
    deadlineSeconds: "$deadlines.protectSeconds",
    whenNotDone: "fail",
  } as const;
  return loopPhase(place, convergeApart(loop, "$work.data"));
}

/** Groups named by `ids` go back: to what they were where a move is abandoned, to what serving or resting wants where it arrived. */
export function coolDownPhase(place: Place, title: string, ids: string): Record<string, State> {
  const loop = {
    step: "cool-down",
    functionArn: place.functionArn,
    title,
    pollSeconds: COOL_DOWN_POLL_SECONDS,
    deadlineSeconds: "$deadlines.coolDownSeconds",
    whenNotDone: "fail",
  } as const;
  return loopPhase(place, convergeApart(loop, ids));
}

function eachDataStore(
  { functionArn, state, next, catch: catchers }: Place,
  step: Loop["step"],
  title: string,
  pollSeconds: number,
  deadlineSeconds: string,
): Record<string, State> {
  const share = { pollSeconds, secondsPerResource: LOOK_SECONDS_PER_RESOURCE };
  const loop: Loop = { step, functionArn, title, ...share, deadlineSeconds, whenNotDone: "fail" };
  return { [state]: { ...convergeEach(loop, "$work.data"), Catch: catchers, Next: next } };
}
