/**
 * What the two planned moves have in common. Everything up to the promotion can be abandoned: the writer is unfrozen, the
 * warm-up is undone, and whoever served goes on serving. The first promotion that is asked for is the point of no return.
 */
import type { State, StateMachineDefinition } from "./asl";
import { LONGEST_RUN_SECONDS, type PhaseTable, toReason } from "./phase";
import { approvalPhase } from "./phase-approval";
import { closePhase, switchPhase, verifyPhase } from "./phase-move";
import { standDownPhase } from "./phase-stand-down";
import { coolDownPhase, drainPhase, freezePhase, promotePhase, protectPhase, unfreezePhase } from "./planned-move";
import { SWITCHOVER_PHASES as PHASES, type PlannedPhase, plannedPlace } from "./planned-phases";
import { catchUpPhase, checkAgainPhase, warmUpPhase } from "./planned-prepare";
import type { FunctionArn } from "./step";

const VERIFY_POLL_SECONDS = 2;

/** Where the two differ. */
interface Differences {
  readonly functionArn: FunctionArn;
  readonly moved: string;
  readonly abandoned: string;
}

/** From a target with data that catches up, to an application that is protected again. */
export function moveStates({ functionArn, moved }: Differences): Record<string, State> {
  const at = (phase: PlannedPhase, next: string) => plannedPlace(functionArn, phase, next);
  return {
    ...catchUpPhase(at("let the data catch up", PHASES["warm up the target"])),
    ...warmUpPhase(at("warm up the target", PHASES["ask for approval"])),
    ...approvalPhase({
      ask: at("ask for approval", PHASES["take the answer"]),
      take: at("take the answer", PHASES["check again"]),
      // A run that this one took over from may have frozen the writer.
      whenDeclined: PHASES["unfreeze the writer"],
      // Nothing is judged before a planned move: its facts are gathered at the gate.
      payload: { readiness: [] },
    }),
    ...checkAgainPhase(at("check again", PHASES["freeze the writer"]), PHASES["ask for approval"]),
    ...freezePhase(at("freeze the writer", PHASES["drain the data"])),
    ...drainPhase(at("drain the data", PHASES["promote the data"])),
    ...promotePhase(at("promote the data", PHASES["verify the target"]), PHASES["undo the warm-up"]),
    ...verifyPhase(at("verify the target", PHASES["switch the traffic"]), VERIFY_POLL_SECONDS),
    ...switchPhase(at("switch the traffic", PHASES["protect again"])),
    ...protectPhase(at("protect again", PHASES["settle the groups"])),
    ...coolDownPhase(at("settle the groups", PHASES["close the run"]), "Rest", "$work.rest"),
    ...closePhase(at("close the run", moved)),
  };
}

/** Ends a move before its promotion. Customers come first: a target that cannot even be cooled down does not keep the lock. */
export function abandonStates({ functionArn, abandoned }: Differences): Record<string, State> {
  const at = (phase: PlannedPhase, next: string) => plannedPlace(functionArn, phase, next);
  const standDown = PHASES["stand down"];
  const undo = { ...at("undo the warm-up", standDown), catch: toReason("undo the warm-up", standDown) };
  return {
    ...unfreezePhase(at("unfreeze the writer", PHASES["undo the warm-up"])),
    ...coolDownPhase(undo, "Cool-down", "$work.warmUp"),
    ...standDownPhase(at("stand down", abandoned)),
  };
}

/** A machine of planned phases; the definition is the same for every plan. */
export function plannedDefinition(
  comment: string,
  phases: PhaseTable,
  states: Readonly<Record<string, State>>,
): StateMachineDefinition {
  return {
    Comment: comment,
    QueryLanguage: "JSONata",
    TimeoutSeconds: LONGEST_RUN_SECONDS,
    StartAt: phases["claim the baton"] ?? "",
    States: states,
  };
}
