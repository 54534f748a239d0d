/**
 * Whether what the plan names is there, while the primary is well: a name that is wrong would otherwise be found out by a
 * fence, in the middle of an incident. Each sighting is kept, so that a fence can tell what is gone from what never was.
 */
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { RDSClient } from "@aws-sdk/client-rds";
import { deployedNames } from "../../orchestrator/names";
import type { PlannedResource } from "../../orchestrator/plan";
import { groupAt } from "../../orchestrator/resources/auto-scaling-group";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceAt } from "../../orchestrator/resources/rds-read-replica";
import { describeFailure } from "../aws/failures";
import { reportMetric } from "../aws/own-metrics";
import { SightingStore } from "../aws/sighting-store";
import type { Table } from "../aws/table";
import { describeInstance } from "../resources/rds-instance";
import { describeGroup } from "../resources/scaling-group";
import { REMOTE_BUDGET } from "../runtime/budgets";
import type { Runtime } from "../runtime/runtime";

type Sight = "there" | "missing" | "unknown";

/** Never throws: whatever becomes of a look, the sentry's other work goes on. */
export async function sightPrimary(runtime: Runtime<unknown>, table: Table): Promise<void> {
  const sightings = new SightingStore(table);
  const sights = await Promise.all(resourcesWith(runtime.plan, "fence").map((one) => sight(runtime, sightings, one)));
  // What could not be looked at says nothing: a datapoint then would say that all is well.
  if (sights.includes("unknown") && !sights.includes("missing")) return;
  const missing = sights.filter((found) => found === "missing").length;
  await reportMetric(runtime, deployedNames(runtime.plan).planMismatchMetric, missing);
}

async function sight(runtime: Runtime<unknown>, sightings: SightingStore, resource: PlannedResource): Promise<Sight> {
  const name = nameOf(resource);
  try {
    if (!(await isThere(runtime, resource, name))) {
      runtime.log.error(`The plan names ${name}, and there is no such ${resource.kind} in the primary Region.`);
      return "missing";
    }
    await sightings.keep(resource.id, { name, seenAtMs: runtime.clock.now() });
    return "there";
  } catch (error) {
    runtime.log.warn(`${name} could not be looked at: ${describeFailure(error)}`);
    return "unknown";
  }
}

function nameOf(resource: PlannedResource): string {
  return resource.kind === "rdsReadReplica"
    ? instanceAt(resource, "primary").instanceId
    : groupAt(resource, "primary").groupName;
}

async function isThere({ clients, plan }: Runtime<unknown>, { kind }: PlannedResource, name: string): Promise<boolean> {
  const { primary } = plan.regions;
  const found =
    kind === "rdsReadReplica"
      ? await describeInstance(clients.get(RDSClient, primary, REMOTE_BUDGET), name)
      : await describeGroup(clients.get(AutoScalingClient, primary, REMOTE_BUDGET), name);
  return found !== null;
}
