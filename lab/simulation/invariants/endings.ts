/** Endings: the night comes to rest, customers are served again, and nothing went wrong on the way that must never. */
import { type Invariant, moment } from "./invariant";

const HISTORY_LIMIT_EVENTS = 25_000;

/** From the morning on: what Baton needs after a redrive, a person's patience, and the slowest move home there is. */
const SERVED_WITHIN_MS = 2 * 3_600_000;

/** What works again and fails once more: a planned move's own pause, or another failover. */
const INTERRUPTED_AT_MOST_MS = 30 * 60_000;

export const servedAfterHealing: Invariant = {
  name: "served-after-healing",
  sentence:
    "Two hours after everything is mended customers are served; whatever interrupts them later ends within 30 min, and at " +
    "the end they are served.",
  watch(stage) {
    const outages: { readonly fromMs: number; toMs: number }[] = [];
    stage.world.journal.onEntry(({ kind, atMs }) => {
      if (kind === "customers-failing") outages.push({ fromMs: atMs, toMs: Number.POSITIVE_INFINITY });
      const last = outages.at(-1);
      if (kind === "customers-served" && last) last.toMs = atMs;
    });
    return ({ healedAtMs }) => {
      if (!stage.world.customers.areServed) return ["customers are not served at the end"];
      return outages
        .filter(({ fromMs, toMs }) =>
          fromMs < healedAtMs ? toMs - healedAtMs > SERVED_WITHIN_MS : toMs - fromMs > INTERRUPTED_AT_MOST_MS,
        )
        .map(({ fromMs, toMs }) => `${moment(stage, fromMs)} customers failed until ${moment(stage, toMs)}`);
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
  sentence: "No execution's history, nor that of a child of its maps, grows beyond half of what Step Functions keeps.",
  watch: (stage) => () =>
    stage.world
      .inRegion(stage.world.plan.regions.standby)
      .states.executions()
      .flatMap((execution) => [execution, ...execution.children])
      .filter(({ history }) => history.length > HISTORY_LIMIT_EVENTS / 2)
      .map(({ name, history }) => `${name} has ${history.length} events`),
};

/** A crash of the lab's own functions says nothing about AWS and everything about Baton. */
export const noFunctionFallsOver: Invariant = {
  name: "no-defect-in-a-function",
  sentence: "No function of Baton fails by a programming error, in a run or beside it.",
  watch(stage) {
    const found = new Set<string>();
    stage.world.journal.onEntry(({ kind, atMs, facts }) => {
      if (kind !== "function-failed") return;
      const payload = String(facts.payload);
      if (/"errorType":"(Type|Reference|Range|Syntax)Error"/.test(payload)) {
        found.add(`${moment(stage, atMs)} ${String(facts.functionName)} ${payload.slice(0, 300)}`);
      }
    });
    return () => [...found];
  },
};
