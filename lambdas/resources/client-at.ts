/** SDK clients for one side of a move. */
import type { Side, Workflow } from "../../orchestrator/workflow";
import { HAND_BUDGET, PATIENT_BUDGET, REMOTE_BUDGET } from "../runtime/budgets";
import type { CallBudget, Runtime } from "../runtime/runtime";

/** Where a call goes, and in which kind of move. */
export interface Place {
  readonly runtime: Runtime<unknown>;
  readonly workflow: Workflow;
  readonly side: Side;
}

export function clientAt<Client>(place: Place, clientClass: new (config: never) => Client): Client {
  return place.runtime.clients.get(clientClass, place.side.region, budgetOf(place));
}

/** In a failover the other Region is expected to be silent, and customers wait; in a planned move both are expected to answer. */
function budgetOf({ runtime, workflow, side }: Place): CallBudget {
  if (workflow !== "failover") return PATIENT_BUDGET;
  return side.region === runtime.plan.regions.standby ? HAND_BUDGET : REMOTE_BUDGET;
}

export function at({ runtime, workflow }: Pick<Place, "runtime" | "workflow">, side: Side): Place {
  return { runtime, workflow, side };
}
