import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory } from "../../lambdas/steps/fence.lambda";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { OLD, type OldRegion, oldRegion, refusing } from "./old-region";
import { convergeStep, playRun } from "./run-bench";

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
