/** The moments that explain the chart: numbered on it, told beneath it. Marks that would overlap share one place. */
import type { TimelineLine } from "../drill/result";
import { endOfAxis, type FoldedTime, type Timed } from "./folded-time";

/** By the timeline's word for it, how the report calls it. */
const NAMES: Readonly<Record<string, string>> = {
  "fault-injected": "fault",
  "fault-mended": "mended",
  "region-returned": "mended",
  "alarm-fired": "alarm",
  "traffic-switched": "traffic",
};

/** Room for "10-12" between two marks, as a share of the axis. */
const MARK_SHARE = 0.035;

export interface TurningPoint {
  readonly number: number;
  readonly name: string;
  readonly line: TimelineLine;
}

/** Marks at one place of the axis. */
export interface Mark {
  readonly position: number;
  /** "3", or "3-5". */
  readonly label: string;
}

export function turningPoints({ timeline }: Pick<Timed, "timeline">): TurningPoint[] {
  return timeline
    .flatMap((line) => {
      const name = NAMES[line.what];
      return name ? [{ name, line }] : [];
    })
    .map((point, index) => ({ number: index + 1, ...point }));
}

export function marksOf(result: Timed, time: FoldedTime): Mark[] {
  const nearSeconds = MARK_SHARE * endOfAxis(result, time);
  const places: { readonly position: number; readonly first: number; last: number }[] = [];
  for (const { number, line } of turningPoints(result)) {
    const position = time.position(line.atSeconds);
    const place = places.at(-1);
    if (place && position - place.position < nearSeconds) place.last = number;
    else places.push({ position, first: number, last: number });
  }
  return places.map(({ position, first, last }) => ({
    position,
    label: first === last ? String(first) : `${first}-${last}`,
  }));
}
