import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { ends, fields, hanging, wrap } from "../../cli/terminal/layout";
import { screenOf } from "../../cli/terminal/screen";
import { withShortArns } from "../../cli/terminal/short-arns";
import { awayText, clockText } from "../../cli/terminal/time";

const word = fc.stringMatching(/^[a-z.:/-]{1,30}$/);
const text = fc.array(word, { maxLength: 40 }).map((words) => words.join(" "));

describe("wrapping", () => {
  test("keeps every word, in order, and breaks no word", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 120 }), (given, width) => {
        expect(wrap(given, width).join(" ")).toBe(given);
      }),
    );
  });

  test("no line is wider than asked unless one word alone is", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 10, max: 120 }), (given, width) => {
        for (const line of wrap(given, width)) expect(line.length <= width || !line.includes(" ")).toBe(true);
      }),
    );
  });

  test("text beside a name stays right of it, on every line", () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 40, max: 120 }), (given, columns) => {
        const [first = "", ...rest] = hanging("  name", 10, given, columns);
        expect(first.slice(0, 10).trim()).toBe("name");
        for (const line of rest) expect(line.slice(0, 10).trim()).toBe("");
      }),
    );
  });
});

test("names stand in one column and values beside them", () => {
  expect(
    fields(
      [
        ["a", "one"],
        ["longer", "two"],
      ],
      2,
      80,
    ),
  ).toEqual(["  a       one", "  longer  two"]);
});

test("both ends of a line are kept apart, however narrow it is", () => {
  expect(ends("left", "right", 20)).toBe("left           right");
  expect(ends("left", "right", 5)).toBe("left  right");
});

test("a screen is never narrower or wider than what can be read", () => {
  expect(screenOf({ columns: 20 }).columns).toBe(60);
  expect(screenOf({ columns: 300 }).columns).toBe(120);
  expect(screenOf({}).hasColour).toBe(false);
});

test("moments read as a clock and as a distance", () => {
  const nowMs = Date.UTC(2026, 0, 5, 9, 12, 3, 456);
  expect(clockText(nowMs)).toBe("2026-01-05 09:12:03Z");
  expect(awayText(nowMs - 200_000, nowMs)).toBe("3 min 20 s ago");
  expect(awayText(nowMs + 7_200_000, nowMs)).toBe("in 2 h");
  expect(awayText(nowMs + 100, nowMs)).toBe("now");
});

test("an execution's ARN becomes its name, and the sentence around it stays", () => {
  const arn = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failover:run-1";
  expect(withShortArns(`held by ${arn}, since noon. See ${arn}.`)).toBe("held by run-1, since noon. See run-1.");
});
