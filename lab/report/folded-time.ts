/**
 * One time axis for minutes and days: what customers felt and what moved the baton is drawn to scale, calm stretches are
 * folded to a length that grows only with their logarithm. Drills that fit a screen are not folded.
 */
import type { DrillResult, Move } from "../drill/result";

interface Stretch {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
  /** Length on the axis. */
  readonly width: number;
}

/** Shorter drills are drawn to scale. */
const FOLDED_FROM_SECONDS = 3 * 3600;
/** Drawn to scale before and after anything that matters. */
const MARGIN_SECONDS = 300;
/** A calm stretch is drawn to scale up to this, and grows by as much for every tenfold of it. */
const CALM_UNIT_SECONDS = 300;

export class FoldedTime {
  constructor(private readonly stretches: readonly Stretch[]) {}

  /** Where a moment lies on the axis; the first fault lies at its own time. */
  position(atSeconds: number): number {
    let position = this.stretches[0]?.fromSeconds ?? 0;
    for (const { fromSeconds, untilSeconds, width } of this.stretches) {
      if (atSeconds <= untilSeconds) return position + share(atSeconds, fromSeconds, untilSeconds) * width;
      position += width;
    }
    return position;
  }

  /** The moment at a place on the axis. */
  moment(position: number): number {
    let start = this.stretches[0]?.fromSeconds ?? 0;
    for (const { fromSeconds, untilSeconds, width } of this.stretches) {
      if (position <= start + width) {
        return fromSeconds + share(position, start, start + width) * (untilSeconds - fromSeconds);
      }
      start += width;
    }
    return this.stretches.at(-1)?.untilSeconds ?? position;
  }

  get isFolded(): boolean {
    return this.stretches.some(({ fromSeconds, untilSeconds, width }) => width < untilSeconds - fromSeconds);
  }
}

/** What of a result has its place in time. */
export type Timed = Pick<DrillResult, "availabilitySeries" | "moves" | "timeline">;

/** What of a result says which moments matter. */
interface Eventful extends Pick<Timed, "availabilitySeries"> {
  readonly moves: readonly Pick<Move, "atSeconds">[];
}

export function foldedTime(result: Eventful): FoldedTime {
  const from = result.availabilitySeries[0]?.atSeconds ?? 0;
  const until = Math.max(from + 1, result.availabilitySeries.at(-1)?.atSeconds ?? 0);
  if (until - from < FOLDED_FROM_SECONDS) return new FoldedTime([toScale(from, until)]);
  const stretches: Stretch[] = [];
  let reached = from;
  for (const busy of busyStretches(momentsThatMatter(result), from, until)) {
    if (busy.from > reached) stretches.push(calm(reached, busy.from));
    stretches.push(toScale(Math.max(reached, busy.from), busy.until));
    reached = busy.until;
  }
  if (reached < until) stretches.push(calm(reached, until));
  return new FoldedTime(stretches);
}

export function endOfAxis({ availabilitySeries }: Pick<Timed, "availabilitySeries">, time: FoldedTime): number {
  return time.position(availabilitySeries.at(-1)?.atSeconds ?? 0);
}

function momentsThatMatter({ availabilitySeries, moves }: Eventful): number[] {
  const failing = availabilitySeries.filter(({ failed, succeeded }) => failed > succeeded / 20);
  return [0, ...failing.map(({ atSeconds }) => atSeconds), ...moves.map(({ atSeconds }) => atSeconds)].sort(
    (left, right) => left - right,
  );
}

/** Moments with their margins, joined where they touch. */
function busyStretches(moments: readonly number[], from: number, until: number) {
  const joined: { from: number; until: number }[] = [];
  for (const moment of moments) {
    const begin = Math.max(from, moment - MARGIN_SECONDS);
    const end = Math.min(until, moment + MARGIN_SECONDS);
    const last = joined.at(-1);
    if (last && begin <= last.until) last.until = Math.max(last.until, end);
    else joined.push({ from: begin, until: end });
  }
  return joined;
}

function toScale(fromSeconds: number, untilSeconds: number): Stretch {
  return { fromSeconds, untilSeconds, width: untilSeconds - fromSeconds };
}

function calm(fromSeconds: number, untilSeconds: number): Stretch {
  const seconds = untilSeconds - fromSeconds;
  const width = CALM_UNIT_SECONDS * (1 + Math.log10(seconds / CALM_UNIT_SECONDS));
  return { fromSeconds, untilSeconds, width: seconds <= CALM_UNIT_SECONDS ? seconds : width };
}

function share(value: number, from: number, until: number): number {
  return until === from ? 0 : (value - from) / (until - from);
}
