/** The baton: one holder, epochs that only grow, and moves to a Region that can serve. */

import type { RegionRole } from "../../../orchestrator/baton";
import { HEALTH_METRICS_REGION } from "../../../orchestrator/names";
import type { JournalEntry } from "../../kernel/journal";
import type { MishapAct } from "../night";
import { type Invariant, moment, type Stage } from "./invariant";

export const epochsOnlyGrow: Invariant = {
  name: "epochs-only-grow",
  sentence: "The epoch never falls, and whenever the baton moves it grows.",
  watch(stage) {
    const found: string[] = [];
    // The primary has it in epoch 1 before anything ever happened.
    let [epoch, movedIn] = [1, 1];
    stage.world.journal.onEntry(({ kind, atMs, facts }) => {
      if (kind !== "baton-changed" && kind !== "baton-moved") return;
      const next = Number(facts.epoch);
      if (next < epoch) found.push(`${moment(stage, atMs)} the epoch fell from ${epoch} to ${next}`);
      if (kind === "baton-moved" && next <= movedIn) {
        found.push(`${moment(stage, atMs)} the baton moved twice in epoch ${next}`);
      }
      epoch = next;
      if (kind === "baton-moved") movedIn = next;
    });
    return () => found;
  },
};

export const oneHolder: Invariant = {
  name: "one-holder",
  sentence: "Nobody takes the baton from an execution that still runs.",
  watch(stage) {
    const found: string[] = [];
    let holder: string | null = null;
    stage.world.journal.onEntry(({ kind, atMs, facts }) => {
      if (kind !== "baton-changed" && kind !== "baton-moved") return;
      const next = typeof facts.holder === "string" ? facts.holder : null;
      if (holder !== null && next !== null && next !== holder && isRunning(stage, holder)) {
        found.push(`${moment(stage, atMs)} ${next} took the baton from ${holder}, which was running`);
      }
      holder = next;
    });
    return () => found;
  },
};

function isRunning({ world }: Stage, executionArn: string): boolean {
  const executions = world.inRegion(world.plan.regions.standby).states.executions();
  return executions.some(({ arn, status }) => arn === executionArn && status === "RUNNING");
}

/** A fault between the last check and the switch is nobody's mistake; the switch follows within this. */
const CHECKED_WITHIN_MS = 30_000;

/** What keeps a Region that could write a moment ago from writing. */
function stopsServing({ world: { plan } }: Stage, act: MishapAct, role: RegionRole): boolean {
  if (["database-stuck", "application-down", "targets-unhealthy"].includes(act.type))
    return "region" in act && act.region === role;
  if (act.type !== "region-dark" || act.region === "witness") return false;
  const region = act.region === "monitoring" ? HEALTH_METRICS_REGION : plan.regions[act.region];
  return region === plan.regions[role];
}

export const movesToWhoCanServe: Invariant = {
  name: "moves-to-who-can-serve",
  sentence:
    "The baton never moves to a Region whose application cannot write, unless the Region itself, its application or its " +
    "database failed in the last 30 s.",
  watch(stage) {
    const found: string[] = [];
    stage.world.journal.onEntry((entry) => {
      const role = movedTo(entry);
      if (role === null || stage.world.estate.application.canCommit(role)) return;
      const isNew = stage.mishaps.happened.some(
        ({ atMs, act }) => stopsServing(stage, act, role) && entry.atMs - atMs < CHECKED_WITHIN_MS,
      );
      if (!isNew) found.push(`${moment(stage, entry.atMs)} the baton moved to the ${role}, which cannot write`);
    });
    return () => found;
  },
};

function movedTo({ kind, facts }: JournalEntry): RegionRole | null {
  if (kind !== "baton-moved") return null;
  return facts.active === "standby" ? "standby" : "primary";
}
