/**
 * The failover, as a table of contents. What can be undone comes first and at once; the decision stands exactly before the
 * first step that cannot. Every phase may be entered again: whatever fails calls the operator, and a redrive resumes there.
 */
import type { StateMachineDefinition } from "./asl";
import { claimPhase } from "./phase-claim";
import { confirmPhase } from "./phase-confirm";
import { approvalPhase, decidePhase } from "./phase-decide";
import { closePhase, fencePhase, promotePhase, switchPhase, verifyPhase } from "./phase-move";
import { operatorPhase } from "./phase-operator";
import { standDownPhase } from "./phase-stand-down";
import { PHASES } from "./phases";
import type { FunctionArn } from "./step";

/** A week: longer than any approval may take and all deadlines together. A run that takes longer is lost, and on-call hears of it. */
const LONGEST_RUN_SECONDS = 7 * 86_400;

/** The definition is the same for every plan: resources are data that flows through it. */
export function failoverDefinition({ functionArn }: { readonly functionArn: FunctionArn }): StateMachineDefinition {
  return {
    Comment: "Moves the application to the standby Region. Failed runs can be redriven within 14 days.",
    QueryLanguage: "JSONata",
    TimeoutSeconds: LONGEST_RUN_SECONDS,
    StartAt: PHASES["claim the baton"],
    States: {
      ...claimPhase(functionArn),
      ...confirmPhase(functionArn),
      ...decidePhase(functionArn),
      ...approvalPhase(functionArn),
      ...fencePhase(functionArn),
      ...promotePhase(functionArn),
      ...verifyPhase(functionArn),
      ...switchPhase(functionArn),
      ...closePhase(functionArn),
      ...standDownPhase(functionArn),
      ...operatorPhase(functionArn),
    },
  };
}
