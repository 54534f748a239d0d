import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { dataLossSentence, estimateDataLoss, seenServingAtMs, stoppedByMs } from "../../orchestrator/data-loss";
import { ALL_DOWN, evidence, NOW_MS } from "./fixtures";

const seen = (changes: object = {}) => ({
  resourceId: "orders-db",
  seenAtMs: NOW_MS - 60_000,
  lagSampledAtMs: NOW_MS - 60_000,
  replicaLagSeconds: 2,
  ...changes,
});

describe("the estimate", () => {
  test("is the lag plus what may have been acknowledged since the sample", () => {
    expect(estimateDataLoss([seen()], ALL_DOWN)).toEqual({ atMostSeconds: 62, lagSeconds: 2, isStopProven: true });
  });

  test("is the worst of several replicas", () => {
    const other = seen({ resourceId: "users-db", lagSampledAtMs: NOW_MS - 10_000, replicaLagSeconds: 30 });
    expect(estimateDataLoss([seen(), other], ALL_DOWN)).toEqual({
      atMostSeconds: 62,
      lagSeconds: 30,
      isStopProven: true,
    });
  });

  test("is nothing where nothing replicates, and never negative when a sample is newer than the look", () => {
    expect(estimateDataLoss([], ALL_DOWN)).toEqual({ atMostSeconds: 0, lagSeconds: 0, isStopProven: true });
    expect(estimateDataLoss([seen({ lagSampledAtMs: NOW_MS + 5_000 })], ALL_DOWN)).toEqual({
      atMostSeconds: 2,
      lagSeconds: 2,
      isStopProven: true,
    });
  });

  test("cannot be made where the lag was never seen, or replication had already stopped", () => {
    expect(estimateDataLoss([{ resourceId: "orders-db", seenAtMs: NOW_MS }], ALL_DOWN)).toBeNull();
    expect(estimateDataLoss([seen({ replicaLagSeconds: null })], ALL_DOWN)).toBeNull();
    expect(estimateDataLoss([seen(), seen({ replicaLagSeconds: -1 })], ALL_DOWN)).toBeNull();
  });

  test("cannot be made from a lag of another time: one without a time, or from long before the outage", () => {
    const { lagSampledAtMs: _, ...timeless } = seen();
    expect(estimateDataLoss([timeless], ALL_DOWN)).toBeNull();
    expect(estimateDataLoss([seen({ lagSampledAtMs: NOW_MS - 600_000 })], ALL_DOWN)).not.toBeNull();
    expect(estimateDataLoss([seen({ lagSampledAtMs: NOW_MS - 601_000 })], ALL_DOWN)).toBeNull();
  });

  test("counts on where the primary is not known to have stopped, however long a person thinks; the lag stays that of before", () => {
    const alone = { ...evidence({ standbyProbe: "DOWN", replica: "DOWN" }, NOW_MS), gatheredAtMs: NOW_MS + 3_000_000 };
    expect(estimateDataLoss([seen({ unhealthySinceMs: NOW_MS - 30_000 })], alone)).toEqual({
      atMostSeconds: 3062,
      lagSeconds: 2,
      isStopProven: false,
    });
    const seenByOne = evidence({ route53: "UP", standbyProbe: "DOWN", witnessProbe: "DOWN" }, NOW_MS);
    expect(estimateDataLoss([seen()], seenByOne)).toMatchObject({ isStopProven: false });
  });

  test("reads as a sentence", () => {
    expect(dataLossSentence({ atMostSeconds: 62, lagSeconds: 0.41, isStopProven: true })).toBe(
      "Data loss: probably about 0.5 s (replication lag when last healthy), at most 1 min 2 s.",
    );
    expect(dataLossSentence({ atMostSeconds: 312, lagSeconds: 0.41, isStopProven: false })).toBe(
      "Data loss: about 0.5 s (replication lag when last healthy) if the primary stopped then, at most 5 min 12 s if it has served on.",
    );
    expect(dataLossSentence(null)).toContain("cannot be estimated");
  });
});

describe("the moment when the primary stopped", () => {
  test("is the first failed probe, where one is known", () => {
    expect(stoppedByMs(seen({ unhealthySinceMs: NOW_MS - 30_000 }), ALL_DOWN)).toBe(NOW_MS - 30_000);
  });

  test("is not a failure from before the last healthy sample", () => {
    expect(stoppedByMs(seen({ unhealthySinceMs: NOW_MS - 90_000 }), ALL_DOWN)).toBe(NOW_MS);
  });

  test("is not before the primary was last seen to serve during the run", () => {
    const served = seen({ unhealthySinceMs: NOW_MS - 30_000, servedAtMs: NOW_MS - 20_000 });
    const down = { route53: "DOWN", standbyProbe: "DOWN" } as const;
    const look = { ...evidence(down, NOW_MS - 25_000), gatheredAtMs: NOW_MS - 10_000 };
    expect(stoppedByMs(served, look)).toBe(NOW_MS - 10_000);
    expect(stoppedByMs({ ...served, unhealthySinceMs: NOW_MS - 15_000 }, look)).toBe(NOW_MS - 15_000);
    expect(stoppedByMs({ ...served, servedAtMs: NOW_MS }, look)).toBe(NOW_MS);
  });

  test("is the moment of looking where anybody sees it serve, however early others lost sight of it", () => {
    const look = { ...evidence({ route53: "UP", standbyProbe: "DOWN" }, NOW_MS - 7_000), gatheredAtMs: NOW_MS };
    expect(stoppedByMs(seen({ unhealthySinceMs: NOW_MS - 30_000 }), look)).toBe(NOW_MS);
  });

  test("is the moment of looking where only those see it DOWN who fail together: they may be cut off from it", () => {
    const look = { ...evidence({ standbyProbe: "DOWN", replica: "DOWN" }, NOW_MS - 7_000), gatheredAtMs: NOW_MS };
    expect(stoppedByMs(seen({ unhealthySinceMs: NOW_MS - 30_000 }), look)).toBe(NOW_MS);
  });

  test("is otherwise the first DOWN of the evidence, or the moment of looking", () => {
    const look = { ...evidence({ route53: "DOWN", witnessProbe: "DOWN" }, NOW_MS - 7_000), gatheredAtMs: NOW_MS };
    expect(stoppedByMs(seen(), look)).toBe(NOW_MS - 7_000);
    expect(stoppedByMs(seen(), evidence({ route53: "UNKNOWN" }, NOW_MS))).toBe(NOW_MS);
  });
});

// CloudWatch knows the minute of a sample by its start: somewhere in it the lag was measured.
test("the primary was seen to serve when the last one saw it, and never where nobody did", () => {
  const early = evidence({ route53: "UP", standbyProbe: "DOWN" }, NOW_MS - 60_000);
  const late = evidence({ witnessProbe: "UP" }, NOW_MS);
  const observations = [...early.observations, ...late.observations];
  expect(seenServingAtMs({ ...late, observations })).toBe(NOW_MS);
  expect(seenServingAtMs({ ...late, observations: [...observations].reverse() })).toBe(NOW_MS);
  expect(seenServingAtMs(ALL_DOWN)).toBeNull();
});

test("with honest samples the true loss is never above the estimate, however replication behaves after the sample", () => {
  const history = fc.record({
    delaysMs: fc.array(fc.integer({ min: 0, max: 120_000 }), { minLength: 2, maxLength: 60 }),
    sampleAtSecond: fc.integer({ min: 0, max: 59 }),
    noticedAfterMs: fc.integer({ min: 0, max: 300_000 }),
    isProven: fc.boolean(),
  });
  fc.assert(
    fc.property(history, ({ delaysMs, sampleAtSecond, noticedAfterMs, isProven }) => {
      // One write a second, each acknowledged at once and applied in order at the standby after its delay.
      const ackedAtMs = delaysMs.map((_, second) => second * 1_000);
      const appliedAtMs: number[] = [];
      for (const [index, delayMs] of delaysMs.entries()) {
        appliedAtMs.push(Math.max(appliedAtMs[index - 1] ?? 0, (ackedAtMs[index] ?? 0) + delayMs));
      }
      const diedAtMs = ackedAtMs.at(-1) ?? 0;
      const seenAtMs = Math.min(sampleAtSecond * 1_000, diedAtMs);
      const missingAt = (atMs: number) =>
        ackedAtMs.find((acked, index) => acked <= atMs && (appliedAtMs[index] ?? 0) > atMs);
      const lagSeconds = (seenAtMs - (missingAt(seenAtMs) ?? seenAtMs)) / 1_000;
      const trueLossSeconds = (diedAtMs - (missingAt(diedAtMs) ?? diedAtMs)) / 1_000;
      const estimate = estimateDataLoss(
        [
          {
            resourceId: "orders-db",
            seenAtMs,
            lagSampledAtMs: seenAtMs - (seenAtMs % 60_000),
            replicaLagSeconds: lagSeconds,
          },
        ],
        evidence({ route53: "DOWN", ...(isProven && { standbyProbe: "DOWN" }) }, diedAtMs + noticedAfterMs),
      );
      expect(estimate?.atMostSeconds).toBeGreaterThanOrEqual(trueLossSeconds);
    }),
  );
});
