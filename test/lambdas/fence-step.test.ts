import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FenceStore } from "../../lambdas/aws/fence-store";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory } from "../../lambdas/steps/fence.lambda";
import { callOperator } from "../../orchestrator/baton-transitions";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { OLD, type OldRegion, oldRegion, refusing } from "./old-region";
import { callStep, convergeStep, playRun, RUN } from "./run-bench";

beforeAll(warmUpSdk);

const fence = (world: OldRegion, resourceId = "orders-db") => convergeStep(world, factory, resourceId);

/** Refuses one kind of call with one error, from one second of the fence to another. */
function failing(operation: string, error: AwsError, fromSeconds: number, toSeconds: number) {
  let beganMs: number | undefined;
  return (asked: string, nowMs: number) => {
    beganMs ??= nowMs;
    const seconds = (nowMs - beganMs) / 1000;
    if (asked === operation && seconds >= fromSeconds && seconds < toSeconds) throw error;
  };
}

const verdictOf = (result: ConvergeResult | null) => result?.facts?.verdict;

describe("the fence of a run", () => {
  test("a Region that answers is fenced, and the record says so", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      expect(verdictOf(await fence(world))).toBe("FENCED");
      expect((await new RunStore(world.table).read("run-1"))?.fenceVerdicts).toEqual({ "orders-db": "FENCED" });
    });
  });

  test.each([
    ["before it had begun", 0],
    ["in the middle of it", 1],
  ])(
    "a run that stood still %s, and was redriven, asks nothing of the Region and keeps no verdict",
    async (_, turns) => {
      const world = oldRegion({ rebootMs: 60_000 });
      await playRun(world, async () => {
        let previous: ConvergeResult | null = null;
        for (let turn = 0; turn < turns; turn += 1)
          previous = await callStep(world, factory, "orders-db", { previous });
        const { executionArn } = RUN;
        await world.clock.sleep(120_000);
        const nowMs = world.clock.now();
        await new BatonStore(world.table).change((baton) => callOperator(baton, { executionArn, nowMs }));
        await world.clock.sleep(1_000);
        const asked = world.calls("DescribeDBInstances");
        const redriven = await callStep(world, factory, "orders-db", { previous });
        expect(redriven).toMatchObject({ status: "done", facts: { verdict: "OUT_OF_DATE" } });
        expect(redriven.detail).toMatch(/decision of the run was made at .*stood still since/);
        expect(world.calls("DescribeDBInstances")).toBe(asked);
        expect((await new RunStore(world.table).read("run-1"))?.fenceVerdicts).toEqual({});
        expect(await new FenceStore(world.table).read("orders-db")).toBeNull();
      });
    },
  );

  test("a run that stood still after a promotion was asked for fences on: there is no way but forward", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      const { executionArn } = RUN;
      const baton = await new BatonStore(world.table).read();
      await new PromotionLedger(world.table, baton).asking({
        resourceId: "orders-db",
        role: "standby",
        instanceId: "storefront-orders-standby",
        runId: "run-1",
        epoch: RUN.epoch,
        requestedAtMs: world.clock.now(),
      });
      await world.clock.sleep(120_000);
      const nowMs = world.clock.now();
      await new BatonStore(world.table).change((held) => callOperator(held, { executionArn, nowMs }));
      await world.clock.sleep(1_000);
      expect(verdictOf(await fence(world))).toBe("FENCED");
    });
  });

  test("a dark Region is given up within seconds", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    const beganMs = world.clock.now();
    await playRun(world, async () => expect(verdictOf(await fence(world))).toBe("UNREACHABLE"));
    expect(world.clock.now() - beganMs).toBeLessThan(20_000);
  });

  test.each([
    ["throttled", "DescribeDBInstances", new AwsError("Throttling", "Rate exceeded", 400)],
    ["throttled on its way", "ModifyDBInstance", new AwsError("RequestLimitExceeded", "Rate exceeded", 503)],
    ["throttled by status", "RebootDBInstance", new AwsError("Busy", "too many", 429)],
    ["broken on its way", "ModifyDBInstance", new AwsError("InternalFailure", "oops", 500)],
  ])("a call that is %s for a while is made again", async (_, operation, error) => {
    const world = oldRegion({ judge: failing(operation, error, 0, 30) });
    await playRun(world, async () => expect(verdictOf(await fence(world))).toBe("FENCED"));
  });

  test("a group whose scaling is busy for a while is fenced afterwards", async () => {
    const busy = new AwsError("ScalingActivityInProgress", "busy", 400);
    const world = oldRegion({ judge: failing("UpdateAutoScalingGroup", busy, 0, 20) });
    await playRun(world, async () => expect(verdictOf(await fence(world, "web"))).toBe("FENCED"));
  });

  test("a Region that has answered and breaks down for a while is not given up", async () => {
    const broken = new AwsError("InternalFailure", "oops", 500);
    const world = oldRegion({ judge: failing("DescribeDBInstances", broken, 3, 30) });
    await playRun(world, async () => expect(verdictOf(await fence(world))).toBe("FENCED"));
  });

  test("silence counts from the last answer, not from the beginning", async () => {
    const world = oldRegion({ rebootMs: 60_000 });
    world.clock.after(20_000, () => world.network.darken({ region: OLD, sparedServices: [] }));
    world.clock.after(27_000, () => world.network.restore(OLD));
    await playRun(world, async () => expect(verdictOf(await fence(world))).toBe("FENCED"));
  });

  test("a Region that falls silent half-way for good is given up", async () => {
    const world = oldRegion({ rebootMs: 60_000 });
    world.clock.after(20_000, () => world.network.darken({ region: OLD, sparedServices: [] }));
    await playRun(world, async () => expect(verdictOf(await fence(world))).toBe("UNREACHABLE"));
  });

  test("a Region that can be looked at and takes no orders is not unreachable: its fence fails, with the reason", async () => {
    const world = oldRegion({
      judge: failing("ModifyDBInstance", new AwsError("InternalFailure", "oops", 500), 0, 900),
    });
    await playRun(world, async () => {
      const result = await fence(world);
      expect(verdictOf(result)).toBe("FAILED");
      expect(result?.detail).toMatch(/did not take what was asked.*InternalFailure: oops.*deadline/);
    });
  });

  test("a refusal for good is a failure at once", async () => {
    const world = oldRegion({ judge: refusing("ModifyDBInstance") });
    await playRun(world, async () => {
      expect(await fence(world)).toMatchObject({
        facts: { verdict: "FAILED" },
        detail: expect.stringContaining("AccessDenied"),
      });
      expect(world.calls("ModifyDBInstance")).toBe(1);
    });
  });
});
