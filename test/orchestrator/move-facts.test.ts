import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { areStale, type MoveFacts, oldestFactMs, worsened } from "../../orchestrator/move-facts";
import { targetCapacity } from "../../orchestrator/resources/target-capacity";
import { healthUrlAt, sidesOf, WORKFLOWS } from "../../orchestrator/workflow";
import { NOW_MS, storefront } from "./fixtures";
import { READY, seen } from "./planned-fixtures";

const limits = { largestCatchUpLagSeconds: 5 };
const withLag = (value: number | null): MoveFacts => ({
  ...READY,
  lagSeconds: { "orders-db": { value, atMs: NOW_MS } },
});
const withCapacity = (primary: number | null): MoveFacts => ({
  ...READY,
  inService: { web: { primary: { value: primary, atMs: NOW_MS }, standby: { value: 6, atMs: NOW_MS } } },
});
const withHealth = (value: { isHealthy: boolean; detail: string } | null): MoveFacts => ({
  ...READY,
  health: { ...READY.health, primary: { value, atMs: NOW_MS } },
});

describe("age", () => {
  test("is that of the oldest fact", () => {
    expect(oldestFactMs(READY, NOW_MS)).toBe(NOW_MS - 90_000);
    expect(areStale(READY, NOW_MS, 90)).toBe(false);
    expect(areStale(READY, NOW_MS + 1, 90)).toBe(true);
  });

  test("of no facts at all is none", () => {
    expect(oldestFactMs({ ...READY, lagSeconds: {}, inService: {} }, NOW_MS)).toBe(NOW_MS - 30_000);
  });
});

describe("what got worse since the gate", () => {
  test("nothing, when nothing changed, or when it changed for the better", () => {
    expect(worsened(READY, seen(READY), "primary", limits)).toEqual([]);
    expect(worsened(READY, seen(withCapacity(9)), "primary", limits)).toEqual([]);
    expect(worsened(withHealth(null), seen(READY), "primary", limits)).toEqual([]);
  });

  test.each([
    ["lag above the plan's limit", withLag(6), "The replication lag of orders-db is 6 s now."],
    ["lag that nobody knows", withLag(null), "The replication lag of orders-db is not known now."],
    ["replication that has stopped", withLag(-1), "The replication lag of orders-db is -1 s now."],
    [
      "capacity in the target",
      withCapacity(5),
      "web had 6 instances ready for customers in the primary at the gate and has 5 now.",
    ],
    ["capacity that nobody knows", withCapacity(null), /has not known now\.$/],
    [
      "health",
      withHealth({ isHealthy: false, detail: "timeout" }),
      /was healthy at the gate and is not any more: timeout\.$/,
    ],
    ["health that nobody knows", withHealth(null), /is not any more: not known\.$/],
  ])("%s", (_, now, sentence) => {
    expect(worsened(READY, seen(now), "primary", limits)).toEqual([
      typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
    ]);
  });

  test("a source with fewer instances does not matter: it is left anyway", () => {
    expect(worsened(READY, seen(withCapacity(5)), "standby", limits)).toEqual([]);
  });

  test("what nobody could see at the gate was not approved", () => {
    expect(
      worsened(withHealth(null), seen(withHealth({ isHealthy: false, detail: "timeout" })), "primary", limits),
    ).toEqual([expect.stringMatching(/was not seen at the gate and is not healthy: timeout\.$/)]);
  });

  test("what was unhealthy at the gate was approved as it was", () => {
    const sick = withHealth({ isHealthy: false, detail: "timeout" });
    expect(worsened(sick, seen(sick), "primary", limits)).toEqual([]);
  });
});

describe("a source that has grown since the warm-up", () => {
  const atMost24 = { capacityPercent: 50, smallestCapacity: 2, largestCapacity: 24 };
  const grown = (target: number, source: number) => ({
    facts: withCapacity(target),
    wanted: { web: targetCapacity(atMost24, { capacity: source }, "standby") },
  });

  test("is told, with what both sides have", () => {
    expect(worsened(READY, grown(8, 20), "primary", limits)).toEqual([
      "web has 8 instances ready for customers in the primary now and needs 20: 100 % of the standby's 20.",
    ]);
  });

  test.each([
    ["as large as the source", 20, 20],
    ["larger than the source, which has shrunk", 20, 6],
    ["as large as the plan allows", 24, 30],
  ])("does not concern a target that is %s", (_, target, source) => {
    expect(worsened(READY, grown(target, source), "primary", limits)).toEqual([]);
  });

  test("asks a standby for no more than its share", () => {
    const wanted = { web: targetCapacity(atMost24, { capacity: 12 }, "primary") };
    expect(worsened(READY, { facts: READY, wanted }, "standby", limits)).toEqual([]);
  });

  test("matters where nobody can say how large it is", () => {
    expect(worsened(READY, { facts: READY, wanted: { web: null } }, "primary", limits)).toEqual([
      "How many instances web needs in the primary is not known now.",
    ]);
  });

  test("never asks for more than a warm-up would have made", () => {
    const sizes = fc.nat(60);
    fc.assert(
      fc.property(sizes, sizes, (target, source) => {
        const wanted = targetCapacity(atMost24, { capacity: source }, "standby").instances;
        const worse = worsened(withCapacity(target), grown(target, source), "primary", limits);
        expect(worse).toHaveLength(target < wanted ? 1 : 0);
      }),
    );
  });
});

describe("sides", () => {
  test("target and source are always the two Regions of the plan, and the application is asked where it is", () => {
    fc.assert(
      fc.property(fc.constantFrom(...WORKFLOWS), (workflow) => {
        const { target, source } = sidesOf(storefront, workflow);
        expect(new Set([target.role, source.role])).toEqual(new Set(["primary", "standby"]));
        expect(target.region).toBe(storefront.regions[target.role]);
        expect(source.region).toBe(storefront.regions[source.role]);
        expect(healthUrlAt(storefront, target.role)).not.toBe(healthUrlAt(storefront, source.role));
      }),
    );
    expect(sidesOf(storefront, "failback").target.role).toBe("primary");
    expect(healthUrlAt(storefront, "primary")).toBe(storefront.detection.healthUrl);
  });
});
