/** What a step does to a resource, in a sentence with the names that a person finds in the console. */
import type { Plan, PlannedResource } from "../../orchestrator/plan";
import { type AutoScalingGroup, groupAt } from "../../orchestrator/resources/auto-scaling-group";
import type { Verb } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { instanceAt, type RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { type Sides, sidesOf, type Workflow } from "../../orchestrator/workflow";

/** One resource that a step touches. */
export interface Touch {
  readonly resourceId: string;
  readonly what: string;
}

/** What steps do to resources, and the verb by which a kind says that it takes part. */
const DEEDS = {
  warmUp: "warmUp",
  fillCapacity: "warmUp",
  fence: "fence",
  rebuild: "rebuild",
  catchUp: "promote",
  freeze: "promote",
  drain: "promote",
  promote: "promote",
  verify: "verify",
  protect: "rebuild",
  settle: "coolDown",
} as const satisfies Record<string, Verb>;
export type Deed = keyof typeof DEEDS;

type Sentences<Resource> = Partial<Record<Deed, (resource: Resource, sides: Sides) => string>>;

const REPLICA: Sentences<RdsReadReplica> = {
  fence: (resource, sides) => `${closing(resource, sides)}: it can no longer write`,
  freeze: (resource, sides) => `${closing(resource, sides)}: nobody can write until the traffic has moved`,
  rebuild: (resource, { target, source }) => {
    const { instanceId } = instanceAt(resource, target.role);
    const writer = instanceAt(resource, source.role).instanceId;
    return `${instanceId} in ${target.region} is renamed and kept, and created anew as a replica of ${writer}`;
  },
  catchUp: (resource, { target }) => `${instanceAt(resource, target.role).instanceId} in ${target.region} is watched`,
  drain: (resource, { target }) =>
    `${instanceAt(resource, target.role).instanceId} in ${target.region} has every write of before the freeze`,
  promote: (resource, { target }) => {
    const { backupRetentionDays, multiAz } = resource.afterPromotion;
    const { instanceId } = instanceAt(resource, target.role);
    const after = `${backupRetentionDays} days of backups${multiAz ? ", Multi-AZ" : ""}`;
    return `${instanceId} in ${target.region} becomes the writer; then ${after}`;
  },
  verify: (resource, { target }) =>
    `${instanceAt(resource, target.role).instanceId} is available and no longer a replica`,
  protect: (resource, { target, source }) => {
    const { instanceId } = instanceAt(resource, source.role);
    const writer = instanceAt(resource, target.role).instanceId;
    return `${instanceId} in ${source.region} is renamed and kept, and created anew as a replica of ${writer}`;
  },
};

const GROUP: Sentences<AutoScalingGroup> = {
  warmUp: (resource, { target, source }) => {
    const { smallestCapacity, largestCapacity, imageTag } = resource;
    const percent = target.role === "standby" ? resource.capacityPercent : 100;
    return (
      `${groupAt(resource, target.role).groupName} in ${target.region} grows to ${percent} % of what the ${source.role} ` +
      `last had, ${smallestCapacity} to ${largestCapacity} instances, on the newest image tagged ${imageTag.key}=${imageTag.value}`
    );
  },
  fillCapacity: () => "its instances are healthy: nine in ten are enough where AWS refuses to launch the rest",
  fence: (resource, { source }) =>
    `${groupAt(resource, source.role).groupName} in ${source.region} is suspended and scaled to zero`,
  verify: () => "its targets are healthy behind the load balancer",
  settle: (resource, { target, source }) => {
    const left = groupAt(resource, source.role).groupName;
    const rest =
      target.role === "primary" ? `goes to its ${resource.restingCapacity} resting instances` : "keeps its size";
    return `${groupAt(resource, target.role).groupName} may shrink again; ${left} in ${source.region} ${rest}`;
  },
};

function closing(resource: RdsReadReplica, { source }: Sides): string {
  const { instanceId, quarantineSecurityGroupId } = instanceAt(resource, source.role);
  return `${instanceId} in ${source.region} gets the security group ${quarantineSecurityGroupId} and is rebooted`;
}

/** Every resource that a deed is for, in the order of the plan. */
export function touchesOf(plan: Plan, workflow: Workflow, deed: Deed): readonly Touch[] {
  const sides = sidesOf(plan, workflow);
  return resourcesWith(plan, DEEDS[deed]).map((resource) => ({
    resourceId: resource.id,
    what: sentenceOf(resource, deed, sides),
  }));
}

function sentenceOf(resource: PlannedResource, deed: Deed, sides: Sides): string {
  const sentence =
    resource.kind === "rdsReadReplica" ? REPLICA[deed]?.(resource, sides) : GROUP[deed]?.(resource, sides);
  return sentence ?? deed;
}
