/**
 * The failover, as a table of contents. What can be undone comes first and at once; the decision stands exactly before the
 * first step that cannot. Every phase may be entered again: whatever fails calls the operator, and a redrive resumes there.
 */
import { jsonata, type State, type StateMachineDefinition } from "./asl";
import { confirmPhase } from "./failover-confirm";
import { decidePhase } from "./failover-decide";
import { fenceOpenPhase, fencePhase, judgeFencePhase, NO_FENCE_YET, undoFencePhase } from "./failover-fence";
import { BESIDE_THE_FENCE, lookAgainPhase } from "./failover-look-again";
import { type FailoverPhase, failoverPlace, FAILOVER_PHASES as PHASES } from "./failover-phases";
import { NO_LOOK_YET, promoteAndFillPhase } from "./failover-promote";
import { LONGEST_RUN_SECONDS } from "./phase";
import { ABOUT_THE_FENCE, approvalPhase } from "./phase-approval";
import { claimPhase } from "./phase-claim";
import { closePhase, switchPhase, verifyPhase } from "./phase-move";
import { operatorPhase } from "./phase-operator";
import { standDownPhase, undoWarmUpPhase } from "./phase-stand-down";
import type { FunctionArn } from "./step";

const FAILOVER_COMMENT = "Moves the application to the standby Region. Failed runs can be redriven within 14 days.";
const RECOVERED = "Recovered: the standby serves";
const STOOD_DOWN = "Stood down: the primary keeps serving";

/** The definition is the same for every plan: resources are data that flows through it. */
export function failoverDefinition({ functionArn }: { readonly functionArn: FunctionArn }): StateMachineDefinition {
  return {
    Comment: FAILOVER_COMMENT,
    QueryLanguage: "JSONata",
    TimeoutSeconds: LONGEST_RUN_SECONDS,
    StartAt: PHASES["claim the baton"],
    States: statesOf(functionArn),
  };
}

function statesOf(functionArn: FunctionArn): Record<string, State> {
  const at = (phase: FailoverPhase, next: string) => failoverPlace(functionArn, phase, next);
  const undo = PHASES["undo the fence"];
  const fence = PHASES["fence the old writer"];
  const open = PHASES["fence what is open"];
  const askOfFence = { ask: PHASES["ask about the fence"], standDown: undo };
  const promote = PHASES["promote and fill capacity"];
  return {
    ...claimPhase(at("claim the baton", PHASES["confirm the outage"]), "failover", { ...NO_FENCE_YET, ...NO_LOOK_YET }),
    ...confirmPhase(at("confirm the outage", PHASES.decide)),
    ...decidePhase(at("decide", fence), { ask: PHASES["ask for approval"], standDown: undo }),
    ...approvalPhase({
      ask: at("ask for approval", PHASES["take the answer"]),
      take: at("take the answer", PHASES["look again"]),
      whenDeclined: undo,
      payload: { readiness: jsonata("[$readiness]") },
    }),
    ...lookAgainPhase(at("look again", fence), { ask: PHASES["ask for approval"], standDown: undo }),
    ...fencePhase(at("fence the old writer", PHASES["judge the fence"]), promote),
    ...judgeFencePhase(at("judge the fence", promote), PHASES["ask about the fence"]),
    ...approvalPhase({
      ask: at("ask about the fence", PHASES["take the answer about the fence"]),
      take: at("take the answer about the fence", PHASES["look again beside the fence"]),
      whenDeclined: undo,
      payload: { readiness: [], reasons: jsonata("[$fenceReasons]"), fences: jsonata("[$fences]") },
      about: ABOUT_THE_FENCE,
    }),
    ...lookAgainPhase(at("look again beside the fence", open), askOfFence, BESIDE_THE_FENCE),
    ...fenceOpenPhase(at("fence what is open", promote), PHASES["judge the fence"]),
    ...promoteAndFillPhase(at("promote and fill capacity", PHASES["verify the standby"]), PHASES["look again"]),
    ...verifyPhase(at("verify the standby", PHASES["switch the traffic"])),
    ...switchPhase(at("switch the traffic", PHASES["close the run"])),
    ...closePhase(at("close the run", RECOVERED)),
    ...undoFencePhase(at("undo the fence", PHASES["undo the warm-up"])),
    ...undoWarmUpPhase(at("undo the warm-up", PHASES["stand down"])),
    ...standDownPhase(at("stand down", STOOD_DOWN)),
    ...operatorPhase(functionArn, "failover", PHASES),
  };
}
