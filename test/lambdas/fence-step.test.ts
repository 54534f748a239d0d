import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory } from "../../lambdas/steps/fence.lambda";
import { claim } from "../../orchestrator/baton-transitions";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { EXECUTION, storefront } from "../orchestrator/fixtures";
import { OLD, type OldRegion, oldRegion, refusing } from "./old-region";

const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" } as const;
const POLL_MS = 2000;
const { fenceSeconds } = storefront.policy.deadlines;

beforeAll(warmUpSdk);

/** Holds the baton as a failover does, and has a record. */
async function begin({ table, clock }: OldRegion): Promise<void> {
  const nowMs = clock.now();
  const claimant = { ...RUN, nowMs, holderIsRunning: false, startedByPerson: true };
  await new BatonStore(table).change((baton) => claim(baton, claimant));
  const trigger = { type: "person", requestedBy: "ada", reason: "test" } as const;
  await new RunStore(table).open({ ...RUN, trigger, startedAtMs: nowMs });
}

/** The loop of the machine around one resource. Null: the deadline has passed without a word. */
async function fence(world: OldRegion, resourceId = "orders-db"): Promise<ConvergeResult | null> {
  const handle = factory.create(world.runtime);
  const beganMs = world.clock.now();
  const elapsedSeconds = () => Math.floor((world.clock.now() - beganMs) / 1000);
  let previous: ConvergeResult | null = null;
  for (;;) {
    const enteredAt = new Date(world.clock.now()).toISOString();
    const calledSeconds = elapsedSeconds();
    const event = { run: RUN, enteredAt, resourceId, elapsedSeconds: calledSeconds, previous };
    previous = (await handle(event, { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 })) as ConvergeResult;
    if (previous.status !== "pending") return previous;
    if (calledSeconds * 1000 + POLL_MS > fenceSeconds * 1000) return null;
    await world.clock.sleep(POLL_MS);
  }
}

function play<T>(world: OldRegion, story: () => Promise<T>): Promise<T> {
  return withAmbient(world.clock, world.random, () => world.run(begin(world).then(story)));
}

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
    await play(world, async () => {
      expect(verdictOf(await fence(world))).toBe("FENCED");
      expect((await new RunStore(world.table).read("run-1"))?.fenceVerdicts).toEqual({ "orders-db": "FENCED" });
    });
  });

  test("a dark Region is given up within seconds", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    const beganMs = world.clock.now();
    await play(world, async () => expect(verdictOf(await fence(world))).toBe("UNREACHABLE"));
    expect(world.clock.now() - beganMs).toBeLessThan(20_000);
  });

  test.each([
    ["throttled", "DescribeDBInstances", new AwsError("Throttling", "Rate exceeded", 400)],
    ["throttled on its way", "ModifyDBInstance", new AwsError("RequestLimitExceeded", "Rate exceeded", 503)],
    ["throttled by status", "RebootDBInstance", new AwsError("Busy", "too many", 429)],
    ["broken on its way", "ModifyDBInstance", new AwsError("InternalFailure", "oops", 500)],
  ])("a call that is %s for a while is made again", async (_, operation, error) => {
    const world = oldRegion({ judge: failing(operation, error, 0, 30) });
    await play(world, async () => expect(verdictOf(await fence(world))).toBe("FENCED"));
  });

  test("a group whose scaling is busy for a while is fenced afterwards", async () => {
    const busy = new AwsError("ScalingActivityInProgress", "busy", 400);
    const world = oldRegion({ judge: failing("UpdateAutoScalingGroup", busy, 0, 20) });
    await play(world, async () => expect(verdictOf(await fence(world, "web"))).toBe("FENCED"));
  });

  test("a Region that has answered and breaks down for a while is not given up", async () => {
    const broken = new AwsError("InternalFailure", "oops", 500);
    const world = oldRegion({ judge: failing("DescribeDBInstances", broken, 3, 30) });
    await play(world, async () => expect(verdictOf(await fence(world))).toBe("FENCED"));
  });

  test("silence counts from the last answer, not from the beginning", async () => {
    const world = oldRegion({ rebootMs: 60_000 });
    world.clock.after(20_000, () => world.network.darken({ region: OLD, sparedServices: [] }));
    world.clock.after(27_000, () => world.network.restore(OLD));
    await play(world, async () => expect(verdictOf(await fence(world))).toBe("FENCED"));
  });

  test("a Region that falls silent half-way for good is given up", async () => {
    const world = oldRegion({ rebootMs: 60_000 });
    world.clock.after(20_000, () => world.network.darken({ region: OLD, sparedServices: [] }));
    await play(world, async () => expect(verdictOf(await fence(world))).toBe("UNREACHABLE"));
  });

  test("a Region that can be looked at and takes no orders is not unreachable: its fence fails, with the reason", async () => {
    const world = oldRegion({
      judge: failing("ModifyDBInstance", new AwsError("InternalFailure", "oops", 500), 0, 900),
    });
    await play(world, async () => {
      const result = await fence(world);
      expect(verdictOf(result)).toBe("FAILED");
      expect(result?.detail).toMatch(/did not take what was asked.*InternalFailure: oops.*deadline/);
    });
  });

  test("a refusal for good is a failure at once", async () => {
    const world = oldRegion({ judge: refusing("ModifyDBInstance") });
    await play(world, async () => {
      expect(await fence(world)).toMatchObject({
        facts: { verdict: "FAILED" },
        detail: expect.stringContaining("AccessDenied"),
      });
      expect(world.calls("ModifyDBInstance")).toBe(1);
    });
  });
});
