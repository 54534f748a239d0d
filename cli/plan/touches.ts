/** What a verb does to a resource, in a sentence with the names that a person finds in the console. */
import type { Plan, PlannedResource } from "../../orchestrator/plan";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { Verb } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";

/** One resource that a step touches. */
export interface Touch {
  readonly resourceId: string;
  readonly what: string;
}

type Regions = Plan["regions"];
type Sentences<Resource> = Partial<Record<Verb, (resource: Resource, regions: Regions) => string>>;

const REPLICA: Sentences<RdsReadReplica> = {
  fence: ({ primaryInstanceId, quarantineSecurityGroupId }, { primary }) =>
    `${primaryInstanceId} in ${primary} gets the security group ${quarantineSecurityGroupId} and is rebooted: it can no longer write`,
  promote: ({ standbyInstanceId, afterPromotion: { backupRetentionDays, multiAz } }, { standby }) =>
    `${standbyInstanceId} in ${standby} becomes the writer; then ${backupRetentionDays} days of backups${multiAz ? ", Multi-AZ" : ""}`,
  verify: ({ standbyInstanceId }) => `${standbyInstanceId} is available and no longer a replica`,
};

const GROUP: Sentences<AutoScalingGroup> = {
  warmUp: ({ standbyGroupName, capacityPercent, smallestCapacity, largestCapacity, imageTag }, { standby }) =>
    `${standbyGroupName} in ${standby} grows to ${capacityPercent} % of what the primary last had, ${smallestCapacity} to ` +
    `${largestCapacity} instances, on the newest image tagged ${imageTag.key}=${imageTag.value}`,
  coolDown: ({ standbyGroupName }, { standby }) => `${standbyGroupName} in ${standby} goes back to what it was`,
  fence: ({ primaryGroupName }, { primary }) => `${primaryGroupName} in ${primary} is suspended and scaled to zero`,
  verify: () => "its targets are healthy behind the load balancer",
};

/** Every resource that a verb is for, in the order of the plan. */
export function touchesOf(plan: Plan, verb: Verb): readonly Touch[] {
  return resourcesWith(plan, verb).map((resource) => ({
    resourceId: resource.id,
    what: sentenceOf(resource, verb, plan.regions),
  }));
}

function sentenceOf(resource: PlannedResource, verb: Verb, regions: Regions): string {
  const sentence =
    resource.kind === "rdsReadReplica" ? REPLICA[verb]?.(resource, regions) : GROUP[verb]?.(resource, regions);
  return sentence ?? verb;
}
