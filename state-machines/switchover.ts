/**
 * The switchover, as a table of contents: away from a primary that still serves, ahead of trouble, without losing an
 * acknowledged write. The failback's order with the roles reversed; the replica is there already, so nothing is rebuilt.
 */
import type { StateMachineDefinition } from "./asl";
import { claimPhase } from "./phase-claim";
import { operatorPhase } from "./phase-operator";
import { abandonStates, moveStates, plannedDefinition } from "./planned";
import { letGoPhase } from "./planned-move";
import { SWITCHOVER_PHASES as PHASES, plannedPlace } from "./planned-phases";
import type { FunctionArn } from "./step";

const SWITCHOVER_COMMENT =
  "Moves the application to the standby Region ahead of trouble, without loss. Failed runs can be redriven within 14 days.";

/** Input, from the console: {"requestedBy": "...", "reason": "..."}. */
export function switchoverDefinition({ functionArn }: { readonly functionArn: FunctionArn }): StateMachineDefinition {
  const differences = {
    functionArn,
    moved: "Switched over: the standby serves",
    abandoned: "Abandoned: the primary keeps serving",
  };
  const claim = plannedPlace(functionArn, "claim the baton", PHASES["let go what was frozen"]);
  const letGo = plannedPlace(functionArn, "let go what was frozen", PHASES["let the data catch up"]);
  return plannedDefinition(SWITCHOVER_COMMENT, PHASES, {
    ...claimPhase(claim, "switchover", { reasons: [] }),
    ...letGoPhase(letGo),
    ...moveStates(differences),
    ...abandonStates(differences),
    ...operatorPhase(functionArn, "switchover", PHASES),
  });
}
