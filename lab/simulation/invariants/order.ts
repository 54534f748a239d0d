/** Order: what a night leaves behind is what its owner would want to find in the morning. */
import type { RegionRole } from "../../../orchestrator/baton";
import { otherRole } from "../../../orchestrator/resources/kind";
import { type DatabaseState, databaseStates } from "../../drill/database-states";
import type { Capacity } from "../../services/autoscaling/group";
import type { Findings, Invariant, Stage } from "./invariant";

const ROLES = ["primary", "standby"] as const;

export const restIsInOrder: Invariant = {
  name: "rest-is-in-order",
  sentence:
    "At rest the active Region's databases take writes. Where the baton rests at home, the standby's replicate from them, and " +
    "groups have the bounds and the processes that their owner gave them, with no instance less at home and none more in the " +
    "standby, unless a run has said that it could not undo its warm-up.",
  watch(stage) {
    const before = groupsOf(stage);
    return ({ cameToRest }) => {
      if (!cameToRest) return [];
      const active = stage.incident.batonHistory.at(-1)?.role ?? "primary";
      const isHome = stage.incident.phase === "steady";
      const groups = isHome && !couldNotUndo(stage) ? groupsAmiss(stage, before) : [];
      return [...databasesAmiss(stage, active, isHome), ...groups];
    };
  },
};

function databasesAmiss({ world }: Stage, active: RegionRole, isHome: boolean): Findings {
  const states = databaseStates(world);
  const named = (role: RegionRole, isSo: (state: DatabaseState) => boolean) =>
    states.filter((state) => state.role === role && !state.isKeptInQuarantine && isSo(state)).length;
  const wanted = world.estate.databases.length;
  const writers = named(active, ({ isWriter, admitsConnections }) => isWriter && admitsConnections);
  const replicas = named(otherRole(active), ({ isReplicating }) => isReplicating);
  return [
    ...(writers < wanted ? [`${writers} of ${wanted} databases take writes in the ${active} Region`] : []),
    ...(isHome && replicas < wanted ? [`${replicas} of ${wanted} databases replicate`] : []),
  ];
}

interface GroupState {
  readonly name: string;
  readonly role: RegionRole;
  readonly capacity: Capacity;
  readonly suspended: string;
}

/** But for processes that somebody else suspends in the night. */
function groupsOf({ world: { estate }, mishaps }: Stage): readonly GroupState[] {
  const theirs = mishaps.happened.flatMap(({ act }) => (act.type === "process-suspended" ? [act.process] : []));
  return ROLES.flatMap((role) =>
    estate.groupsAt(role).map(({ name, capacity, suspended }) => {
      const others = [...suspended].filter((process) => role === "primary" || !theirs.some((each) => each === process));
      return { name, role, capacity, suspended: others.sort().join(" ") || "nothing" };
    }),
  );
}

function groupsAmiss(stage: Stage, before: readonly GroupState[]): Findings {
  return groupsOf(stage).flatMap((found, index) => {
    const own = before[index];
    return own === undefined || isAsBefore(found, own)
      ? []
      : [`${found.name} (${found.role}) has ${describe(found)}; it had ${describe(own)}`];
  });
}

/** At home more may be wanted than before: whoever comes home brings what the standby had. */
function isAsBefore(found: GroupState, own: GroupState): boolean {
  const { min, max, desired } = found.capacity;
  const isWantedAsBefore =
    found.role === "primary" ? desired >= own.capacity.desired : desired === own.capacity.desired;
  const isBoundAsBefore = min === own.capacity.min && max === own.capacity.max;
  return isBoundAsBefore && isWantedAsBefore && found.suspended === own.suspended;
}

function describe({ capacity: { min, max, desired }, suspended }: GroupState): string {
  return `${desired} of ${min} to ${max} instances with ${suspended} suspended`;
}

/** A run that stands down says what it could not undo, and leaves it to people. */
function couldNotUndo({ incident }: Stage): boolean {
  return incident.entries.some(
    ({ kind, summary }) => kind === "run-noted" && summary.includes('In "undo the warm-up"'),
  );
}
