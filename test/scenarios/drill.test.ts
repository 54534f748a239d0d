import { beforeAll, describe, expect, test } from "@jest/globals";
import type { DrillResult, TimelineLine } from "../../lab/drill/result";
import { scenarioNamed } from "../../lab/scenarios/catalogue";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill, fasterThanFloor, fingerprint } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

const LONG_MS = 600_000;

beforeAll(() => {
  storefrontAssembly();
}, LONG_MS);

describe("a drill of region-outage", () => {
  let result: DrillResult;
  const lines: TimelineLine[] = [];
  beforeAll(async () => {
    result = await drill(scenarioNamed("region-outage"), 11, { onLine: (line) => lines.push(line) });
  }, LONG_MS);

  test("is byte-identical for the same seed", async () => {
    const again = await drill(scenarioNamed("region-outage"), 11);
    expect(fingerprint(again)).toBe(fingerprint(result));
  });

  test("is byte-identical for the same seed in bulk mode too, and ends as well", async () => {
    const bulk = await drill(scenarioNamed("region-outage"), 11, { calls: "direct" });
    const again = await drill(scenarioNamed("region-outage"), 11, { calls: "direct" });
    expect(brokenExpectations(bulk)).toEqual([]);
    expect(fingerprint(again)).toBe(fingerprint(bulk));
  });

  test("differs for another seed", async () => {
    const other = await drill(scenarioNamed("region-outage"), 12);
    expect(other.rtoSeconds).not.toBe(result.rtoSeconds);
    expect(other.detectedSeconds).not.toBe(result.detectedSeconds);
  });

  test("tells the timeline line by line while it happens", () => {
    expect(lines).toEqual(result.timeline);
    const whats = result.timeline.map(({ what }) => what);
    const inOrder = [
      "fault-injected",
      "alarm-fired",
      "promotion-started",
      "promotion-finished",
      "baton-moved",
      "traffic-switched",
    ];
    expect(inOrder.map((what) => whats.indexOf(what))).toEqual(
      inOrder.map((what) => whats.indexOf(what)).sort((a, b) => a - b),
    );
    expect(whats).toEqual(expect.arrayContaining(inOrder));
  });

  test("is not faster than its floor, and the floor's parts add up", () => {
    const { floorSeconds, floorParts, detectedSeconds } = result;
    expect(floorSeconds).not.toBeNull();
    expect(fasterThanFloor(result)).toEqual([]);
    expect(floorParts.reduce((sum, { seconds }) => sum + seconds, 0)).toBeCloseTo(floorSeconds ?? 0, 3);
    // The first failure counts from the beginning of its second, which may lie before the fault.
    expect(floorParts[0]?.seconds).toBeLessThan((detectedSeconds ?? 0) + 1);
  });

  test("counts every request in the availability series", () => {
    const since = result.availabilitySeries.filter(({ atSeconds }) => atSeconds >= 0);
    const succeeded = since.reduce((sum, point) => sum + point.succeeded, 0);
    const failed = since.reduce((sum, point) => sum + point.failed, 0);
    expect(succeeded / (succeeded + failed)).toBeCloseTo(result.availability, 1);
    expect(since.at(-1)?.servedByStandby).toBe(1);
  });

  test("asks nobody's permission twice and uses what it is granted", () => {
    expect(result.iamRefusals).toEqual([]);
    expect(result.apiCalls).toContainEqual(
      expect.objectContaining({ service: "rds", operation: "PromoteReadReplica", calls: 1 }),
    );
  });

  test("shows the promotion, the boots and the fault as spans that end", () => {
    const lanes = new Set(result.spans.map(({ lane }) => lane));
    expect(lanes).toEqual(new Set(["aws", "baton", "fault"]));
    for (const { startSeconds, endSeconds } of result.spans) expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
    const atWork = result.spans.filter(({ lane }) => lane === "aws");
    const longest = Math.max(...atWork.map(({ startSeconds, endSeconds }) => endSeconds - startSeconds));
    expect(longest).toBeCloseTo(result.floorParts[1]?.seconds ?? 0, 1);
  });

  test("gives on-call messages that fit e-mail and SMS", () => {
    expect(result.notices.length).toBeGreaterThanOrEqual(2);
    for (const { subject, email, sms } of result.notices) {
      expect(subject.length).toBeLessThanOrEqual(100);
      expect(email).not.toBe("");
      expect(sms.length).toBeLessThanOrEqual(160);
    }
  });
});

describe("expectations can fail", () => {
  test(
    "a scenario that expects the opposite says so, with what it saw",
    async () => {
      const opposite = defineScenario({
        ...scenarioNamed("false-alarm"),
        expectations: [
          { that: "outcome-is", outcome: "recovered" },
          { that: "baton-is-at", role: "standby" },
          { that: "recovered-within-objective" },
          { that: "fence-verdict-is", verdict: "FENCED" },
          { that: "notice-says", words: "failed over" },
          { that: "runs-that-claimed", count: 0 },
          { that: "executions-at-least", count: 50 },
        ],
      });
      const { expectations } = await drill(opposite, 3);
      const failing = expectations.filter(({ holds }) => !holds).map(({ name, detail }) => `${name}: ${detail}`);
      expect(failing).toEqual([
        "the outcome is recovered: it is stood-down",
        "the standby holds the baton: the primary holds it",
        "the fence's verdict is FENCED: it is none",
        expect.stringMatching(/^on-call reads "failed over": subjects: .*stood down/),
        expect.stringMatching(/^0 runs claimed the baton: [12] did$/),
        expect.stringMatching(/^at least 50 executions were started: [1-4] were$/),
      ]);
    },
    LONG_MS,
  );
});
