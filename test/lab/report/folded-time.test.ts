import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { foldedTime } from "../../../lab/report/folded-time";

/** A day, with an outage of five minutes at its beginning and a move near its end. */
function day(hours: number) {
  const point = (atSeconds: number) => ({
    atSeconds,
    succeeded: atSeconds >= 0 && atSeconds < 300 ? 0 : 25,
    failed: atSeconds >= 0 && atSeconds < 300 ? 25 : 0,
    servedByStandby: 1,
  });
  const availabilitySeries = Array.from({ length: hours * 120 + 5 }, (_, index) => point((index - 4) * 30));
  const moves = [{ atSeconds: 240 }, { atSeconds: hours * 3600 - 3600 }];
  return { availabilitySeries, moves };
}

describe("a folded time axis", () => {
  test("leaves a drill of minutes as it is", () => {
    const time = foldedTime(day(1));
    expect(time.isFolded).toBe(false);
    expect([-120, 0, 77, 3600].map((second) => time.position(second))).toEqual([-120, 0, 77, 3600]);
  });

  test("draws what customers felt to scale, and the first fault at zero", () => {
    const time = foldedTime(day(24));
    expect(time.isFolded).toBe(true);
    for (const second of [0, 100, 500]) expect(time.position(second)).toBeCloseTo(second, 6);
    const movedAt = 23 * 3600;
    expect(time.position(movedAt + 200) - time.position(movedAt - 200)).toBeCloseTo(400, 6);
  });

  test("folds a calm day to less than an hour", () => {
    const time = foldedTime(day(24));
    expect(time.position(24 * 3600)).toBeLessThan(3600);
  });

  test("keeps the order of moments, and finds each again", () => {
    const time = foldedTime(day(24));
    const moment = fc.double({ min: -120, max: 24 * 3600, noNaN: true });
    fc.assert(
      fc.property(moment, moment, (left, right) => {
        if (left < right) expect(time.position(left)).toBeLessThanOrEqual(time.position(right));
        expect(time.moment(time.position(left))).toBeCloseTo(left, 3);
      }),
    );
  });
});
