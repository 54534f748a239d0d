import { describe, expect, test } from "@jest/globals";
import { outageSeen } from "../../orchestrator/outage";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { NOW_MS } from "./fixtures";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe("an outage is seen", () => {
  const ON_SINCE_MS = NOW_MS - 20 * MINUTE_MS;
  const healthyFor = (ms: number) => ({ ...FIRST_WATCH, healthySinceMs: NOW_MS - ms });

  test("by the sentry, whatever the alarm says", () => {
    const watch = { ...FIRST_WATCH, failingSinceMs: NOW_MS - HOUR_MS };
    for (const alarm of [null, ON_SINCE_MS]) {
      expect(outageSeen(watch, alarm, NOW_MS)).toEqual({ seenBy: "the sentry", failingSinceMs: NOW_MS - HOUR_MS });
    }
  });

  test("by Route 53, where the sentry has reached the primary for five minutes and the alarm is on", () => {
    const seen = { seenBy: "Route 53", failingSinceMs: ON_SINCE_MS };
    expect(outageSeen(healthyFor(5 * MINUTE_MS), ON_SINCE_MS, NOW_MS)).toEqual(seen);
    expect(outageSeen(healthyFor(5 * MINUTE_MS - 1), ON_SINCE_MS, NOW_MS)).toBeNull();
  });

  test("by nobody while the alarm is off, or before the first look", () => {
    expect(outageSeen(healthyFor(HOUR_MS), null, NOW_MS)).toBeNull();
    expect(outageSeen(FIRST_WATCH, ON_SINCE_MS, NOW_MS)).toBeNull();
  });
});
