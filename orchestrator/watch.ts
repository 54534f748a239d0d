/**
 * The sentry's watch over the primary, from look to look. An alarm tells of a change only: one that stays on after its run has
 * stood down never starts another, even if the Region is really lost an hour later. So the sentry starts runs itself while
 * its looks go on failing. It only starts them, as an alarm does: every run gathers evidence of its own and decides.
 *
 * Pure functions from the watch and one look to the watch as it must be kept, and to whether a run is due.
 */
import type { Baton } from "./baton";
import type { Verdict } from "./evidence";

/** Who else looks at the primary: the witness itself, and Route 53's checkers all over the world, as the witness is told. */
const OTHERS = ["witness", "world"] as const;
export type Other = (typeof OTHERS)[number];
export type WordOfOthers = Readonly<Record<Other, Verdict>>;

export interface Watch {
  /** Latest look (epoch milliseconds); 0 before the first. */
  readonly lookedAtMs: number;
  /** Latest healthy look; null while Baton has never seen the primary healthy. */
  readonly servedAtMs: number | null;
  /** First healthy look in a row; null while it fails. */
  readonly healthySinceMs: number | null;
  /** First failing look in a row; null while it is healthy. */
  readonly failingSinceMs: number | null;
  /** Runs that the sentry has started since then, and when it started the latest. */
  readonly starts: number;
  readonly startedAtMs: number | null;
  /** Of these, how many another's change of mind brought forward. */
  readonly hastenedStarts: number;
  /** A person has been asked since then. */
  readonly wasPersonAsked: boolean;
  /** Of the others, who has said UP since one last brought a start forward; and at how many looks in a row one of them said DOWN after that. */
  readonly saidUp: readonly Other[];
  readonly turnedLooks: number;
}

/** One look, with what else is known at that moment. */
export interface WatchLook {
  readonly nowMs: number;
  readonly isHealthy: boolean;
  readonly baton: Baton;
  /** A failover waits for a person's word, or the latest one has waited for it since the looks fail. */
  readonly isPersonAsked: boolean;
  /** Null when they were not asked. */
  readonly others: WordOfOthers | null;
}

const NO_OUTAGE = {
  failingSinceMs: null,
  starts: 0,
  startedAtMs: null,
  hastenedStarts: 0,
  wasPersonAsked: false,
  saidUp: [],
  turnedLooks: 0,
} as const;

/** Before the first look. */
export const FIRST_WATCH: Watch = { lookedAtMs: 0, servedAtMs: null, healthySinceMs: null, ...NO_OUTAGE };

const MINUTE_MS = 60_000;
/** Looks come every minute: two that are further apart do not follow each other, so nothing is known of what lies between. */
const LARGEST_GAP_MS = 5 * MINUTE_MS;
/**
 * Before the first start. Both alarms go off within three minutes and start a run then: whoever has heard nothing after five
 * has lost the event, or stood down on it.
 */
const FIRST_WAIT_MS = 5 * MINUTE_MS;
/**
 * Waiting doubles from start to start (5, 10, 20, 40 min) up to this: a network that stays cut would otherwise page on-call
 * every few minutes all night. Two messages an hour can be borne, and an outage that changes is noticed by others sooner.
 */
const LONGEST_WAIT_MS = 60 * MINUTE_MS;
/** Two looks in a row, as the alarms want it: one is a lost packet. */
const LEAST_DOWN_LOOKS = 2;
/** Another place whose own network comes and goes must not start a run each time. */
const LARGEST_HASTENED_STARTS = 3;

/** The watch after a look. A healthy one ends whatever was counted. */
export function looked(watch: Watch, look: WatchLook): Watch {
  const { nowMs } = look;
  const isInRow = nowMs - watch.lookedAtMs <= LARGEST_GAP_MS;
  if (look.isHealthy) {
    const healthySinceMs = (isInRow ? watch.healthySinceMs : null) ?? nowMs;
    return { ...NO_OUTAGE, lookedAtMs: nowMs, servedAtMs: nowMs, healthySinceMs };
  }
  const outage = isInRow && watch.failingSinceMs !== null ? watch : { ...watch, ...NO_OUTAGE, failingSinceMs: nowMs };
  return {
    ...outage,
    lookedAtMs: nowMs,
    healthySinceMs: null,
    wasPersonAsked: outage.wasPersonAsked || look.isPersonAsked,
    ...heard(outage, look.others),
  };
}

function heard({ saidUp, turnedLooks }: Watch, others: WordOfOthers | null) {
  const whoSays = (verdict: Verdict) => OTHERS.filter((other) => others?.[other] === verdict);
  const hasTurned = whoSays("DOWN").some((other) => saidUp.includes(other));
  const upByNow = [...saidUp, ...whoSays("UP")];
  return {
    saidUp: OTHERS.filter((other) => upByNow.includes(other)),
    turnedLooks: hasTurned ? turnedLooks + 1 : 0,
  };
}

/**
 * Whether the witness should be asked at this look: a run has ended or begun since the looks fail, so that whatever comes
 * next is up to the watch. Before that the alarms and their run do the asking.
 */
export function isWitnessWanted(watch: Watch, { isHealthy, baton }: Pick<WatchLook, "isHealthy" | "baton">): boolean {
  if (isHealthy || watch.failingSinceMs === null || !isAtRest(baton)) return false;
  return watch.starts > 0 || baton.changedAtMs > watch.failingSinceMs;
}

/** Whether the sentry starts a run now. While a run holds the baton, or an operator was called, none is due. */
export function isRunDue(watch: Watch, { nowMs, baton }: Pick<WatchLook, "nowMs" | "baton">): boolean {
  const { failingSinceMs, startedAtMs } = watch;
  if (failingSinceMs === null || !isAtRest(baton)) return false;
  const quietSinceMs = Math.max(failingSinceMs, startedAtMs ?? 0, baton.changedAtMs);
  return isHastened(watch) || nowMs - quietSinceMs >= waitMs(watch);
}

/** Whether somebody who saw the primary UP when the last run had ended now sees it DOWN: the outage is another one. */
export function isHastened({ turnedLooks, hastenedStarts }: Watch): boolean {
  return turnedLooks >= LEAST_DOWN_LOOKS && hastenedStarts < LARGEST_HASTENED_STARTS;
}

/** Somebody who was asked has had a say: asking again soon would wear them out. */
function waitMs({ starts, wasPersonAsked }: Watch): number {
  return wasPersonAsked ? LONGEST_WAIT_MS : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** starts);
}

function isAtRest({ phase, active, holder }: Baton): boolean {
  return phase === "steady" && active === "primary" && holder === null;
}

/** The watch after the sentry has started a run. */
export function started(watch: Watch, nowMs: number): Watch {
  return {
    ...watch,
    starts: watch.starts + 1,
    startedAtMs: nowMs,
    hastenedStarts: watch.hastenedStarts + (isHastened(watch) ? 1 : 0),
    // Whoever turned DOWN has been heard; whoever was UP until now may turn while the run is at work, and nobody looks then.
    saidUp: watch.turnedLooks > 0 ? [] : watch.saidUp,
    turnedLooks: 0,
  };
}
