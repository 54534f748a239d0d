/** Decisions: nothing that cannot be undone without one, and none by too few observers. */
import { weighEvidence } from "../../../orchestrator/evidence";
import type { RunRecord } from "../../../orchestrator/run";
import { FORGED } from "../../world/forger";
import { type Invariant, moment, type Stage } from "./invariant";

const isApproved = ({ approval }: RunRecord) => approval?.outcome === "approved";

/** The run that holds the baton at a moment, as the table says it then. */
async function holdersRecord({ table }: Stage): Promise<RunRecord | null> {
  const { holder } = await table.baton();
  return holder === null ? null : table.run(holder.split(":").at(-1) ?? "");
}

export const nothingIrreversibleUndecided: Invariant = {
  name: "nothing-irreversible-undecided",
  sentence: "A promotion begins only while a run holds the baton whose record holds the decision that allowed it.",
  watch(stage) {
    const found: string[] = [];
    const looks: Promise<void>[] = [];
    stage.world.journal.onEntry(({ kind, atMs, summary }) => {
      if (kind !== "promotion-started") return;
      looks.push(
        holdersRecord(stage).then((run) => {
          if (run && (run.decision?.verdict === "proceed" || isApproved(run))) return;
          found.push(`${moment(stage, atMs)} ${summary} ${run ? `Run ${run.runId} had decided nothing.` : "No run."}`);
        }),
      );
    });
    return async () => {
      await Promise.all(looks);
      return found;
    };
  },
};

/** Said here once more: an invariant that took the product's own number would follow it down. */
const INDEPENDENT_PLACES = 2;

export const fewObserversNeverPromote: Invariant = {
  name: "few-observers-never-promote",
  sentence: "A failover that nobody approved has a quorum of independent places that say DOWN in its record.",
  watch: () => (aftermath) =>
    aftermath.runs
      .filter((run) => run.workflow === "failover" && run.decision?.verdict === "proceed" && !isApproved(run))
      .filter(({ evidence }) => !evidence || weighEvidence(evidence).down.length < INDEPENDENT_PLACES)
      .map(({ runId }) => `run ${runId} proceeded by itself on too little evidence`),
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
