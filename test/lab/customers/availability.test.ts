import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { availabilityFrom, recoverySecond, type SecondCount } from "../../../lab/customers/availability";

/** 100 requests in each second; the numbers say how many succeeded. */
function seriesOf(successes: readonly number[]): SecondCount[] {
  return successes.map((succeeded, second) => ({
    second,
    succeeded,
    failed: 100 - succeeded,
    servedByStandby: 0,
    spanSeconds: 1,
  }));
}

const repeat = (value: number, times: number) => new Array<number>(times).fill(value);

describe("recovery", () => {
  test.each([
    ["a plain outage ends with its last bad second", [...repeat(100, 5), ...repeat(0, 30), ...repeat(100, 30)], 5, 35],
    ["98 % is served", [...repeat(0, 10), ...repeat(98, 30)], 0, 10],
    ["94 % is not", [...repeat(0, 10), ...repeat(94, 30)], 0, null],
    ["a relapse starts it again", [...repeat(0, 5), ...repeat(100, 20), ...repeat(0, 5), ...repeat(100, 20)], 0, 30],
    ["five good seconds are too few to tell", [...repeat(0, 10), ...repeat(100, 5)], 0, null],
    ["a failure that no window notices is over at once", [...repeat(100, 5), 90, ...repeat(100, 20)], 5, 5],
  ])("%s", (_, successes, firstFailure, expected) => {
    expect(recoverySecond(seriesOf(successes), firstFailure)).toBe(expected);
  });

  test("every window after it is served, and the one before it is not", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 50, 94, 96, 100), { minLength: 10, maxLength: 80 }), (successes) => {
        const series = seriesOf(successes);
        const recovery = recoverySecond(series, 0);
        const share = (start: number) => availabilityFrom(series.slice(start, start + 10), 0);
        if (recovery === null) return expect(share(series.length - 10)).toBeLessThan(0.95);
        for (let start = recovery; start <= series.length - 10; start += 1) {
          expect(share(start)).toBeGreaterThanOrEqual(0.95);
        }
        if (recovery > 0) expect(share(recovery - 1)).toBeLessThan(0.95);
      }),
    );
  });
});

describe("calm stretches", () => {
  const calm = (second: number, succeeded: number): SecondCount => ({
    second,
    succeeded,
    failed: 100 - succeeded,
    servedByStandby: 0,
    spanSeconds: 30,
  });

  test("weigh as much as the time that they stand for", () => {
    const lively = seriesOf(repeat(0, 30));
    expect(availabilityFrom([...lively, calm(30, 100)], 0)).toBe(0.5);
  });

  test("do not hide a recovery, and a bad moment in them is one", () => {
    const outage = seriesOf([...repeat(100, 5), ...repeat(0, 30), ...repeat(100, 30)]);
    expect(recoverySecond([...outage, calm(90, 100), calm(120, 100), calm(150, 100)], 5)).toBe(35);
    expect(recoverySecond([...outage, calm(90, 100), calm(120, 0), calm(150, 100)], 5)).toBeNull();
    expect(recoverySecond([...outage, calm(90, 0), calm(120, 100), calm(150, 100)], 5)).toBe(120);
  });
});

describe("availability", () => {
  test("is the share of requests since a second, and 1 where there was none", () => {
    const series = seriesOf([0, 50, 100]);
    expect(availabilityFrom(series, 0)).toBe(0.5);
    expect(availabilityFrom(series, 1)).toBe(0.75);
    expect(availabilityFrom(series, 3)).toBe(1);
  });
});
