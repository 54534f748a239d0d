/** What carries out one verb on one resource: looks, acts at most once, and says how far it is. Never waits. */
import type { RegionRole } from "../../orchestrator/baton";
import type { ResourceKind, ResourceOfKind } from "../../orchestrator/plan";
import type { ConvergeResult, Verb } from "../../orchestrator/resources/kind";
import type { KindWith } from "../../orchestrator/resources/meanings";
import type { Sides, Workflow } from "../../orchestrator/workflow";
import type { FenceLedger } from "../aws/fence-ledger";
import type { FreezeLedger } from "../aws/freeze-ledger";
import type { LastSeenStore } from "../aws/last-seen-store";
import type { MemoryStore } from "../aws/memory-store";
import type { PromotionLedger } from "../aws/promotion-ledger";
import type { RunStore } from "../aws/run-store";
import type { SightingStore } from "../aws/sighting-store";
import type { Runtime } from "../runtime/runtime";

export interface HandContext extends Sides {
  readonly runtime: Runtime<unknown>;
  readonly runId: string;
  readonly workflow: Workflow;
  /** Of the baton when this run claimed it. */
  readonly epoch: number;
  /** Role that serves at this moment. */
  readonly active: RegionRole;
  /** When the baton changed last: no earlier than the run's latest standstill, as when an operator was called, or a redrive. */
  readonly batonChangedAtMs: number;
  readonly runs: RunStore;
  readonly seen: LastSeenStore;
  readonly sightings: SightingStore;
  readonly memories: MemoryStore;
  readonly fences: FenceLedger;
  readonly freezes: FreezeLedger;
  readonly promotions: PromotionLedger;
  /** Whether a look that AWS throttles is taken again by whoever called. */
  readonly canWait: boolean;
  /** When the converge loop began, in epoch milliseconds. */
  readonly loopStartedAtMs: number;
  readonly previous: ConvergeResult | null;
}

export type Hand<Resource> = (resource: Resource, context: HandContext) => Promise<ConvergeResult>;

/** The hands of one verb: one for each kind whose meaning has it, and for no other. */
export type HandsFor<V extends Verb> = { readonly [K in KindWith<V>]: Hand<ResourceOfKind<K>> };

export function pending(detail: string, facts?: ConvergeResult["facts"]): ConvergeResult {
  return { status: "pending", detail, ...(facts && { facts }) };
}

export function done(detail: string, facts?: ConvergeResult["facts"]): ConvergeResult {
  return { status: "done", detail, ...(facts && { facts }) };
}

/** Pending, and not before so many seconds worth another look. */
export function pendingFor(waitSeconds: number, detail: string, facts?: ConvergeResult["facts"]): ConvergeResult {
  return { ...pending(detail, facts), waitSeconds };
}

/** Pending, and to be looked at again so soon: what is to be seen passes. */
export function pendingBriefly(soonSeconds: number, detail: string, facts?: ConvergeResult["facts"]): ConvergeResult {
  return { ...pending(detail, facts), soonSeconds };
}

/** Waiting will not help: a person must change something first. */
export function blocked(detail: string, facts?: ConvergeResult["facts"]): ConvergeResult {
  return { status: "blocked", detail, ...(facts && { facts }) };
}

/** The hand for a resource, or undefined when its kind has no such verb. */
export function handFor<V extends Verb, K extends ResourceKind>(
  hands: HandsFor<V>,
  resource: ResourceOfKind<K>,
): Hand<ResourceOfKind<K>> | undefined {
  // The compiler cannot see that a hand found under a resource's kind is a hand for that resource; `HandsFor` makes it so.
  return (hands as Partial<Record<ResourceKind, Hand<ResourceOfKind<K>>>>)[resource.kind];
}
