import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { keepsUp } from "../../lambdas/resources/catch-up-replica";
import { type DrainFacts, proofOfDrain } from "../../lambdas/resources/drain-proof";

const MINUTE_MS = 60_000;
const FROZEN_AT_MS = 10 * MINUTE_MS + 12_000;
const FIRST_MINUTE_MS = 11 * MINUTE_MS;

const facts = (given: Partial<DrainFacts>): DrainFacts => ({
  frozenAtMs: FROZEN_AT_MS,
  lagSeconds: [],
  missingBytes: [],
  isReplicating: true,
  ...given,
});
const sample = (atMs: number, value: number) => ({ atMs, value });

describe("that a frozen writer's replica has everything", () => {
  test.each([
    ["a commit from after the freeze was replayed", { lagSeconds: [sample(FIRST_MINUTE_MS, 20)] }],
    [
      "0 s in two minutes in a row",
      { lagSeconds: [sample(FIRST_MINUTE_MS + MINUTE_MS, 0), sample(FIRST_MINUTE_MS, 0)] },
    ],
    [
      "0 bytes are missing, however old an idle source's last commit is",
      { lagSeconds: [sample(FIRST_MINUTE_MS, 200)], missingBytes: [sample(FIRST_MINUTE_MS, 0)] },
    ],
    [
      "a minute that begins as the freeze is complete counts",
      {
        frozenAtMs: FIRST_MINUTE_MS,
        lagSeconds: [sample(FIRST_MINUTE_MS, 9)],
        missingBytes: [sample(FIRST_MINUTE_MS, 0)],
      },
    ],
    ["a commit of the very moment of the freeze was replayed", { lagSeconds: [sample(FROZEN_AT_MS + 5000, 5)] }],
  ])("is proven: %s", (_, given) => {
    expect(proofOfDrain(facts(given))).toEqual(expect.any(String));
  });

  test("is told with the moment that proves it", () => {
    const sentence = proofOfDrain(facts({ lagSeconds: [sample(FIRST_MINUTE_MS, 20)] }));
    expect(sentence).toBe("has replayed a commit of 1970-01-01T00:10:40.000Z, after the freeze");
  });

  test.each<[string, Partial<DrainFacts>]>([
    ["no datapoint at all", {}],
    ["a lag of 0 from before the freeze", { lagSeconds: [sample(10 * MINUTE_MS, 0), sample(9 * MINUTE_MS, 0)] }],
    ["the last replayed commit may be from before the freeze", { lagSeconds: [sample(FIRST_MINUTE_MS, 49)] }],
    [
      "the last lag is no 0, though the one before was",
      { lagSeconds: [sample(FIRST_MINUTE_MS + MINUTE_MS, 200), sample(FIRST_MINUTE_MS, 0)] },
    ],
    [
      "the newest bytes are from before the freeze",
      { lagSeconds: [sample(FIRST_MINUTE_MS, 200)], missingBytes: [sample(10 * MINUTE_MS, 0)] },
    ],
    ["a single 0, which may be luck", { lagSeconds: [sample(FIRST_MINUTE_MS, 0), sample(10 * MINUTE_MS, 0)] }],
    [
      "replication has stopped",
      { lagSeconds: [sample(FIRST_MINUTE_MS, -1)], missingBytes: [sample(FIRST_MINUTE_MS, 0)] },
    ],
    ["bytes are missing", { lagSeconds: [sample(FIRST_MINUTE_MS, 49)], missingBytes: [sample(FIRST_MINUTE_MS, 8)] }],
    ["0 bytes, but from before the freeze", { missingBytes: [sample(10 * MINUTE_MS, 0)] }],
    ["0 bytes, but no lag is reported", { missingBytes: [sample(FIRST_MINUTE_MS, 0)] }],
    ["the stream does not run", { lagSeconds: [sample(FIRST_MINUTE_MS, 1)], isReplicating: false }],
  ])("is not proven: %s", (_, given) => {
    expect(proofOfDrain(facts(given))).toBeNull();
  });

  /** A source with customers until the freeze and RDS's own heartbeat throughout, replayed in order with any delays. */
  const history = fc.record({
    clientCommitsMs: fc.array(fc.integer({ min: 0, max: FROZEN_AT_MS }), { minLength: 1, maxLength: 60 }),
    heartbeatOffsetMs: fc.integer({ min: 0, max: 300_000 }),
    delaysMs: fc.array(fc.integer({ min: 0, max: 400_000 }), { minLength: 70, maxLength: 70 }),
    minutes: fc.integer({ min: 0, max: 12 }),
  });

  test("is never claimed while an acknowledged write is missing", () => {
    let proven = 0;
    fc.assert(
      fc.property(history, ({ clientCommitsMs, heartbeatOffsetMs, delaysMs, minutes }) => {
        const heartbeatsMs = [0, 1, 2, 3, 4].map((beat) => heartbeatOffsetMs + beat * 300_000);
        const commits = inReplayOrder([...clientCommitsMs, ...heartbeatsMs], delaysMs);
        const sampledAtMs = FIRST_MINUTE_MS + minutes * MINUTE_MS;
        const replayed = commits.filter(({ replayedAtMs }) => replayedAtMs <= sampledAtMs);
        const last = Math.max(0, ...replayed.map(({ atMs }) => atMs));
        const lagSeconds = [sample(sampledAtMs, (sampledAtMs - last) / 1000)];
        if (proofOfDrain(facts({ lagSeconds })) === null) return;
        proven += 1;
        const missing = commits.filter(({ atMs, replayedAtMs }) => atMs < FROZEN_AT_MS && replayedAtMs > sampledAtMs);
        expect(missing).toEqual([]);
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(proven).toBeGreaterThan(100);
  });
});

function inReplayOrder(commitsMs: readonly number[], delaysMs: readonly number[]) {
  let replayedAtMs = 0;
  return [...commitsMs]
    .sort((left, right) => left - right)
    .map((atMs, index) => {
      replayedAtMs = Math.max(replayedAtMs, atMs + (delaysMs[index] ?? 0));
      return { atMs, replayedAtMs };
    });
}

describe("a replica keeps up", () => {
  const minutes = (...values: number[]) => values.map((value, index) => sample(-index * MINUTE_MS, value));

  test.each([
    ["three good minutes in a row", minutes(1, 5, 0.4, 900), true],
    ["one of the last three is too late", minutes(1, 5.1, 0.4), false],
    ["too few datapoints", minutes(1, 1), false],
    ["-1 is no lag", minutes(1, -1, 1), false],
  ])("%s", (_, samples, expected) => {
    expect(keepsUp(samples, 5)).toBe(expected);
  });
});
