import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FenceLedger } from "../../lambdas/aws/fence-ledger";
import { FenceStore } from "../../lambdas/aws/fence-store";
import { GateStore } from "../../lambdas/aws/gate-store";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import { endingOfHolder } from "../../lambdas/sentry/holding-run";
import { keepFencing } from "../../lambdas/sentry/keep-fencing";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { decide } from "../../orchestrator/gate-transitions";
import { keptFence } from "../../orchestrator/kept-fence";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import { EXECUTION } from "../orchestrator/fixtures";
import { decision, openGate } from "../orchestrator/gate-fixtures";
import { OLD, type OldRegion, oldRegion, refusing } from "./old-region";

const TIMEOUT_MS = 50_000;
const IDS = ["orders-db", "web"];

const FAILED_OVER = { ...FIRST_BATON, active: "standby", phase: "failed-over", epoch: 2 } as const;

const FAILBACK = `${EXECUTION}-of-a-failback`;
const COMING_HOME = { ...FAILED_OVER, phase: "failing-back", workflow: "failback", holder: FAILBACK } as const;

beforeAll(warmUpSdk);

/** A failover has closed with these verdicts. */
async function leaveFences(world: OldRegion, verdict: FenceVerdict, baton: Baton = FAILED_OVER): Promise<void> {
  const { table, clock } = world;
  await isHeldAs(world, baton);
  const run = { runId: "run-1", executionArn: EXECUTION };
  const begun: RunRecord = {
    ...run,
    workflow: "failover",
    epoch: 1,
    startedAtMs: clock.now(),
    trigger: { type: "person", requestedBy: "a", reason: "b" },
    decision: { verdict: "proceed", reasons: [], decidedAtMs: clock.now(), unready: [] },
  };
  await new RunStore(table).open(begun);
  for (const resourceId of IDS) {
    await new FenceStore(table).keep(keptFence({ ...run, resourceId, verdict }, clock.now()));
  }
}

const isHeldAs = (world: OldRegion, baton: Baton) =>
  new BatonStore(world.table).change(() => ({ changed: true, baton }));

/** With the baton as the table has it. */
async function sentryTick({ runtime, table, clock }: OldRegion, isServing = false): Promise<void> {
  const deadlineMs = clock.now() + TIMEOUT_MS;
  const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => deadlineMs - clock.now() };
  const baton = await new BatonStore(table).read();
  const isHolderOver = (await endingOfHolder(runtime, baton)) !== null;
  await keepFencing({ runtime, table, baton, isHolderOver, invocation, isServing });
}

/** The sentry, once a minute. */
async function minutes(world: OldRegion, count: number, isServing = false): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    const nextMs = world.clock.now() + 60_000;
    await sentryTick(world, isServing);
    await world.clock.sleep(nextMs - world.clock.now());
  }
}

/** Everything of one story in virtual time. */
function play(world: OldRegion, story: () => Promise<void>): Promise<void> {
  return withAmbient(world.clock, world.random, () => world.run(story()));
}

const verdictsIn = async ({ table }: OldRegion) => (await new RunStore(table).read("run-1"))?.fenceVerdicts;

describe("the sentry goes on fencing after the run", () => {
  test("a Region that stays dark is asked within the bound of one invocation, and nobody is told", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      const beganMs = world.clock.now();
      await sentryTick(world);
      expect(world.clock.now() - beganMs).toBeLessThan(15_000);
      await minutes(world, 3);
      expect(world.published).toEqual([]);
      expect(await verdictsIn(world)).toEqual({});
    });
  });

  test("one that answers again is fenced, told of once, and then left alone", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      await minutes(world, 1);
      world.network.restore(OLD);
      await minutes(world, 2, true);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED", web: "FENCED" });
      expect(world.published).toEqual([expect.stringContaining("us-east-1 answers again, fenced")]);
      expect([world.calls("ModifyDBInstance"), world.calls("RebootDBInstance")]).toEqual([1, 1]);
      const looks = world.calls("DescribeDBInstances");
      await minutes(world, 3, true);
      expect(world.calls("DescribeDBInstances")).toBe(looks);
      expect(world.published).toHaveLength(1);
    });
  });

  test("a reboot that nobody saw is asked for again: only a reboot that was seen counts", async () => {
    const world = oldRegion({ rebootMs: 2_000 });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      await minutes(world, 8);
      expect(world.calls("RebootDBInstance")).toBeGreaterThan(1);
      expect((await verdictsIn(world))?.["orders-db"]).not.toBe("FENCED");
    });
  });

  test("a fence that is refused is told of after some minutes, once, and tried on", async () => {
    const world = oldRegion({ judge: refusing("ModifyDBInstance") });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      await minutes(world, 4);
      expect(world.published).toEqual([]);
      await minutes(world, 4);
      expect(world.published).toEqual([expect.stringContaining("NOT FENCED")]);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FAILED", web: "FENCED" });
      const tries = world.calls("ModifyDBInstance");
      await minutes(world, 2);
      expect(world.calls("ModifyDBInstance")).toBeGreaterThan(tries);
    });
  });

  test("of two invocations at once only one acts, and there is one message", async () => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      for (let minute = 0; minute < 3; minute += 1) {
        await Promise.all([sentryTick(world), sentryTick(world)]);
        await world.clock.sleep(10_000);
      }
      expect([world.calls("ModifyDBInstance"), world.calls("RebootDBInstance")]).toEqual([1, 1]);
      expect(world.published).toHaveLength(1);
    });
  });

  test("a fence that held in the run is nobody's work", async () => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, "FENCED");
      await minutes(world, 2, true);
      expect(world.calls("DescribeDBInstances")).toBe(0);
      expect(world.published).toEqual([]);
    });
  });
});

describe("the sentry fences beside a failback that was started while the primary was dark", () => {
  const touched = (world: OldRegion) => [world.calls("ModifyDBInstance"), world.calls("RebootDBInstance")];

  test.each(["failing-back", "needs-operator"] as const)(
    "the old writer and nothing else, and tells that it took writes (%s)",
    async (phase) => {
      const world = oldRegion({ rebootMs: 10_000 });
      world.network.darken({ region: OLD, sparedServices: [] });
      await play(world, async () => {
        await leaveFences(world, "UNREACHABLE", { ...COMING_HOME, phase });
        await minutes(world, 2);
        world.network.restore(OLD);
        await minutes(world, 3, true);
        expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED" });
        expect(touched(world)).toEqual([1, 1]);
        expect([world.calls("SuspendProcesses"), world.calls("UpdateAutoScalingGroup")]).toEqual([0, 0]);
        expect(world.published).toEqual([expect.stringContaining("us-east-1 answers again, fenced")]);
        expect((await new FenceStore(world.table).read("orders-db"))?.servedAtMs).toEqual(expect.any(Number));
      });
    },
  );

  test("and not once that run rebuilds the data, until another one takes over", async () => {
    const world = oldRegion({ rebootMs: 10_000 });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", COMING_HOME);
      await new FenceStore(world.table).leaveTo("orders-db", FAILBACK);
      await minutes(world, 2, true);
      expect(touched(world)).toEqual([0, 0]);
      await isHeldAs(world, { ...COMING_HOME, epoch: 3, holder: `${FAILBACK}-2` });
      await minutes(world, 2, true);
      expect(touched(world)).toEqual([1, 1]);
    });
  });

  test("and stops between two looks where that run comes to the old writer", async () => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", COMING_HOME);
      world.clock.after(1_500, () => void new FenceStore(world.table).leaveTo("orders-db", FAILBACK));
      await sentryTick(world);
      expect([world.calls("DescribeDBInstances"), ...touched(world)]).toEqual([1, 1, 0]);
    });
  });

  test("and never what that move has promoted, whatever else is on record", async () => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", COMING_HOME);
      await new PromotionLedger(world.table, COMING_HOME).asking({
        resourceId: "orders-db",
        role: "primary",
        instanceId: "storefront-orders",
        runId: "run-2",
        epoch: COMING_HOME.epoch,
        requestedAtMs: world.clock.now(),
      });
      await minutes(world, 2, true);
      expect(touched(world)).toEqual([0, 0]);
    });
  });
});

describe("the sentry fences beside a failover", () => {
  const OTHER = `${EXECUTION}-of-another-run`;
  const held = (phase: Baton["phase"], holder = EXECUTION): Baton => ({
    ...FIRST_BATON,
    phase,
    epoch: 2,
    workflow: "failover",
    holder,
  });
  const REDRIVEN: Baton = { ...held("failing-over"), changedAtMs: Number.MAX_SAFE_INTEGER };
  const beginPromotion = ({ table, clock }: OldRegion) =>
    new PromotionLedger(table, FIRST_BATON).asking({
      resourceId: "orders-db",
      role: "standby",
      instanceId: "storefront-orders-replica",
      runId: "run-1",
      epoch: 2,
      requestedAtMs: clock.now(),
    });

  test("that promotes: a Region that comes back is fenced, and nobody is told before the run has closed", async () => {
    const world = oldRegion({ rebootMs: 10_000 });
    world.network.darken({ region: OLD, sparedServices: [] });
    world.clock.after(12_000, () => world.network.restore(OLD));
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", held("failing-over"));
      await sentryTick(world);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED", web: "FENCED" });
      expect(world.published).toEqual([]);
      await isHeldAs(world, FAILED_OVER);
      await minutes(world, 1);
      expect(world.published).toHaveLength(1);
    });
  });

  test("that promotes and cannot go on: the Region is fenced, and on-call is told that the failover waits", async () => {
    const world = oldRegion({ rebootMs: 10_000 });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", held("needs-operator"));
      await beginPromotion(world);
      await minutes(world, 1);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED", web: "FENCED" });
      expect(world.published).toEqual([expect.stringContaining("answers again, fenced")]);
    });
  });

  test("that promotes beside a fence that FAILED, as a person decided: it is tried on", async () => {
    const world = oldRegion({ rebootMs: 10_000 });
    await play(world, async () => {
      await leaveFences(world, "FAILED", held("failing-over"));
      await beginPromotion(world);
      await minutes(world, 1);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED", web: "FENCED" });
    });
  });

  test.each([
    ["fences on where that one had asked for a promotion", true],
    ["leaves a primary alone that may yet be spared", false],
  ])("that took over from a dead one, with a question of its own: it %s", async (_, hasPromoted) => {
    const world = oldRegion({ rebootMs: 10_000 });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", held("failing-over", OTHER));
      const begun = { runId: "run-1", epoch: 2, beganAtMs: world.clock.now() };
      for (const resourceId of IDS) await new FenceLedger(world.table, FIRST_BATON).beginning({ ...begun, resourceId });
      await new GateStore(world.table).change("run-2", () => ({ changed: true, gate: openGate({ runId: "run-2" }) }));
      if (hasPromoted) await beginPromotion(world);
      await minutes(world, 2, true);
      expect(await verdictsIn(world)).toEqual(hasPromoted ? { "orders-db": "FENCED", web: "FENCED" } : {});
    });
  });

  test.each([
    ["a question about a fence that FAILED is open", "FAILED", held("failing-over")],
    ["the failover needs an operator and has promoted nothing", "UNREACHABLE", held("needs-operator")],
    ["a failover that was redriven has not decided anew", "UNREACHABLE", REDRIVEN],
    ["another failover holds the baton", "UNREACHABLE", held("failing-over", OTHER)],
    ["the primary serves", "UNREACHABLE", FIRST_BATON],
    ["a failback has come home", "UNREACHABLE", { ...FIRST_BATON, ...COMING_HOME, active: "primary" }],
  ] as const)("and touches nothing while %s", async (_, verdict, baton) => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, verdict, baton);
      await sentryTick(world);
      expect(world.seen.filter(({ service }) => !["dynamodb", "states"].includes(service))).toEqual([]);
    });
  });

  test("that asks a person: nothing is touched before the answer, whatever verdicts are kept", async () => {
    const world = oldRegion({ rebootMs: 10_000 });
    const gates = new GateStore(world.table);
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", held("failing-over"));
      await gates.change("run-1", () => ({ changed: true, gate: openGate({ runId: "run-1" }) }));
      await minutes(world, 2, true);
      expect([world.calls("ModifyDBInstance"), world.calls("RebootDBInstance")]).toEqual([0, 0]);
      await gates.change("run-1", (gate) => decide(gate, decision({ approved: false })));
      await minutes(world, 2, true);
      expect([world.calls("ModifyDBInstance"), world.calls("RebootDBInstance")]).toEqual([0, 0]);
    });
  });

  test("that a person has approved: the Region is fenced", async () => {
    const world = oldRegion({ rebootMs: 10_000 });
    const gates = new GateStore(world.table);
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", held("failing-over"));
      await gates.change("run-1", () => ({ changed: true, gate: openGate({ runId: "run-1" }) }));
      await gates.change("run-1", (gate) => decide(gate, decision()));
      await minutes(world, 2, true);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED", web: "FENCED" });
    });
  });

  test("that was aborted while nobody could mark it: nothing is touched before it is redriven", async () => {
    const status = { value: "ABORTED" };
    const world = oldRegion({ rebootMs: 10_000, statusOfRun: () => status.value });
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE", held("failing-over"));
      await minutes(world, 2, true);
      expect([world.calls("ModifyDBInstance"), world.calls("RebootDBInstance")]).toEqual([0, 0]);
      status.value = "RUNNING";
      await minutes(world, 2, true);
      expect(await verdictsIn(world)).toEqual({ "orders-db": "FENCED", web: "FENCED" });
    });
  });

  test("and stops between two looks where a switchover has claimed the baton", async () => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      const switchover = { ...FIRST_BATON, phase: "failing-over", workflow: "switchover", holder: OTHER } as const;
      world.clock.after(1_500, () => void isHeldAs(world, switchover));
      await sentryTick(world);
      const looks = world.seen.filter(({ operation }) => operation === "DescribeDBInstances");
      expect(looks).toHaveLength(1);
      expect(world.calls("RebootDBInstance")).toBe(0);
    });
  });

  test("and makes no look for which the invocation has no time left", async () => {
    const world = oldRegion();
    await play(world, async () => {
      await leaveFences(world, "UNREACHABLE");
      const { runtime, table } = world;
      const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 15_000 };
      await keepFencing({ runtime, table, baton: FAILED_OVER, isHolderOver: false, invocation, isServing: false });
      expect(world.calls("DescribeDBInstances")).toBe(0);
    });
  });
});
