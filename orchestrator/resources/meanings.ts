/** Every resource kind with its meaning: what infra turns into roles, the machine into work, and handlers into hands. */
import type { RegionRole } from "../baton";
import type { Plan, PlannedResource, ResourceKind, ResourceOfKind } from "../plan";
import { autoScalingGroupMeaning } from "./auto-scaling-group";
import { otherRole, type PolicyScope, type PolicyStatementData, type ResourceMeaning, type Verb } from "./kind";
import { rdsReadReplicaMeaning } from "./rds-read-replica";

const MEANINGS = {
  rdsReadReplica: rdsReadReplicaMeaning,
  autoScalingGroup: autoScalingGroupMeaning,
} as const satisfies Readonly<Record<ResourceKind, unknown>>;

/** Verbs that a kind implements; hands for any other verb do not compile. */
type VerbOf<K extends ResourceKind> = (typeof MEANINGS)[K]["verbs"][number];

/** Kinds that implement a verb. */
export type KindWith<V extends Verb> = { [K in ResourceKind]: V extends VerbOf<K> ? K : never }[ResourceKind];

/** Resources that one verb is for, in the order of the plan. */
export function resourcesWith<V extends Verb>(plan: Pick<Plan, "resources">, verb: V): ResourceOfKind<KindWith<V>>[] {
  return plan.resources.filter((resource): resource is ResourceOfKind<KindWith<V>> =>
    hasVerb(MEANINGS[resource.kind].verbs, verb),
  );
}

type Scene = Pick<Plan, "application" | "account" | "regions" | "resources">;

/**
 * What a function that carries out one verb on every resource of the plan, in the Regions of these roles, may do; equal
 * statements stand once.
 */
export function statementsFor(plan: Scene, verb: Verb, roles: readonly RegionRole[]): PolicyStatementData[] {
  const statements = roles
    .map((role) => scopeAt(plan, role))
    .flatMap((scope) => plan.resources.flatMap((resource) => statementsOfResource(resource, verb, scope)));
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

function scopeAt({ application, account, regions }: Scene, role: RegionRole): PolicyScope {
  return { application, account, role, region: regions[role], otherRegion: regions[otherRole(role)] };
}

function statementsOfResource(resource: PlannedResource, verb: Verb, scope: PolicyScope) {
  return resource.kind === "rdsReadReplica"
    ? statementsOf(rdsReadReplicaMeaning, resource, verb, scope)
    : statementsOf(autoScalingGroupMeaning, resource, verb, scope);
}

function statementsOf<Resource, ImplementedVerb extends Verb>(
  meaning: ResourceMeaning<Resource, ImplementedVerb>,
  resource: Resource,
  verb: Verb,
  scope: PolicyScope,
): readonly PolicyStatementData[] {
  return hasVerb(meaning.verbs, verb) ? meaning.statements(verb, resource, scope) : [];
}

function hasVerb<ImplementedVerb extends Verb>(verbs: readonly ImplementedVerb[], verb: Verb): verb is ImplementedVerb {
  return (verbs as readonly Verb[]).includes(verb);
}
