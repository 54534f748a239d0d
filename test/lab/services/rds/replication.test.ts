import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { ReplicationStream } from "../../../../lab/services/rds/replication";
import { WriteLog } from "../../../../lab/services/rds/write-log";

type Step = { readonly action: string; readonly waitMs: number; readonly delayMs: number };

const step: fc.Arbitrary<Step> = fc.record({
  action: fc.constantFrom("write", "write", "write", "sever", "resume", "stall", "look"),
  waitMs: fc.integer({ min: 0, max: 5_000 }),
  delayMs: fc.integer({ min: 0, max: 8_000 }),
});

/** Plays the steps and returns how much was applied at each moment. */
function play(steps: readonly Step[]) {
  const log = new WriteLog();
  let nowMs = 0;
  let delayMs = 0;
  const stream = new ReplicationStream(log, 0, () => delayMs);
  const applied: { atMs: number; count: number; severed: boolean }[] = [];
  for (const { action, waitMs, delayMs: nextDelayMs } of steps) {
    nowMs += waitMs;
    delayMs = nextDelayMs;
    if (action === "write") {
      log.append({ firstId: log.batches.length, count: 1, committedAtMs: nowMs });
      stream.sourceCommitted(nowMs);
    }
    if (action === "sever") stream.sever(nowMs);
    if (action === "resume") stream.resume(nowMs);
    if (action === "stall") stream.stall(nowMs, nextDelayMs);
    applied.push({ atMs: nowMs, count: stream.appliedBatches(nowMs), severed: stream.severedAtMs !== null });
  }
  return { log, stream, applied, nowMs };
}

describe("a replication stream", () => {
  test("never takes back what has arrived, and never has more than was committed", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { log, applied } = play(steps);
        let last = 0;
        for (const { count } of applied) {
          expect(count).toBeGreaterThanOrEqual(last);
          expect(count).toBeLessThanOrEqual(log.batches.length);
          last = count;
        }
      }),
    );
  });

  test("carries nothing while severed, and everything once it flows long enough", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { log, stream, nowMs } = play(steps);
        stream.sever(nowMs);
        const before = stream.appliedBatches(nowMs);
        expect(stream.appliedBatches(nowMs + 1e9)).toBe(before);
        stream.stall(nowMs + 1e9, 0);
        stream.resume(nowMs + 1e9);
        expect(stream.appliedBatches(nowMs + 2e9)).toBe(log.batches.length);
      }),
    );
  });
});
