/** Messages: every ending reaches on-call, and nothing does twice, as far as AWS lets anybody know what got out. */
import { ACCESS } from "../../../infra/constructs/function-access";
import type { RunOutcome } from "../../../orchestrator/run";
import { noticesIn } from "../../drill/notices";
import type { Notice } from "../../drill/result";
import type { MishapAct } from "../night";
import { endOf } from "./hindrances";
import { type Invariant, moment, type Stage } from "./invariant";

type Ending = RunOutcome | "none";

/** Articles of the runbook that messages about an ending link, by the outcome that they tell. */
const TOLD_BY: Readonly<Record<Ending, readonly string[]>> = {
  recovered: ["moved"],
  moved: ["protected-again"],
  "stood-down": ["stood-down", "planned-abandoned"],
  "needs-operator": ["needs-operator"],
  "awaiting-approval": ["needs-operator"],
  none: ["needs-operator"],
  refused: [],
  ignored: [],
};

/** The record says that a run has ended before its message goes out, and a retried step sends it some seconds later. */
const TOLD_WITHIN_MS = 15_000;

export const everyEndIsTold: Invariant = {
  name: "every-end-is-told",
  sentence:
    "Of every run that claimed the baton on-call hears how it ended: of a good end exactly once, unless SNS, the table or a " +
    "function that was killed failed at that moment; of a bad one in any case.",
  watch:
    (stage) =>
    ({ runs }) =>
      runs.flatMap(({ runId, outcome: told, endedAtMs = 0 }) => {
        const outcome: Ending = told ?? "none";
        const messages = noticesOf(stage).filter(({ email }) => email.includes(`Run: ${runId}`));
        const isEnding = (email: string) => TOLD_BY[outcome].some((each) => email.includes(`#message-${each} `));
        const times = messages.filter(({ email }) => isEnding(email)).length;
        const isGood = !TOLD_BY[outcome].includes("needs-operator");
        if (isGood ? times === 1 : times > 0) return [];
        if (
          isGood &&
          [endedAtMs, endedAtMs + TOLD_WITHIN_MS].some((atMs) => isTellingInDoubt(stage, atMs, TRIED_WITHIN_MS))
        )
          return [];
        return [`on-call was told ${times} times that run ${runId} ended (${outcome})`];
      }),
};

export const nothingToldTwice: Invariant = {
  name: "nothing-told-twice",
  sentence:
    "No message reaches on-call twice, unless a run was redriven in between, whose new ending is news, or SNS, the table or " +
    "a function that was killed failed then: Baton rather says a thing twice than never.",
  watch: (stage) => () =>
    noticesOf(stage)
      .filter((notice, index, all) => all.findIndex((other) => isSame(stage, notice, other)) < index)
      .filter(({ atSeconds }) => !isTellingInDoubt(stage, stage.originMs + atSeconds * 1000, TRIED_AGAIN_WITHIN_MS))
      .map(({ atSeconds, subject }) => `${moment(stage, stage.originMs + atSeconds * 1000)} told twice: ${subject}`),
};

/** The same words about the same attempt of a run. */
function isSame({ incident, originMs }: Stage, left: Notice, right: Notice): boolean {
  if (left.subject !== right.subject || left.email !== right.email) return false;
  const [fromMs, toMs] = [originMs + right.atSeconds * 1000, originMs + left.atSeconds * 1000];
  return !incident.entries.some(
    ({ kind, atMs, facts }) =>
      kind === "execution-started" &&
      fromMs < atMs &&
      atMs < toMs &&
      left.email.includes(`Run: ${String(facts.executionName)}`),
  );
}

/** A caller that got no answer asks again, for as long as Lambda's retries go on. */
const TRIED_WITHIN_MS = 15 * 60_000;
/** And so does the sentry, at distances that double: its first try after a fault may be as late as the fault was long. */
const TRIED_AGAIN_WITHIN_MS = 30 * 60_000;

/** Whether a fault hides from Baton if a message got out, or that it did. */
function isTellingInDoubt(stage: Stage, atMs: number, withinMs: number): boolean {
  const isTroubled = stage.mishaps.happened.some((each) => {
    const lastsMs = troubledMs(each.act);
    if (lastsMs === null || atMs < each.atMs) return false;
    return atMs < endOf(stage, each, lastsMs) + withinMs;
  });
  return isTroubled || isAfterDeath(stage, atMs, withinMs);
}

/** Functions that send messages: the death of another one doubles none. */
const TELLERS = Object.entries(ACCESS).flatMap(([name, { tellsOnCall }]) => (tellsOnCall ? [`-${name}`] : []));

/** A function that is to die does so when it is called next, which may be hours after that was drawn. */
function isAfterDeath({ incident }: Stage, atMs: number, withinMs: number): boolean {
  return incident.entries.some(
    ({ kind, facts, atMs: diedAtMs }) =>
      kind === "function-failed" &&
      String(facts.payload).includes("Runtime.ExitError") &&
      TELLERS.some((teller) => String(facts.functionName).endsWith(teller)) &&
      diedAtMs <= atMs &&
      atMs < diedAtMs + withinMs,
  );
}

/** How long it lasts unless it is mended; null for what leaves messages alone. */
function troubledMs(act: MishapAct): number | null {
  switch (act.type) {
    case "calls-throttled":
    case "calls-break-down":
    case "calls-slow":
    case "replies-lost":
      if (act.region !== "standby" || !act.services.some((each) => each === "sns" || each === "dynamodb")) return null;
      return act.seconds * 1000;
    case "messages-refused":
      return act.seconds * 1000;
    case "region-dark":
      return act.region === "standby" ? Number.POSITIVE_INFINITY : null;
    default:
      return null;
  }
}

function noticesOf({ incident, originMs }: Stage) {
  return noticesIn(incident.entries, originMs);
}
