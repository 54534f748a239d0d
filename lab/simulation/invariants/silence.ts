/** Silence: an outage that lasts comes to somebody's ears, whatever Baton makes of it. */
import type { MishapAct } from "../night";
import { didLast, wereMisled } from "./hindrances";
import { type Invariant, moment, type Stage } from "./invariant";

/** Detection, evidence and a first message take minutes, and so does a planned move that goes well. */
const TOLD_WITHIN_MS = 15 * 60_000;

/** Whoever approves a move is told nothing more until it has arrived; its freeze begins right after. */
const APPROVED_BEFORE_MS = 5 * 60_000;

interface Outage {
  readonly fromMs: number;
  toMs: number;
}

export const outageIsTold: Invariant = {
  name: "outage-is-told",
  sentence:
    "Of an outage that lasts for 15 min on-call hears within that time, or has just approved the move that causes " +
    "it; unless the standby is dark, messages or calls there fail, a function of Baton is broken, or lying checkers had sent customers " +
    "to a standby that served them meanwhile.",
  watch(stage) {
    const outages: Outage[] = [];
    const heardMs: number[] = [];
    stage.world.journal.onEntry(({ kind, atMs }) => {
      if (kind === "message-published") heardMs.push(atMs);
      if (kind === "approval-decided") heardMs.push(atMs + APPROVED_BEFORE_MS);
      if (kind === "customers-failing") outages.push({ fromMs: atMs, toMs: Number.POSITIVE_INFINITY });
      const last = outages.at(-1);
      if (kind === "customers-served" && last) last.toMs = atMs;
    });
    const isUnheard = ({ fromMs }: Outage) =>
      !heardMs.some((atMs) => fromMs <= atMs && atMs <= fromMs + TOLD_WITHIN_MS) && !wasGagged(stage, fromMs);
    return () =>
      outages
        .filter(({ fromMs, toMs }) => toMs - fromMs > TOLD_WITHIN_MS)
        // On-call knows of the outage that the lie has interrupted.
        .filter(({ fromMs }) => !wereMisled(stage, fromMs))
        .filter(isUnheard)
        .map(
          ({ fromMs, toMs }) =>
            `${moment(stage, fromMs)} customers failed until ${moment(stage, toMs)}, and nobody was told`,
        );
  },
};

function wasGagged(stage: Stage, fromMs: number): boolean {
  return didLast(stage, gagsMs, fromMs, fromMs + TOLD_WITHIN_MS);
}

/** How long it lasts unless somebody mends it before; 0 for what leaves Baton its voice. */
function gagsMs(act: MishapAct): number {
  switch (act.type) {
    case "region-dark":
      return act.region === "standby" ? Number.POSITIVE_INFINITY : 0;
    case "function-broken":
      return Number.POSITIVE_INFINITY;
    case "messages-refused":
      return act.seconds * 1000;
    case "calls-throttled":
    case "calls-break-down":
    case "calls-slow":
    case "replies-lost":
      return act.region === "standby" ? act.seconds * 1000 : 0;
    default:
      return 0;
  }
}
