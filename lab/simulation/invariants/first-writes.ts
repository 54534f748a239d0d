/**
 * First writes of a planned move's new writer, from customers whom a silent traffic endpoint has sent home before the baton.
 * The new writer has everything, the old one is frozen for good, and verifying the target needs a writer that takes writes:
 * there is one history, and it goes on. Anything less is a split brain.
 */
import type { WrongWrites } from "../../customers/ground-truth";
import type { DatabaseInstance } from "../../services/rds/database-instance";
import { wereSentHome } from "./hindrances";
import type { Stage } from "./invariant";

/** Tells first writes from split brain, once the night is over. */
export type FirstWrites = (wrong: WrongWrites) => boolean;

export function watchFirstWrites(stage: Stage): FirstWrites {
  const { world, incident } = stage;
  /** Who bore the plan's names in the Region that the baton moved to, at each move. */
  const arrivals: { readonly atMs: number; readonly writers: readonly (DatabaseInstance | undefined)[] }[] = [];
  world.journal.onEntry(({ kind, atMs, facts }) => {
    if (kind !== "baton-moved") return;
    const role = facts.active === "standby" ? "standby" : "primary";
    arrivals.push({ atMs, writers: world.estate.databases.map((database) => database.at(role)) });
  });
  return ({ instance, role, atMs }) => {
    const next = incident.moves.find((move) => move.atMs >= atMs);
    if (role !== "primary" || next?.workflow !== "failback") return false;
    const isNextHolder = arrivals.some((arrival) => arrival.atMs === next.atMs && arrival.writers.includes(instance));
    return isNextHolder && hasEverything(instance) && wereSentHome(stage, atMs);
  };
}

/** Whether nothing that its source has ever acknowledged, before it left or afterwards, is missing. */
function hasEverything({ inheritance }: DatabaseInstance): boolean {
  return inheritance !== null && inheritance.source.log.countFrom(inheritance.batches) === 0;
}
