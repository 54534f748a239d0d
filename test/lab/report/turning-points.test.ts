import { expect, test } from "@jest/globals";
import type { DrillResult, TimelineLine } from "../../../lab/drill/result";
import { foldedTime } from "../../../lab/report/folded-time";
import { marksOf, turningPoints } from "../../../lab/report/turning-points";

const line = (atSeconds: number, what: string): TimelineLine => ({
  atSeconds,
  region: "r",
  actor: "a",
  what,
  why: what,
});

/** Ten minutes: 1 px is a bit more than half a second. */
const drill = (timeline: readonly TimelineLine[]) =>
  ({
    timeline,
    moves: [],
    availabilitySeries: [
      { atSeconds: 0, succeeded: 1, failed: 0, servedByStandby: 0 },
      { atSeconds: 600, succeeded: 1, failed: 0, servedByStandby: 0 },
    ],
  }) satisfies Partial<DrillResult>;

test("turning points are numbered in their order, and what mends is no fault", () => {
  const lines = [line(0, "fault-injected"), line(5, "run-noted"), line(9, "region-returned"), line(9, "fault-mended")];
  expect(turningPoints(drill(lines)).map(({ number, name }) => [number, name])).toEqual([
    [1, "fault"],
    [2, "mended"],
    [3, "mended"],
  ]);
});

test("marks that would overlap share one place", () => {
  const result = drill([0, 5, 20, 200, 240, 242].map((atSeconds) => line(atSeconds, "alarm-fired")));
  expect(marksOf(result, foldedTime(result))).toEqual([
    { position: 0, label: "1-3" },
    { position: 200, label: "4" },
    { position: 240, label: "5-6" },
  ]);
});
