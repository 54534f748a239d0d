import { describe, expect, test } from "@jest/globals";
import type { Decision } from "../../orchestrator/run";
import { isStanding } from "../../orchestrator/standing-decision";
import { NOW_MS } from "./fixtures";

const decision = (changes: Partial<Decision>): Decision => ({
  verdict: "proceed",
  reasons: [],
  decidedAtMs: NOW_MS,
  unready: [],
  ...changes,
});

describe("a decision stands", () => {
  test.each<[string, Decision | undefined, boolean]>([
    ["since the run was redriven last", decision({}), true],
    ["not from before that", decision({ decidedAtMs: NOW_MS - 1 }), false],
    ["not while a person is asked", decision({ verdict: "ask" }), false],
    ["not where there is none", undefined, false],
  ])("%s", (_, made, stands) => {
    expect(isStanding(made, { changedAtMs: NOW_MS })).toBe(stands);
    expect(isStanding(made, { changedAtMs: NOW_MS }, 0)).toBe(stands);
  });

  test.each<[string, Partial<Decision>, number, boolean]>([
    ["made before a redrive that nobody had marked", { redriveCount: 0 }, 1, false],
    ["made before there was a count, in a run that was redriven", {}, 1, false],
    ["made after the second redrive, before the third", { redriveCount: 2 }, 3, false],
    ["made after the second redrive", { redriveCount: 2 }, 2, true],
  ])("%s: the count decides", (_, made, redriveCount, stands) => {
    expect(isStanding(decision(made), { changedAtMs: NOW_MS }, redriveCount)).toBe(stands);
  });
});
