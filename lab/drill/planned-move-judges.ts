/** Judges of what planned moves must leave behind: nothing lost, nothing deleted, everything protected again. */
import type { RegionRole } from "../../orchestrator/baton";
import type { Workflow } from "../../orchestrator/workflow";
import type { DatabaseState } from "./database-states";
import type { Findings, Judge } from "./findings";
import type { Move } from "./result";
import { verdict } from "./verdict";

type Judged =
  | "phase-is"
  | "moves-are"
  | "no-write-lost-by"
  | "lost-only-by"
  | "interrupted-at-most"
  | "planned-move-disturbs-nobody"
  | "stale-copies-kept"
  | "protected-again"
  | "active-database-writes"
  | "active-database-is-as-planned"
  | "customers-are-served"
  | "promotions-are"
  | "capacity-is";

export const PLANNED_MOVE_JUDGES: { readonly [That in Judged]: Judge<That> } = {
  "phase-is": ({ phase }, found) => verdict(`the phase is ${phase}`, found.phase === phase, `it is ${found.phase}`),
  "moves-are": ({ directions }, { moves }) => {
    const seen = moves.map(({ direction }) => direction).join(", ");
    const wanted = directions.join(", ");
    return verdict(wanted ? `the baton moves by ${wanted}` : "the baton does not move", seen === wanted, seen);
  },
  "no-write-lost-by": ({ direction }, { moves }) =>
    judgeMove(moves, direction, `the ${direction} loses no write`, ({ writesLost }) => ({
      holds: writesLost === 0,
      detail: `it lost ${writesLost}`,
    })),
  "lost-only-by": ({ direction }, { moves, writesLost }) => {
    const blamed = moves.filter((move) => move.direction === direction);
    const lostByIt = blamed.reduce((sum, move) => sum + move.writesLost, 0);
    return verdict(`only the ${direction} loses writes`, writesLost === lostByIt, `${lostByIt} of ${writesLost} lost`);
  },
  "interrupted-at-most": ({ direction, seconds }, { moves }) =>
    judgeMove(moves, direction, `the ${direction} interrupts for at most ${seconds} s`, ({ rtoSeconds }) => ({
      holds: rtoSeconds !== null && rtoSeconds <= seconds,
      detail: rtoSeconds === null ? "customers were not served again" : `it took ${rtoSeconds} s`,
    })),
  "planned-move-disturbs-nobody": (_, { disturbedStretches }) =>
    verdict("the planned move disturbs no customer", disturbedStretches === 0, `${disturbedStretches} moves did`),
  "stale-copies-kept": ({ role, count }, { databases }) => {
    const kept = databases.filter((state) => state.role === role && state.isKeptInQuarantine);
    const copies = `${count} stale cop${count === 1 ? "y is" : "ies are"} kept in the ${role} Region`;
    return verdict(copies, kept.length === count, describe(databases));
  },
  "protected-again": (_, found) => {
    const holds = isServing(found) && isEach(found, other(found.activeRole), ({ isReplicating }) => isReplicating);
    return verdict("the active database has a replica again", holds, describe(found.databases));
  },
  "active-database-writes": (_, found) =>
    verdict("the active database takes writes", isServing(found), describe(found.databases)),
  "active-database-is-as-planned": (_, { databases, activeRole }) => {
    const holds = isEach({ databases }, activeRole, ({ isWriter, isAsPlanned }) => isWriter && isAsPlanned);
    return verdict("the active database has Multi-AZ and backups as planned", holds, holds ? "it has" : "it has not");
  },
  "customers-are-served": (_, { areCustomersServed }) =>
    verdict("customers are served at the end", areCustomersServed, areCustomersServed ? "they are" : "they are not"),
  "promotions-are": ({ count }, { promotions }) =>
    verdict(`${count} promotions begin`, promotions === count, `${promotions} did`),
  "capacity-is": ({ role, instances }, { groups }) =>
    verdict(
      `${instances} instances are wanted in the ${role} Region`,
      groups[role].after === instances,
      `${groups[role].after} are`,
    ),
};

function judgeMove(
  moves: readonly Move[],
  direction: Workflow,
  name: string,
  judge: (move: Move) => { readonly holds: boolean; readonly detail: string },
) {
  const judged = moves.filter((move) => move.direction === direction).map(judge);
  const worst = judged.find(({ holds }) => !holds) ?? judged[0] ?? { holds: false, detail: "there was none" };
  return verdict(name, worst.holds, worst.detail);
}

function isServing(found: Findings): boolean {
  return isEach(found, found.activeRole, ({ isWriter, admitsConnections }) => isWriter && admitsConnections);
}

/** Whether it is so of every database of the plan in a Region, of the instance under the plan's name. */
function isEach(
  { databases }: Pick<Findings, "databases">,
  role: RegionRole,
  isSo: (state: DatabaseState) => boolean,
): boolean {
  const good = databases.filter((state) => state.role === role && !state.isKeptInQuarantine && isSo(state));
  const isGood = ({ resourceId }: DatabaseState) => good.some((state) => state.resourceId === resourceId);
  return databases.length > 0 && databases.every(isGood);
}

function other(role: RegionRole): RegionRole {
  return role === "primary" ? "standby" : "primary";
}

function describe(databases: readonly DatabaseState[]): string {
  const sentences = databases.map(({ instanceId, role, isWriter, isReplicating, admitsConnections }) => {
    const what = isReplicating ? "replicates" : isWriter ? "writes" : "does neither write nor replicate";
    return `${instanceId} (${role}) ${what}${admitsConnections ? "" : ", in quarantine"}`;
  });
  return sentences.join("; ");
}
