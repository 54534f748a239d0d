/** Plans with as many resources as wanted: one group, and databases, which are what a move waits for. */
import type { Plan, PlannedResource, ResourceOfKind } from "../../orchestrator/plan";
import { requirePlan } from "../../orchestrator/plan-rules";
import { leastFreezeSeconds } from "../../orchestrator/rules/failback";

/**
 * The plan with this many resources: its own first, then copies of its first database, each with names of its own.
 * @throws PlanInvalid when a plan may not have so many; Error when the plan has more already, or no database to copy
 */
export function planWithResources(plan: Plan, count: number): Plan {
  const { resources } = plan;
  const database = resources.find((resource) => resource.kind === "rdsReadReplica");
  if (!database) throw new Error(`The plan of ${plan.application} has no database to copy.`);
  if (count < resources.length) throw new Error(`The plan of ${plan.application} has ${resources.length} resources.`);
  const copies = Array.from({ length: count - resources.length }, (_, index) => copyOf(database, index + 2));
  const { failback } = plan;
  const freezeSeconds = Math.max(failback.deadlines.freezeSeconds, leastFreezeSeconds(count));
  const larger = { ...failback, deadlines: { ...failback.deadlines, freezeSeconds } };
  return requirePlan(
    { ...plan, failback: larger, resources: [...resources, ...copies] },
    `A plan of ${count} resources`,
  );
}

function copyOf(database: ResourceOfKind<"rdsReadReplica">, number: number): PlannedResource {
  return {
    ...database,
    id: `${database.id}-${number}`,
    primaryInstanceId: `${database.primaryInstanceId}-${number}`,
    standbyInstanceId: `${database.standbyInstanceId}-${number}`,
  };
}
