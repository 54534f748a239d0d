/** The watch at its edges: what is just in time, and what each part of the baton says alone. */
import { describe, expect, test } from "@jest/globals";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import {
  FIRST_WATCH,
  isHastened,
  isRunDue,
  isWitnessWanted,
  looked,
  started,
  type Watch,
} from "../../orchestrator/watch";
import { EXECUTION, NOW_MS } from "./fixtures";

const MINUTE_MS = 60_000;
const look = { nowMs: NOW_MS, isHealthy: false, baton: FIRST_BATON, isPersonAsked: false, others: null };
const failing: Watch = looked(FIRST_WATCH, look);

describe("a silence of the sentry", () => {
  test("of five minutes breaks no row, and a longer one does", () => {
    const failingSince = (gapMs: number) => looked(failing, { ...look, nowMs: NOW_MS + gapMs }).failingSinceMs;
    expect(failingSince(5 * MINUTE_MS)).toBe(NOW_MS);
    expect(failingSince(5 * MINUTE_MS + 1)).toBe(NOW_MS + 5 * MINUTE_MS + 1);
  });

  test("that follows health begins the outage at the look that failed", () => {
    const healthy = looked(FIRST_WATCH, { ...look, isHealthy: true });
    expect(looked(healthy, { ...look, nowMs: NOW_MS + MINUTE_MS }).failingSinceMs).toBe(NOW_MS + MINUTE_MS);
  });
});

describe("asking the witness", () => {
  const wanted = (watch: Watch, changedAtMs: number) =>
    isWitnessWanted(watch, { isHealthy: false, baton: { ...FIRST_BATON, changedAtMs } });

  test("begins after a start of the sentry's own, whenever the baton changed", () => {
    expect(wanted(failing, NOW_MS)).toBe(false);
    expect(wanted(started(failing, NOW_MS + MINUTE_MS), 0)).toBe(true);
  });

  test("is pointless before a look has failed", () => {
    expect(wanted(FIRST_WATCH, NOW_MS)).toBe(false);
  });
});

describe("the next run", () => {
  const dueAt = (watch: Watch, minutes: number, baton: Baton = FIRST_BATON) =>
    isRunDue(watch, { nowMs: NOW_MS + minutes * MINUTE_MS, baton });

  test("waits from the last start, also where that run never came to change the baton", () => {
    const once = started(failing, NOW_MS + 5 * MINUTE_MS);
    expect(dueAt(failing, 5)).toBe(true);
    expect(dueAt(once, 14)).toBe(false);
    expect(dueAt(once, 15)).toBe(true);
  });

  test.each<[string, Partial<Baton>]>([
    ["an execution holds the baton", { holder: EXECUTION }],
    ["the standby is active", { active: "standby" }],
    ["it is failing over", { phase: "failing-over" }],
    ["an operator was called", { phase: "needs-operator" }],
  ])("is not due while %s, each by itself", (_, changes) => {
    expect(dueAt(failing, 300, { ...FIRST_BATON, ...changes })).toBe(false);
  });

  test("is brought forward three times, not a fourth", () => {
    const fickle = { ...failing, turnedLooks: 2 };
    expect(isHastened({ ...fickle, hastenedStarts: 2 })).toBe(true);
    expect(isHastened({ ...fickle, hastenedStarts: 3 })).toBe(false);
    expect(started({ ...fickle, hastenedStarts: 2 }, NOW_MS).hastenedStarts).toBe(3);
  });
});
