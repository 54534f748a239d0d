/** Endings: every run ends and is told of, nothing is told twice, and customers are served again. */
import { noticesIn, repeatedNotices } from "../../drill/notices";
import { type Invariant, moment, type Stage } from "./invariant";

const HISTORY_LIMIT_EVENTS = 25_000;

/** From the morning on: what Baton needs after a redrive, a person's patience, and the slowest move home there is. */
const SERVED_WITHIN_MS = 2 * 3_600_000;

export const servedAfterHealing: Invariant = {
  name: "served-after-healing",
  sentence: "Two hours after everything is mended customers are served, and they still are at the end.",
  watch(stage) {
    let servedSinceMs: number | null = stage.originMs;
    stage.world.journal.onEntry(({ kind, atMs }) => {
      if (kind === "customers-served") servedSinceMs = atMs;
      if (kind === "customers-failing") servedSinceMs = null;
    });
    return ({ healedAtMs }) => {
      if (!stage.world.customers.areServed) return ["customers are not served at the end"];
      const tookMs = (servedSinceMs ?? healedAtMs) - healedAtMs;
      const isPlanned = stage.incident.moves.some(({ workflow, atMs }) => workflow !== "failover" && atMs > healedAtMs);
      return tookMs > SERVED_WITHIN_MS && !isPlanned ? [`customers waited ${tookMs / 1000} s after the healing`] : [];
    };
  },
};

export const nightComesToRest: Invariant = {
  name: "night-comes-to-rest",
  sentence: "With everything mended and every failed run redriven, the last run ends and the baton rests.",
  watch:
    ({ incident }) =>
    ({ cameToRest, runs }) => {
      if (cameToRest) return [];
      const open = runs.filter(({ runId }) => !incident.endedExecutions.has(runId)).map(({ runId }) => runId);
      return [`the baton is ${incident.phase}; still running: ${open.join(", ") || "nothing"}`];
    },
};

export const everyEndIsTold: Invariant = {
  name: "every-end-is-told",
  sentence: "Of every run that claimed the baton on-call hears how it ended.",
  watch:
    (stage) =>
    ({ runs }) => {
      const subjects = noticesOf(stage).map(({ subject }) => subject);
      return runs
        .filter(({ runId }) => subjects.filter((subject) => subject.includes(shortRunId(runId))).length < 2)
        .filter(({ outcome }) => outcome !== "ignored" && outcome !== "refused")
        .map(({ runId, outcome }) => `run ${runId} ended (${outcome ?? "no outcome"}) and nobody was told`);
    },
};

/** As subjects show it. */
const shortRunId = (runId: string) => runId.slice(-8);

export const nothingToldTwice: Invariant = {
  name: "nothing-told-twice",
  sentence: "No message reaches on-call twice.",
  watch: (stage) => () => repeatedNotices(noticesOf(stage)).map(({ subject }) => `told twice: ${subject}`),
};

function noticesOf({ incident, originMs }: Stage) {
  return noticesIn(incident.entries, originMs);
}

export const nothingRefused: Invariant = {
  name: "nothing-refused",
  sentence: "No role makes a call that its policies do not allow.",
  watch(stage) {
    const found = new Set<string>();
    stage.world.journal.onEntry(({ kind, summary }) => {
      if (kind === "api-refused") found.add(summary);
    });
    return () => [...found];
  },
};

export const historiesStayShort: Invariant = {
  name: "histories-stay-short",
  sentence: "No execution's history grows beyond half of what Step Functions keeps.",
  watch: (stage) => () =>
    stage.world
      .inRegion(stage.world.plan.regions.standby)
      .states.executions()
      .filter(({ history }) => history.length > HISTORY_LIMIT_EVENTS / 2)
      .map(({ name, history }) => `${name} has ${history.length} events`),
};

/** A crash of the lab's own functions says nothing about AWS and everything about Baton. */
export const noFunctionFallsOver: Invariant = {
  name: "no-defect-in-a-function",
  sentence: "No function of Baton fails by a programming error.",
  watch(stage) {
    const found = new Set<string>();
    stage.world.journal.onEntry(({ kind, atMs, facts }) => {
      const cause = String(facts.cause ?? "");
      if (kind === "execution-ended" && /TypeError|ReferenceError|RangeError/.test(cause)) {
        found.add(`${moment(stage, atMs)} ${cause.slice(0, 300)}`);
      }
    });
    return () => [...found];
  },
};
