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
  });
});
