/**
 * What excuses Baton, and for how long: what keeps it from closing a Region, or from noticing that it has to, and what sends
 * customers astray. An excuse ends when somebody mends its cause, and in the morning at the latest.
 */
import type { RegionRole } from "../../../orchestrator/baton";
import type { Happened } from "../mishaps";
import type { MishapAct } from "../night";
import type { Stage } from "./invariant";

/** Whoever keeps a fence up comes once a minute; so many times nobody does. */
const SENTRY_EVERY_MS = 60_000;

/** When a mishap is over that would last so long by itself, in epoch milliseconds. */
export function endOf({ mishaps, originMs, night }: Stage, { atMs, act }: Happened, lastsMs: number): number {
  const mending = mishaps.happened.find((later) => later.atMs >= atMs && ends(later.act, act));
  return Math.min(atMs + lastsMs, mending?.atMs ?? Number.POSITIVE_INFINITY, originMs + night.healsAfterSeconds * 1000);
}

/** Whether something hindered Baton at some moment between two, in epoch milliseconds. */
export function wasHindered(stage: Stage, fromMs: number, toMs: number): boolean {
  return didLast(stage, hindersMs, fromMs, toMs);
}

/**
 * Whether a mishap lasted at some moment between two, in epoch milliseconds. What lasts no time excuses nothing.
 * @param lastsMsOf how long it lasts unless it is mended before
 */
export function didLast(stage: Stage, lastsMsOf: (act: MishapAct) => number, fromMs: number, toMs: number): boolean {
  return stage.mishaps.happened.some((each) => {
    const lastsMs = lastsMsOf(each.act);
    return lastsMs > 0 && each.atMs < toMs && endOf(stage, each, lastsMs) > fromMs;
  });
}

/** A minute to live in every cache, and resolvers that keep what they have for some minutes longer. */
const FORGOTTEN_AFTER_MS = 10 * 60_000;

/**
 * Whether customers may be at the standby because Route 53's checkers say that it holds the baton. Whom that sends there
 * before the baton comes, nobody but Route 53 can turn back; what a promoted writer takes from them is kept.
 */
export function wereMisled(stage: Stage, atMs: number): boolean {
  return stage.mishaps.happened.some((each) => {
    const { act } = each;
    if (act.type !== "checkers-misreport" || act.check !== "traffic" || act.says !== "healthy") return false;
    return each.atMs <= atMs && atMs < endOf(stage, each, act.seconds * 1000) + FORGOTTEN_AFTER_MS;
  });
}

/**
 * Whether customers may be at home because Route 53's checkers hear nothing, or no truth, from the traffic endpoint in the
 * standby. Traffic stays with the primary then, by design: whoever is frozen in the standby cannot serve them either.
 */
export function wereSentHome(stage: Stage, atMs: number): boolean {
  return stage.mishaps.happened.some((each) => {
    const lastsMs = silencesTrafficMs(each.act);
    return lastsMs !== null && each.atMs <= atMs && atMs < endOf(stage, each, lastsMs) + FORGOTTEN_AFTER_MS;
  });
}

/** What the traffic endpoint needs for each answer: its function, and the table that says who holds the baton. */
const TRAFFIC_NEEDS: ReadonlySet<string> = new Set(["lambda", "dynamodb"]);

/** How long it lasts unless somebody mends it before; null for what leaves the traffic endpoint's answers alone. */
function silencesTrafficMs(act: MishapAct): number | null {
  switch (act.type) {
    case "region-dark":
      return act.region === "standby" ? Number.POSITIVE_INFINITY : null;
    case "connection-cut":
      return isCutFromOutside(act, "standby") ? Number.POSITIVE_INFINITY : null;
    case "function-broken":
      return act.name === "traffic" ? Number.POSITIVE_INFINITY : null;
    case "function-dies":
      return act.name === "traffic" ? 0 : null;
    case "checkers-misreport":
      return act.check === "traffic" && act.says === "unhealthy" ? act.seconds * 1000 : null;
    case "calls-throttled":
    case "calls-break-down":
    case "calls-slow":
    case "replies-lost":
      return act.region === "standby" && act.services.some((each) => TRAFFIC_NEEDS.has(each))
        ? act.seconds * 1000
        : null;
    default:
      return null;
  }
}

/** Whether nobody on the internet can call the Region; one way, the first place of a cut cannot call the second. */
function isCutFromOutside(
  { between: [from, to], isOneWay }: Extract<MishapAct, { type: "connection-cut" }>,
  region: RegionRole,
): boolean {
  const isFromOutside = from === "internet" && to === region;
  return isFromOutside || (!isOneWay && from === region && to === "internet");
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
