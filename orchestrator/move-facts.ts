/**
 * The facts of a planned move: what the gate shows, and what is looked at again after the approval. Each is as old as its
 * measurement says; a person who decides in the morning does not decide on the evening's facts.
 */
import type { RegionRole } from "./baton";
import type { Plan } from "./plan";
import type { TargetCapacity } from "./resources/target-capacity";
import { sentence } from "./sentences";

/** A value with the moment it was measured. Null where it could not be. */
export interface Measured<Value> {
  readonly value: Value | null;
  readonly atMs: number;
}

/** One Region's health, as a sentence and as a verdict. */
export interface Health {
  readonly isHealthy: boolean;
  readonly detail: string;
}

export interface MoveFacts {
  /** Both Regions. */
  readonly health: Readonly<Record<RegionRole, Measured<Health>>>;
  /** Replication lag into the target Region in seconds, by resource. */
  readonly lagSeconds: Readonly<Record<string, Measured<number>>>;
  /** Instances in service in each Region that their load balancer sends customers to, by resource. */
  readonly inService: Readonly<Record<string, Readonly<Record<RegionRole, Measured<number>>>>>;
}

/** What the target must have for what the source is now, by resource. Null where the source could not be asked. */
export type WantedCapacities = Readonly<Record<string, TargetCapacity | null>>;

type Limits = Pick<Plan["failback"], "largestCatchUpLagSeconds">;

/** When the oldest of the facts was measured; the present where there is none. */
export function oldestFactMs(facts: MoveFacts, nowMs: number): number {
  return Math.min(nowMs, ...measurements(facts).map(({ atMs }) => atMs));
}

/** Whether anything the gate showed is older than the plan allows at an approval. */
export function areStale(facts: MoveFacts, nowMs: number, largestFactAgeSeconds: number): boolean {
  return nowMs - oldestFactMs(facts, nowMs) > largestFactAgeSeconds * 1000;
}

/** What is seen when an approval is to be acted on. */
export interface SecondLook {
  readonly facts: MoveFacts;
  readonly wanted: WantedCapacities;
}

/**
 * What got worse between the gate and now, so that the approval no longer stands for it; empty when nothing did. A fact that
 * was good enough and still is has not become worse; nobody has approved one that nobody could see.
 */
export function worsened(before: MoveFacts, now: SecondLook, target: RegionRole, limits: Limits): readonly string[] {
  const { facts, wanted } = now;
  const tooSmall = Object.keys(wanted).flatMap((id) => tooSmallNow(id, now, target));
  return [
    ...worseHealth(before, facts),
    ...worseLag(facts, limits),
    ...lessCapacity(before, facts, target),
    ...tooSmall,
  ];
}

function worseHealth(before: MoveFacts, now: MoveFacts): string[] {
  return (["primary", "standby"] as const).flatMap((role) => {
    const health = now.health[role].value;
    const shown = before.health[role].value;
    if (health?.isHealthy === true || shown?.isHealthy === false) return [];
    const was =
      shown === null ? "was not seen at the gate and is not healthy" : "was healthy at the gate and is not any more";
    return [sentence(`The ${role} ${was}: ${health?.detail ?? "not known"}`)];
  });
}

function worseLag({ lagSeconds }: MoveFacts, { largestCatchUpLagSeconds }: Limits): string[] {
  return Object.entries(lagSeconds).flatMap(([id, { value }]) => {
    if (value !== null && value >= 0 && value <= largestCatchUpLagSeconds) return [];
    return [`The replication lag of ${id} is ${value === null ? "not known" : `${value} s`} now.`];
  });
}

/** The target must not have lost what was warmed up for the move. */
function lessCapacity(before: MoveFacts, now: MoveFacts, target: RegionRole): string[] {
  return Object.entries(before.inService).flatMap(([id, sides]) => {
    const were = sides[target].value;
    const are = now.inService[id]?.[target].value ?? null;
    if (were === null || (are !== null && are >= were)) return [];
    return [`${id} had ${were} instances ready for customers in the ${target} at the gate and has ${shown(are)} now.`];
  });
}

/** The target must carry what the source has grown to. What the target has is told by `lessCapacity` where nobody knows it. */
function tooSmallNow(id: string, { facts, wanted }: SecondLook, target: RegionRole): string[] {
  const needed = wanted[id] ?? null;
  if (needed === null) return [`How many instances ${id} needs in the ${target} is not known now.`];
  const are = facts.inService[id]?.[target].value ?? null;
  if (are === null || are >= needed.instances) return [];
  return [
    `${id} has ${are} instances ready for customers in the ${target} now and needs ${needed.instances}: ${needed.because}.`,
  ];
}

function shown(value: number | null): string {
  return value === null ? "not known" : String(value);
}

function measurements({ health, lagSeconds, inService }: MoveFacts): readonly Measured<unknown>[] {
  const capacities = Object.values(inService).flatMap(({ primary, standby }) => [primary, standby]);
  return [...Object.values(health), ...Object.values(lagSeconds), ...capacities];
}
