/** Decisions: nothing that cannot be undone without one, and none by too few observers. */

import { type Evidence, weighEvidence } from "../../../orchestrator/evidence";
import { runIdOf } from "../../../orchestrator/names";
import type { RunRecord } from "../../../orchestrator/run";
import type { JournalEntry } from "../../kernel/journal";
import { FORGED } from "../../world/forger";
import { type Findings, type Invariant, moment, type Stage } from "./invariant";

const isApproved = ({ approval }: RunRecord) => approval?.outcome === "approved";

/** The run that holds the baton at a moment, as the table says it then. */
async function holdersRecord({ table }: Stage): Promise<RunRecord | null> {
  const { holder } = await table.baton();
  return holder === null ? null : table.run(runIdOf(holder));
}

/** Judges each promotion that begins, by the record of the run that holds the baton at that moment; null: nothing is wrong. */
function eachPromotion(stage: Stage, judge: (run: RunRecord | null, promotion: JournalEntry) => string | null) {
  const looks: Promise<string | null>[] = [];
  const look = async (entry: JournalEntry) => {
    const finding = judge(await holdersRecord(stage), entry);
    return finding === null ? null : `${moment(stage, entry.atMs)} ${finding}`;
  };
  stage.world.journal.onEntry((entry) => {
    if (entry.kind === "promotion-started") looks.push(look(entry));
  });
  return async (): Promise<Findings> => {
    const found = await Promise.all(looks);
    return found.filter((finding) => finding !== null);
  };
}

export const nothingIrreversibleUndecided: Invariant = {
  name: "nothing-irreversible-undecided",
  sentence: "A promotion begins only while a run holds the baton whose record holds the decision that allowed it.",
  watch: (stage) =>
    eachPromotion(stage, (run, { summary }) => {
      if (run && (run.decision?.verdict === "proceed" || isApproved(run))) return null;
      return `${summary} ${run ? `Run ${run.runId} had decided nothing.` : "No run."}`;
    }),
};

/** Said here once more: an invariant that took the product's own number would follow it down. */
const INDEPENDENT_PLACES = 2;
/** Two minutes are old enough for the product to ask; a function may be slow. */
const LARGEST_EVIDENCE_AGE_MS = 180_000;

function isEnough(evidence: Evidence, decidedAtMs: number): boolean {
  const isYoung = decidedAtMs - evidence.gatheredAtMs <= LARGEST_EVIDENCE_AGE_MS;
  return isYoung && weighEvidence(evidence).down.length >= INDEPENDENT_PLACES;
}

export const fewObserversNeverPromote: Invariant = {
  name: "few-observers-never-promote",
  sentence:
    "A failover that nobody approved has a quorum of independent places that say DOWN in its record, and decided within 3 min of that look.",
  watch: () => (aftermath) =>
    aftermath.runs
      .filter((run) => run.workflow === "failover" && run.decision?.verdict === "proceed" && !isApproved(run))
      .filter(({ evidence, decision }) => !evidence || !isEnough(evidence, decision?.decidedAtMs ?? 0))
      .map(({ runId }) => `run ${runId} proceeded by itself on too little evidence, or on an old look`),
};

/**
 * What a machine may take for seconds of lag turns out to be more where the sample was old (10 min), trouble older than the
 * decision (30 min), or the sample's second unknown (1 min).
 */
const UNSEEN_BEFORE_A_DECISION_MS = 41 * 60_000;

export const aloneLosesLittle: Invariant = {
  name: "alone-loses-little",
  sentence:
    "A failover that a machine started and nobody approved promotes no replica that lacks a write from more than 41 min, " +
    "and the lag that the plan allows, before it decided.",
  watch(stage) {
    const { largestDataLossSeconds } = stage.world.plan.policy;
    const borneMs = UNSEEN_BEFORE_A_DECISION_MS + largestDataLossSeconds * 1000;
    return eachPromotion(stage, (run, { facts, summary }) => {
      const oldestMs = facts.oldestUnreplicatedAtMs;
      if (run?.workflow !== "failover" || run.trigger.type === "person" || isApproved(run)) return null;
      if (typeof oldestMs !== "number" || (run.decision?.decidedAtMs ?? 0) - oldestMs <= borneMs) return null;
      return `${summary} Run ${run.runId} was alone, and writes since ${moment(stage, oldestMs)} are lost.`;
    });
  },
};

export const noPlannedMoveUnapproved: Invariant = {
  name: "no-planned-move-unapproved",
  sentence: "A failback or switchover moves the baton only when a person approved it at the gate.",
  watch:
    ({ incident }) =>
    ({ runs }) =>
      incident.moves
        .filter(({ workflow }) => workflow !== "failover")
        .filter(({ workflow, atMs }) => {
          const run = runs.findLast((each) => each.workflow === workflow && each.startedAtMs <= atMs);
          return !run || !isApproved(run);
        })
        .map(({ workflow }) => `a ${workflow} moved the baton without an approval`),
};

export const forgeriesStartNothing: Invariant = {
  name: "forgeries-start-nothing",
  sentence:
    "No event whose account, source, alarm, state, time or shape is not what the alarm would say gets as far as claiming the baton.",
  watch:
    ({ world }) =>
    ({ runs }) =>
      world
        .inRegion(world.plan.regions.standby)
        .states.executions()
        .filter(({ name, input }) => input.includes(FORGED) && runs.some(({ runId }) => runId === name))
        .map(({ name, input }) => `run ${name} claimed the baton because of a forged event: ${input}`),
};

/** The decision is written a moment before the pause is read by nobody any more. */
const READ_WITHIN_MS = 5_000;

export const peopleCanPause: Invariant = {
  name: "people-can-pause",
  sentence:
    "From when a person has paused the automation until somebody resumes it, no machine's run proceeds unapproved.",
  watch(stage) {
    const pauses: { readonly fromMs: number; toMs: number }[] = [];
    stage.world.journal.onEntry(({ kind, atMs }) => {
      if (kind === "automation-paused") pauses.push({ fromMs: atMs + READ_WITHIN_MS, toMs: Number.POSITIVE_INFINITY });
      if (kind === "automation-resumed") for (const pause of pauses) pause.toMs = Math.min(pause.toMs, atMs);
    });
    const isPaused = (atMs: number) => pauses.some(({ fromMs, toMs }) => fromMs < atMs && atMs < toMs);
    return ({ runs }) =>
      runs
        .filter(({ trigger, decision }) => trigger.type !== "person" && decision?.verdict === "proceed")
        .filter((run) => !isApproved(run))
        .filter(({ decision }) => isPaused(decision?.decidedAtMs ?? 0))
        .map(({ runId }) => `run ${runId} proceeded although the automation was paused`);
  },
};
