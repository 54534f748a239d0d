/**
 * The failback, as a table of contents: home again without losing an acknowledged write. A person starts it, a person
 * approves it, and everything up to the promotion can be abandoned.
 */
import type { StateMachineDefinition } from "./asl";
import { claimPhase } from "./phase-claim";
import { operatorPhase } from "./phase-operator";
import { abandonStates, moveStates, plannedDefinition } from "./planned";
import { letGoPhase } from "./planned-move";
import { FAILBACK_PHASES as PHASES, type PlannedPhase, plannedPlace } from "./planned-phases";
import { rebuildPhase, settlePhase } from "./planned-prepare";
import type { FunctionArn } from "./step";

const FAILBACK_COMMENT =
  "Brings the application home to the primary Region without loss. Failed runs can be redriven within 14 days.";

/** Input, from the console: {"requestedBy": "...", "reason": "..."}. */
export function failbackDefinition({ functionArn }: { readonly functionArn: FunctionArn }): StateMachineDefinition {
  const at = (phase: PlannedPhase, next: string) => plannedPlace(functionArn, phase, next);
  const differences = {
    functionArn,
    moved: "Home: the primary serves",
    abandoned: "Abandoned: the standby keeps serving",
  };
  return plannedDefinition(FAILBACK_COMMENT, PHASES, {
    ...claimPhase(at("claim the baton", PHASES["let go what was frozen"]), "failback", { reasons: [] }),
    ...letGoPhase(at("let go what was frozen", PHASES["wait until the target is settled"])),
    ...settlePhase(at("wait until the target is settled", PHASES["rebuild the data"])),
    ...rebuildPhase(at("rebuild the data", PHASES["let the data catch up"])),
    ...moveStates(differences),
    ...abandonStates(differences),
    ...operatorPhase(functionArn, "failback", PHASES),
  });
}
