import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { quantile, sum } from "../../bench/statistics";

// A zero with a sign is no figure of a bench: sorting may swap it with the other zero, and `toBe` would tell them apart.
const figure = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value + 0);
const values = fc.array(figure, { minLength: 1, maxLength: 60 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("quantile", () => {
  it.each([
    { given: [3, 1, 2], at: 0.5, is: 2 },
    { given: [4, 3, 2, 1], at: 0.5, is: 2 },
    { given: Array.from({ length: 200 }, (_, index) => index + 1), at: 0.99, is: 198 },
    { given: [7], at: 0.99, is: 7 },
    { given: [5, 6], at: 0, is: 5 },
    { given: [5, 6], at: 1, is: 6 },
    { given: [1, Number.POSITIVE_INFINITY, 2], at: 0.99, is: Number.POSITIVE_INFINITY },
  ])("is $is at $at of $given", ({ given, at, is }) => {
    expect(quantile(given, at)).toBe(is);
  });

  it("is one of the values, which at least the share does not exceed", () => {
    fc.assert(
      fc.property(values, share, (given, at) => {
        const found = quantile(given, at);
        const notAbove = given.filter((value) => value <= found).length;
        return given.includes(found) && notAbove >= at * given.length;
      }),
    );
  });

  it("does not depend on the order, and leaves the values as they are", () => {
    fc.assert(
      fc.property(values, share, (given, at) => {
        const before = [...given];
        expect(quantile([...given].reverse(), at)).toBe(quantile(given, at));
        expect(given).toEqual(before);
      }),
    );
  });

  it("is NaN where there is nothing", () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});

describe("sum", () => {
  it("adds", () => {
    expect(sum([1, 2, 3.5])).toBe(6.5);
    expect(sum([])).toBe(0);
  });
});
