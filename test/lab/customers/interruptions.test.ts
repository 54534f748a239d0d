import { describe, expect, test } from "@jest/globals";
import type { SecondCount } from "../../../lab/customers/availability";
import { interruptionsIn } from "../../../lab/customers/interruptions";

const START_MS = 1_000_000;

/** `x`: nobody is served in that second. */
function seriesOf(seconds: string): SecondCount[] {
  return [...seconds].map((mark, second) => ({
    second,
    succeeded: mark === "x" ? 0 : 100,
    failed: mark === "x" ? 100 : 0,
    servedByStandby: 0,
    spanSeconds: 1,
  }));
}

const good = ".".repeat(30);

describe("interruptions", () => {
  test("belong to the stretch in which they begin, and one does not lengthen another", () => {
    const series = seriesOf(`${good}xxxxx${good}${good}xx${good}`);
    expect(interruptionsIn(series, START_MS, [START_MS + 70_000])).toEqual([
      { fromMs: START_MS, firstFailureAtMs: START_MS + 30_000, rtoSeconds: 5 },
      { fromMs: START_MS + 70_000, firstFailureAtMs: START_MS + 95_000, rtoSeconds: 2 },
    ]);
  });

  test("are none in a stretch that nobody noticed", () => {
    const series = seriesOf(`xx${good}${good}`);
    expect(interruptionsIn(series, START_MS, [START_MS + 20_000])[1]).toEqual({
      fromMs: START_MS + 20_000,
      firstFailureAtMs: null,
      rtoSeconds: null,
    });
  });

  test("without an end within their stretch last for ever", () => {
    const series = seriesOf(`${good}xxxxx`);
    expect(interruptionsIn(series, START_MS, [])).toEqual([
      { fromMs: START_MS, firstFailureAtMs: START_MS + 30_000, rtoSeconds: null },
    ]);
  });
});
