import { beforeAll, describe, expect, test } from "@jest/globals";
import type { DrillResult, Move, Span } from "../../lab/drill/result";
import { scenarioNamed } from "../../lab/scenarios/catalogue";
import { defineScenario } from "../../lab/scenarios/scenario";
import { drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

const LONG_MS = 600_000;

beforeAll(() => {
  storefrontAssembly();
}, LONG_MS);

describe("a drill of round-trip", () => {
  let result: DrillResult;
  let failover: Move | undefined;
  let failback: Move | undefined;
  beforeAll(async () => {
    result = await drill(scenarioNamed("round-trip"), 21);
    [failover, failback] = result.moves;
  }, LONG_MS);

  test("shows both moves, each with its own costs", () => {
    expect(result.moves.map(({ direction, toRole, epoch }) => [direction, toRole, epoch])).toEqual([
      ["failover", "standby", 2],
      ["failback", "primary", 3],
    ]);
    expect(failover?.rtoSeconds).toBe(result.rtoSeconds);
    expect(failover?.writesLost).toBe(result.writesLost);
    expect(failback).toMatchObject({ writesLost: 0, rpoSeconds: 0 });
    expect(failback?.rtoSeconds).toBeGreaterThan(60);
    expect([result.finalPhase, result.activeRole, result.outcome]).toEqual(["steady", "primary", "moved"]);
  });

  test("loses no more than the failover's run said it might", () => {
    expect(failover?.reportedDataLossSeconds).toBe(result.estimatedRpoSeconds);
    expect(result.rpoSeconds).toBeLessThanOrEqual(failover?.reportedDataLossSeconds ?? 0);
  });

  test("has evidence and decision of the failover, and the whole day on one axis", () => {
    expect(result.decision?.verdict).toBe("proceed");
    const named = (name: string): Span | undefined => result.spans.find((span) => span.name === name);
    expect(named("creation of storefront-orders")?.startSeconds).toBeGreaterThan(24 * 3600);
    expect(named("creation of storefront-orders-replica")?.startSeconds).toBeGreaterThan(failback?.atSeconds ?? 0);
    const returned = result.timeline.find(({ what }) => what === "region-returned");
    const outage = result.spans.find(({ lane }) => lane === "fault");
    expect(outage?.endSeconds).toBe(returned?.atSeconds);
    for (const { startSeconds, endSeconds } of result.spans) expect(endSeconds).toBeGreaterThanOrEqual(startSeconds);
  });

  test("serves customers from the standby all day, and from home at the end", () => {
    const at = (seconds: number) => result.availabilitySeries.findLast(({ atSeconds }) => atSeconds <= seconds);
    expect(at(12 * 3600)).toMatchObject({ failed: 0, servedByStandby: 1 });
    expect(result.availabilitySeries.at(-1)).toMatchObject({ failed: 0, servedByStandby: 0 });
    expect(result.availability).toBeGreaterThan(0.97);
  });

  test("fits into a few thousand points, although it lasts longer than a day", () => {
    expect(result.availabilitySeries.at(-1)?.atSeconds).toBeGreaterThan(26 * 3600);
    expect(result.availabilitySeries.length).toBeLessThan(20_000);
  });

  test(
    "is byte-identical for the same seed",
    async () => {
      const again = await drill(scenarioNamed("round-trip"), 21);
      expect(JSON.stringify(again) === JSON.stringify(result)).toBe(true);
    },
    LONG_MS,
  );
});

describe("people in a story", () => {
  const approve = { type: "move-approved", by: "Ines" } as const;

  test(
    "cannot answer what nobody asked: such a drill proves nothing",
    async () => {
      const scenario = defineScenario({
        ...scenarioNamed("switchover"),
        acts: [{ when: { atSeconds: 0 }, act: approve }],
        expectations: [{ that: "moves-are", directions: [] }],
      });
      await expect(drill(scenario, 1)).rejects.toThrow("no message asks for it");
    },
    LONG_MS,
  );

  test(
    "may let a paused automation go on, and the failover then needs nobody",
    async () => {
      const outage = scenarioNamed("region-outage");
      const [dark] = outage.faults;
      const scenario = defineScenario({
        ...outage,
        faults: [
          { atSeconds: 0, fault: { type: "automation-paused", by: "Ines", reason: "Maintenance." } },
          ...(dark ? [{ atSeconds: 120, fault: dark.fault }] : []),
        ],
        acts: [{ when: { atSeconds: 60 }, act: { type: "automation-resumed", by: "Ines" } }],
        endsWhen: "story-told",
        expectations: [{ that: "outcome-is", outcome: "recovered" }],
      });
      const { expectations } = await drill(scenario, 1);
      expect(expectations).toMatchObject([{ holds: true }]);
    },
    LONG_MS,
  );

  test(
    "start a failback only after a failover: the machine refuses and nothing moves",
    async () => {
      const scenario = defineScenario({
        ...scenarioNamed("switchover"),
        acts: [
          {
            when: { atSeconds: 0 },
            act: { type: "workflow-started", workflow: "failback", by: "Ines", reason: "By mistake." },
          },
        ],
        expectations: [
          { that: "outcome-is", outcome: "none" },
          { that: "moves-are", directions: [] },
          { that: "runs-that-claimed", count: 0 },
          { that: "planned-move-disturbs-nobody" },
          { that: "protected-again" },
        ],
      });
      const { expectations } = await drill(scenario, 1);
      expect(expectations.filter(({ holds }) => !holds)).toEqual([]);
    },
    LONG_MS,
  );
});

describe("expectations of planned moves can fail", () => {
  test(
    "a story that expects the opposite says so, with what it saw",
    async () => {
      const opposite = defineScenario({
        ...scenarioNamed("failback-declined"),
        expectations: [
          { that: "phase-is", phase: "steady" },
          { that: "moves-are", directions: ["failover", "failback"] },
          { that: "no-write-lost-by", direction: "failback" },
          { that: "no-write-lost-by", direction: "failover" },
          { that: "lost-only-by", direction: "failback" },
          { that: "interrupted-at-most", direction: "failover", seconds: 1 },
          { that: "stale-copies-kept", role: "standby", count: 1 },
          { that: "promotions-are", count: 2 },
          { that: "capacity-is", role: "standby", instances: 99 },
        ],
      });
      const { expectations } = await drill(opposite, 2);
      expect(expectations.filter(({ holds }) => holds)).toEqual([]);
      expect(expectations.map(({ detail }) => detail)).toEqual([
        "it is failed-over",
        "failover",
        "there was none",
        expect.stringMatching(/^it lost [1-9]\d*$/),
        expect.stringMatching(/^0 of [1-9]\d* lost$/),
        expect.stringMatching(/^it took \d+ s$/),
        expect.stringContaining("storefront-orders-replica (standby) writes"),
        "1 did",
        expect.stringMatching(/^\d are$/),
      ]);
    },
    LONG_MS,
  );
});
