/** What keeps Baton from closing a Region, or from noticing that it has to: nobody can be blamed for a fence meanwhile. */
import type { MishapAct } from "../night";
import type { Stage } from "./invariant";

/** Whoever keeps a fence up comes once a minute; so many times nobody does. */
const SENTRY_EVERY_MS = 60_000;

/** Whether something hindered Baton at some moment between two, in epoch milliseconds. */
export function wasHindered({ mishaps }: Stage, healedAtMs: number, fromMs: number, toMs: number): boolean {
  const { happened } = mishaps;
  return happened.some(({ atMs, act }) => {
    const endsAtMs = atMs + hindersMs(act);
    const mended = happened.find((later) => later.atMs >= atMs && ends(later.act, act))?.atMs ?? healedAtMs;
    return atMs < toMs && Math.min(endsAtMs, mended, healedAtMs) > fromMs;
  });
}

/** A minute to live in every cache, and resolvers that keep what they have for some minutes longer. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/**
 * Whether customers may be at the standby because Route 53's checkers say that it holds the baton. Whom that sends there
 * before the baton comes, nobody but Route 53 can turn back; what a promoted writer takes from them is kept.
 */
export function wereMisled({ mishaps }: Stage, atMs: number): boolean {
  return mishaps.happened.some(({ atMs: sinceMs, act }) => {
    if (act.type !== "checkers-misreport" || act.check !== "traffic" || act.says !== "healthy") return false;
    return sinceMs <= atMs && atMs < sinceMs + act.seconds * 1000 + FORGOTTEN_AFTER_MS;
  });
}

/** How long it lasts unless somebody mends it before; 0 for what does not touch the way from Baton to the old Region. */
function hindersMs(act: MishapAct): number {
  switch (act.type) {
    case "region-dark":
      return act.region === "witness" ? 0 : Number.POSITIVE_INFINITY;
    case "connection-cut":
    case "function-broken":
    case "quarantine-groups-lost":
      return Number.POSITIVE_INFINITY;
    case "function-dies":
      return act.times * SENTRY_EVERY_MS;
    case "calls-throttled":
    case "calls-break-down":
    case "calls-slow":
    case "replies-lost":
      return act.region === "witness" ? 0 : act.seconds * 1000;
    default:
      return 0;
  }
}

function ends(later: MishapAct, act: MishapAct): boolean {
  if (later.type === "region-returns") return act.type === "region-dark" && act.region === later.region;
  if (later.type === "function-mended") return act.type === "function-broken" && act.name === later.name;
  return later.type === "all-mended";
}
