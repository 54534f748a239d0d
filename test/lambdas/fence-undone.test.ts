import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FenceLedger } from "../../lambdas/aws/fence-ledger";
import { FenceStore } from "../../lambdas/aws/fence-store";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory as fence } from "../../lambdas/steps/fence.lambda";
import { factory as judgeFence } from "../../lambdas/steps/judge-fence.lambda";
import { factory as unfence } from "../../lambdas/steps/unfence.lambda";
import { PromotionRequested } from "../../orchestrator/errors";
import { OLD, oldRegion } from "./old-region";
import { callStep, convergeStep, playRun, RUN, takeOver } from "./run-bench";

beforeAll(warmUpSdk);

describe("undoing a fence", () => {
  test("gives a group its size back and resumes what the fence suspended, and nothing else", async () => {
    const world = oldRegion();
    world.group.SuspendedProcesses = [{ ProcessName: "ScheduledActions" }];
    await playRun(world, async () => {
      await convergeStep(world, fence, "web");
      expect(world.group).toMatchObject({ MinSize: 0, DesiredCapacity: 0 });
      expect(await convergeStep(world, unfence, "web")).toMatchObject({ status: "done" });
      expect(world.group).toEqual({
        MinSize: 2,
        DesiredCapacity: 2,
        SuspendedProcesses: [{ ProcessName: "ScheduledActions" }],
      });
    });
  });

  test("lets a writer's own clients in again, and the sentry never takes its fence up again", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, "orders-db");
      const fences = new FenceStore(world.table);
      const kept = await fences.read("orders-db");
      if (kept) await fences.keep({ ...kept, verdict: "FAILED", isSettled: false });
      expect(await convergeStep(world, unfence, "orders-db")).toMatchObject({ status: "done" });
      expect(world.database.group).toBe("sg-application");
      expect((await fences.read("orders-db"))?.isSettled).toBe(true);
    });
  });

  test("lets go what a dead run has fenced, from which this one took over, and so does whoever comes later", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      for (const id of ["orders-db", "web"]) await convergeStep(world, fence, id);
      const successor = await takeOver(world);
      for (const id of ["orders-db", "web"]) {
        expect(await convergeStep(world, unfence, id, successor)).toMatchObject({ status: "done" });
      }
      expect(world.database.group).toBe("sg-application");
      expect(world.group).toMatchObject({ MinSize: 2, DesiredCapacity: 2 });
      expect((await new FenceStore(world.table).read("orders-db"))?.isSettled).toBe(true);
    });
  });

  test("lets go what a run had only begun to fence when it died, without a verdict", async () => {
    const world = oldRegion({ rebootMs: 60_000 });
    await playRun(world, async () => {
      await callStep(world, fence, "orders-db");
      await world.clock.sleep(5_000);
      expect(world.database.group).not.toBe("sg-application");
      expect(await new FenceStore(world.table).read("orders-db")).toBeNull();
      const successor = await takeOver(world);
      expect(await convergeStep(world, unfence, "orders-db", successor)).toMatchObject({ status: "done" });
      expect(world.database.group).toBe("sg-application");
    });
  });

  test("asks nothing of a Region in which this move has begun no fence, however silent it is", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    await playRun(world, async () => {
      const begun = { resourceId: "web", runId: "run-0", epoch: RUN.epoch - 1, beganAtMs: world.clock.now() };
      await new FenceLedger(world.table, await new BatonStore(world.table).read()).beginning(begun);
      for (const id of ["orders-db", "web"]) {
        const undone = await convergeStep(world, unfence, id);
        expect(undone).toMatchObject({ status: "done", detail: "No run of this move has begun to fence it." });
      }
    });
  });

  test("lets nobody in again where the standby serves", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, "orders-db");
      await new BatonStore(world.table).change((baton) => ({ changed: true, baton: { ...baton, active: "standby" } }));
      expect(await convergeStep(world, unfence, "orders-db")).toMatchObject({ status: "done" });
      expect(world.database.group).not.toBe("sg-application");
    });
  });

  test("has nothing to do where nothing was fenced", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      for (const id of ["orders-db", "web"]) {
        expect(await convergeStep(world, unfence, id)).toMatchObject({ status: "done" });
      }
      expect([world.calls("ModifyDBInstance"), world.calls("UpdateAutoScalingGroup")]).toEqual([0, 0]);
    });
  });

  test("is refused once this move has asked for a promotion, by this run or a dead one before it", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, "orders-db");
      const ledger = new PromotionLedger(world.table, await new BatonStore(world.table).read());
      await ledger.asking({
        resourceId: "orders-db",
        role: "standby",
        instanceId: "storefront-orders-standby",
        runId: "run-0",
        epoch: RUN.epoch,
        requestedAtMs: world.clock.now(),
      });
      await expect(convergeStep(world, unfence, "orders-db")).rejects.toThrow(PromotionRequested);
      expect(world.database.group).not.toBe("sg-application");
    });
  });

  test("waits for a Region that is silent or throttles, and goes on when it answers", async () => {
    const throttled = new AwsError("Throttling", "Rate exceeded", 400);
    let isThrottling = false;
    const world = oldRegion({
      judge: () => {
        if (isThrottling) throw throttled;
      },
    });
    await playRun(world, async () => {
      await convergeStep(world, fence, "orders-db");
      world.network.darken({ region: OLD, sparedServices: [] });
      world.clock.after(20_000, () => {
        world.network.restore(OLD);
        isThrottling = true;
      });
      world.clock.after(40_000, () => {
        isThrottling = false;
      });
      expect(await convergeStep(world, unfence, "orders-db")).toMatchObject({ status: "done" });
    });
  });
});

describe("judging a fence", () => {
  const judge = async (world: ReturnType<typeof oldRegion>) => {
    const fences = ["orders-db", "web"].map((resourceId) => ({
      resourceId,
      verdict: "FAILED",
      detail: "States.Timeout: ",
    }));
    const event = { run: RUN, enteredAt: new Date(world.clock.now()).toISOString(), fences };
    return judgeFence.create(world.runtime)(event, { awsRequestId: "r", getRemainingTimeInMillis: () => 15_000 });
  };

  test("nobody is asked about fences whose answers were lost and whose verdicts are on record", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    await playRun(world, async () => {
      for (const id of ["orders-db", "web"]) await convergeStep(world, fence, id);
      expect(await judge(world)).toEqual({ verdict: "proceed", reasons: [] });
    });
  });

  test.each([
    ["of an attempt long before", 121_000],
    ["of another run", 0],
  ])("a verdict %s says nothing about this one", async (what, laterMs) => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    await playRun(world, async () => {
      await convergeStep(world, fence, "orders-db");
      const fences = new FenceStore(world.table);
      const kept = await fences.read("orders-db");
      if (kept && what === "of another run") await fences.keep({ ...kept, runId: "run-0" });
      await world.clock.sleep(laterMs);
      expect(await judge(world)).toMatchObject({ verdict: "ask" });
    });
  });

  test("keeps the verdict and the reason of a fence step that crashed, for the record and for the sentry", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, "web");
      const fences = [
        { resourceId: "web", verdict: "FENCED", detail: "at zero" },
        { resourceId: "orders-db", verdict: "FAILED", detail: "Lambda.Unknown: exit status 1" },
      ];
      const event = { run: RUN, enteredAt: new Date(world.clock.now()).toISOString(), fences };
      const judged = await judgeFence.create(world.runtime)(event, {
        awsRequestId: "r",
        getRemainingTimeInMillis: () => 15_000,
      });
      expect(judged).toMatchObject({
        verdict: "ask",
        reasons: [expect.any(String), "The fence of orders-db FAILED: Lambda.Unknown: exit status 1"],
      });
      const record = await new RunStore(world.table).read(RUN.runId);
      expect(record?.fenceVerdicts).toEqual({ web: "FENCED", "orders-db": "FAILED" });
      const kept = await new FenceStore(world.table).read("orders-db");
      expect(kept).toMatchObject({ verdict: "FAILED", isSettled: false, runId: RUN.runId });
      expect(JSON.stringify(world.seen)).toContain("orders-db FAILED: Lambda.Unknown: exit status 1");
    });
  });
});
