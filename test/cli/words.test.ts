import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { parseEnd } from "../../cli/automation/moment";
import { labEndpointOf, personText } from "../../cli/command";
import { executionNameOf, inputOf } from "../../cli/start/request";
import { parseTrigger } from "../../orchestrator/events";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { NOW_MS, storefront } from "../orchestrator/fixtures";

const HOUR_MS = 3_600_000;

describe("the end of a pause", () => {
  test("is a span from now", () => {
    expect(parseEnd("90m")(NOW_MS)).toBe(NOW_MS + 1.5 * HOUR_MS);
    expect(parseEnd("1h30m")(NOW_MS)).toBe(NOW_MS + 1.5 * HOUR_MS);
    expect(parseEnd("2D")(NOW_MS)).toBe(NOW_MS + 48 * HOUR_MS);
    expect(parseEnd("1d2h3m")(NOW_MS + 1)).toBe(NOW_MS + 26 * HOUR_MS + 180_000 + 1000);
  });

  test("or a moment that means one moment only", () => {
    const noon = Date.UTC(2026, 0, 5, 12);
    for (const text of ["2026-01-05T12:00Z", "2026-01-05T12:00:00Z", "2026-01-05T13:00+01:00"]) {
      expect(parseEnd(text)(NOW_MS)).toBe(noon);
    }
  });

  test.each(["", "h", "2", "2 hours", "-2h", "1.5h", "tomorrow", "2h30", "2026-02-30T12:00Z", "12:00Z", "1e3m"])(
    "and not %j",
    (text) => {
      expect(() => parseEnd(text)).toThrow("Give a span like 90m");
    },
  );

  test("a moment without a time zone is told apart from nonsense", () => {
    for (const text of ["2026-01-05", "2026-01-05T12:00", "2026-01-05 12:00:00"]) {
      expect(() => parseEnd(text)).toThrow("no time zone");
    }
  });
});

describe("who and why", () => {
  test("is one line of text, trimmed, within bounds", () => {
    const parse = personText(10);
    expect(parse("  ada  ")).toBe("ada");
    for (const nothing of [" ", "\u200b\u{e0fff}"]) expect(() => parse(nothing)).toThrow("empty");
    expect(() => parse("12345678901")).toThrow("11 characters; at most 10");
    expect(() => parse("a\nb")).toThrow("line breaks");
  });

  test("whatever the command line accepts, the machine accepts too", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 120 }), (given) => {
        let requestedBy: string;
        try {
          requestedBy = personText(100)(given);
        } catch {
          return;
        }
        const trigger = parseTrigger({ requestedBy, reason: "because" }, { plan: storefront, nowMs: NOW_MS });
        expect(trigger.type).toBe("person");
      }),
    );
  });
});

describe("the name of a requested execution", () => {
  const request = { requestedBy: "ada", reason: "customers cannot pay" };

  test("is the same for the same words within a minute, so that a repeated request starts nothing twice", () => {
    const minute = Date.UTC(2026, 0, 5, 9, 12);
    expect(executionNameOf("failover", request, minute)).toBe(executionNameOf("failover", request, minute + 59_999));
    expect(executionNameOf("failover", request, minute)).not.toBe(
      executionNameOf("failover", request, minute + 60_000),
    );
    expect(executionNameOf("failover", request, minute)).not.toBe(
      executionNameOf("failover", { ...request, reason: "else" }, minute),
    );
  });

  test("is another for each machine, because all runs share one table", () => {
    const names = WORKFLOWS.map((workflow) => executionNameOf(workflow, request, NOW_MS));
    expect(new Set(names).size).toBe(WORKFLOWS.length);
  });

  test("differs in the last eight characters, which is what messages show, and is one that AWS takes", () => {
    const ends = [0, 60_000, 120_000].map((later) => executionNameOf("failover", request, NOW_MS + later).slice(-8));
    expect(new Set(ends).size).toBe(3);
    expect(executionNameOf("failover", request, NOW_MS)).toMatch(/^[\w-]{1,80}$/);
  });

  test("its input is what the console would be given", () => {
    expect(JSON.parse(inputOf(request))).toEqual(request);
  });
});

test("--lab alone means the usual address", () => {
  expect(labEndpointOf({ lab: true })).toBe("http://127.0.0.1:4680");
  expect(labEndpointOf({ lab: "http://127.0.0.1:5000" })).toBe("http://127.0.0.1:5000");
  expect(labEndpointOf({})).toBeUndefined();
});
