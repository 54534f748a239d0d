import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  dataLossAhead,
  dataLossSentence,
  estimateDataLoss,
  firstSignMs,
  seenServingAtMs,
} from "../../orchestrator/data-loss";
import { ALL_DOWN, evidence, NOW_MS } from "./fixtures";

const seen = (changes: object = {}) => ({
  resourceId: "orders-db",
  seenAtMs: NOW_MS - 60_000,
  lagSampledAtMs: NOW_MS - 60_000,
  replicaLagSeconds: 2,
  ...changes,
});

describe("the estimate", () => {
  const downAgo = (agoMs: number) => ({ ...evidence({ route53: "DOWN" }, NOW_MS - agoMs), gatheredAtMs: NOW_MS });

  test("is the lag plus what may have been acknowledged since the sample, until the first sign and until the end", () => {
    expect(estimateDataLoss([seen()], downAgo(20_000))).toEqual({
      lagSeconds: 2,
      ifStoppedSeconds: 42,
      atMostSeconds: 62,
    });
  });

  test("is the worst of several replicas", () => {
    const other = seen({ resourceId: "users-db", lagSampledAtMs: NOW_MS - 10_000, replicaLagSeconds: 30 });
    expect(estimateDataLoss([seen(), other], ALL_DOWN)).toEqual({
      lagSeconds: 30,
      ifStoppedSeconds: 62,
      atMostSeconds: 62,
    });
  });

  test("is nothing where nothing replicates, and never negative when a sample is newer than the look", () => {
    expect(estimateDataLoss([], ALL_DOWN)).toEqual({ lagSeconds: 0, ifStoppedSeconds: 0, atMostSeconds: 0 });
    expect(estimateDataLoss([seen({ lagSampledAtMs: NOW_MS + 5_000 })], ALL_DOWN)).toEqual({
      lagSeconds: 2,
      ifStoppedSeconds: 2,
      atMostSeconds: 2,
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

  test("counts on until its end, however many see the primary DOWN: all of them may be cut off from it", () => {
    const anHourLater = { ...ALL_DOWN, gatheredAtMs: NOW_MS + 3_600_000 };
    expect(estimateDataLoss([seen({ unhealthySinceMs: NOW_MS - 30_000 })], anHourLater)).toEqual({
      lagSeconds: 2,
      ifStoppedSeconds: 32,
      atMostSeconds: 3662,
    });
  });

  test("counts until the primary was last seen to serve, where that is later than the look", () => {
    const served = seen({ servedAtMs: NOW_MS + 10_000 });
    expect(estimateDataLoss([served], ALL_DOWN)).toMatchObject({ ifStoppedSeconds: 72, atMostSeconds: 72 });
  });
});

describe("the loss in words", () => {
  const loss = { lagSeconds: 0.41, ifStoppedSeconds: 62, atMostSeconds: 312 };
  const probably =
    "Data loss: probably about 0.5 s (replication lag when last healthy), at most 1 min 2 s if the primary stopped when it was first seen failing";

  test("names after the promotion what was lost at most, whatever the primary did unseen", () => {
    expect(dataLossSentence(loss)).toBe(`${probably}, and 5 min 12 s if it served on unseen until the promotion.`);
  });

  test("gives no number before the promotion for what nobody can know yet", () => {
    expect(dataLossAhead(loss, ALL_DOWN)).toBe(
      `${probably}; if it serves on unseen, all that it takes until the promotion, too.`,
    );
  });

  test("speaks of a primary that is seen to serve as of one that serves", () => {
    expect(dataLossAhead(loss, evidence({ route53: "UP", standbyProbe: "DOWN" }))).toBe(
      "Data loss: about 0.5 s (replication lag when last healthy) if replication flows; if not, all that the primary takes until the promotion.",
    );
  });

  test("says where nothing can be said", () => {
    expect(dataLossSentence(null)).toContain("cannot be estimated");
    expect(dataLossAhead(null, ALL_DOWN)).toContain("cannot be estimated");
  });
});

describe("the first sign of the outage", () => {
  test("is the first failed probe, where one is known", () => {
    expect(firstSignMs(seen({ unhealthySinceMs: NOW_MS - 30_000 }), ALL_DOWN)).toBe(NOW_MS - 30_000);
  });

  test("is not a failure from before the last healthy sample", () => {
    expect(firstSignMs(seen({ unhealthySinceMs: NOW_MS - 90_000 }), ALL_DOWN)).toBe(NOW_MS);
  });

  test("is not before the primary was last seen to serve during the run", () => {
    const served = seen({ unhealthySinceMs: NOW_MS - 30_000, servedAtMs: NOW_MS - 20_000 });
    const look = { ...evidence({ route53: "DOWN" }, NOW_MS - 25_000), gatheredAtMs: NOW_MS - 10_000 };
    expect(firstSignMs(served, look)).toBe(NOW_MS - 10_000);
    expect(firstSignMs({ ...served, unhealthySinceMs: NOW_MS - 15_000 }, look)).toBe(NOW_MS - 15_000);
    expect(firstSignMs({ ...served, servedAtMs: NOW_MS }, look)).toBe(NOW_MS);
  });

  test("is otherwise the first DOWN of the evidence, or the moment of looking", () => {
    const look = { ...evidence({ route53: "DOWN" }, NOW_MS - 7_000), gatheredAtMs: NOW_MS };
    expect(firstSignMs(seen(), look)).toBe(NOW_MS - 7_000);
    expect(firstSignMs(seen(), evidence({ route53: "UNKNOWN" }, NOW_MS))).toBe(NOW_MS);
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
    lostFromSightMs: fc.option(fc.integer({ min: 0, max: 60_000 })),
  });
  fc.assert(
    fc.property(history, ({ delaysMs, sampleAtSecond, noticedAfterMs, lostFromSightMs }) => {
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
            // Observers may lose sight of a primary that serves on until it dies.
            ...(lostFromSightMs !== null && { unhealthySinceMs: seenAtMs + lostFromSightMs }),
          },
        ],
        { ...evidence({ route53: "DOWN", standbyProbe: "DOWN" }, seenAtMs), gatheredAtMs: diedAtMs + noticedAfterMs },
      );
      expect(estimate?.atMostSeconds).toBeGreaterThanOrEqual(trueLossSeconds);
    }),
  );
});
