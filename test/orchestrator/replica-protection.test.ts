import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { behindSinceMs, isProtecting } from "../../orchestrator/replica-protection";
import type { LastSeen } from "../../orchestrator/run";

const MINUTE_MS = 60_000;
const SEEN: LastSeen = { resourceId: "orders-db", seenAtMs: 20 * MINUTE_MS, isReplica: true, isStopped: false };

/** What the looks of an hour remember, one a minute. */
function judged(lags: readonly (number | null)[], limitSeconds: number): readonly LastSeen[] {
  const looks: LastSeen[] = [];
  lags.forEach((lagSeconds, minute) => {
    const nowMs = minute * MINUTE_MS;
    const sinceMs = behindSinceMs(looks.at(-1) ?? null, { lagSeconds, limitSeconds, nowMs });
    looks.push({ ...SEEN, seenAtMs: nowMs, ...(sinceMs !== undefined && { behindSinceMs: sinceMs }) });
  });
  return looks;
}

describe("a replica protects", () => {
  test("while it runs and keeps up", () => {
    expect(isProtecting(SEEN)).toBe(true);
  });

  test.each<[string, Partial<LastSeen>]>([
    ["it is none", { isReplica: false }],
    ["it has stopped", { isStopped: true }],
    ["it has been behind for a quarter of an hour", { behindSinceMs: 5 * MINUTE_MS }],
  ])("no more once %s", (_, found) => {
    expect(isProtecting({ ...SEEN, ...found })).toBe(false);
  });

  test("on an idle source, whose lag is a saw of five minutes, whatever the plan allows", () => {
    const phases = fc.record({ phase: fc.integer({ min: 0, max: 59 }), delay: fc.integer({ min: 0, max: 30 }) });
    fc.assert(
      fc.property(phases, fc.integer({ min: 0, max: 120 }), ({ phase, delay }, limitSeconds) => {
        const lags = Array.from({ length: 60 }, (_, minute) => ((minute * 60 + phase) % 300) + delay);
        expect(judged(lags, limitSeconds).every(isProtecting)).toBe(true);
      }),
    );
  });

  test("no more after fifteen minutes in which every lag was unknown or above what the plan allows", () => {
    const late = fc.option(fc.integer({ min: 121, max: 100_000 }));
    fc.assert(
      fc.property(fc.array(late, { minLength: 20, maxLength: 60 }), (lags) => {
        const looks = judged(lags, 30);
        expect(looks.map(isProtecting)).toEqual(looks.map(({ seenAtMs }) => seenAtMs < 15 * MINUTE_MS));
      }),
    );
  });
});
