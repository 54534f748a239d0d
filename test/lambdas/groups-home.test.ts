import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { MemoryStore } from "../../lambdas/aws/memory-store";
import { RESTORING_PROCESSES } from "../../lambdas/resources/group-fence";
import { factory as coolDown } from "../../lambdas/steps/cool-down.lambda";
import { factory as warmUp } from "../../lambdas/steps/warm-up.lambda";
import { type MoveBench, onBench } from "./move-bench";
import { withGroup } from "./other-plans";

beforeAll(warmUpSdk);

const WEB = { resourceId: "web" };
const groupIn = ({ world }: MoveBench, region: string) => world.inRegion(region).autoscaling.group("storefront-web");
const atHome = (bench: MoveBench) => groupIn(bench, bench.primary.region);
const away = (bench: MoveBench) => groupIn(bench, bench.standby.region);

/** The standby has carried the customers with eight instances since the failover, and the primary's group was fenced. */
async function afterFailover(bench: MoveBench): Promise<void> {
  away(bench).capacity = { min: 6, desired: 8, max: 40 };
  for (const process of RESTORING_PROCESSES) atHome(bench).suspended.add(process);
  atHome(bench).capacity = { ...atHome(bench).capacity, min: 0, desired: 0 };
  const memory = {
    seenAtMs: bench.world.clock.now(),
    smallest: 2,
    desired: 6,
    suspendedProcesses: ["ScheduledActions"],
  };
  await bench.within((table) => new MemoryStore(table).keep("web", "primary", memory));
  bench.world.inRegion(bench.primary.region).autoscaling.keeper.review(atHome(bench));
  await bench.pass(600);
}

describe("a group that goes home", () => {
  test("comes to as many instances as carry the customers, and gets back the processes that its fence took", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      expect(await bench.converge(warmUp, 10, WEB)).toMatchObject({
        status: "done",
        facts: { target: 8, inService: 8, healthy: 8 },
      });
      expect(atHome(bench).capacity).toEqual({ min: 8, desired: 8, max: 12 });
      // Somebody else had suspended it before the fence.
      expect([...atHome(bench).suspended]).toEqual(["ScheduledActions"]);
    }));

  test("gets them back also where somebody has resumed one since, and its smallest size once it serves", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      atHome(bench).suspended.delete("AlarmNotification");
      await bench.converge(warmUp, 10, WEB);
      expect([...atHome(bench).suspended]).toEqual(["ScheduledActions"]);
      await bench.arrive();
      await bench.converge(coolDown, 10, WEB);
      expect(atHome(bench).capacity.min).toBe(2);
    }));

  test("may shrink again once it serves, and the standby's rests", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      await bench.converge(warmUp, 10, WEB);
      await bench.arrive();
      expect((await bench.call(coolDown, WEB)).detail).toBe("storefront-web may shrink to 2 instances again.");
      await bench.pass(10);
      expect((await bench.call(coolDown, WEB)).detail).toBe("storefront-web goes to 1 instance.");
      await bench.pass(10);
      expect(await bench.call(coolDown, WEB)).toEqual({
        status: "done",
        detail: "storefront-web rests at 1 instance.",
      });
      expect(atHome(bench).capacity).toEqual({ min: 2, desired: 8, max: 12 });
      expect(away(bench).capacity).toEqual({ min: 1, desired: 1, max: 40 });
    }));

  test("waits for every instance: nobody is without service meanwhile", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      away(bench).capacity = { min: 6, desired: 10, max: 40 };
      const { keeper } = bench.world.inRegion(bench.primary.region).autoscaling;
      Object.assign(keeper, { launchableInstances: 9, isLimitedByQuota: true });
      await bench.call(warmUp, WEB);
      await bench.pass(600);
      expect(await bench.call(warmUp, WEB)).toMatchObject({ status: "pending", facts: { target: 10, healthy: 9 } });
      expect(await bench.converge(warmUp, 10, WEB)).toMatchObject({ status: "blocked", facts: { healthy: 9 } });
    }));

  test("does not go home to a release that nobody has decided on: an instance refresh ends the move", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      bench.world.faults.inject({ type: "release-made", region: "primary" });
      await bench.pass(600);
      atHome(bench).isRefreshing = true;
      const { capacity } = atHome(bench);
      await expect(bench.call(warmUp, WEB)).rejects.toThrow("An active instance refresh with a desired configuration");
      expect(atHome(bench).capacity).toEqual(capacity);
    }));

  test("leaves the group that it left as it is after a switchover", () =>
    onBench(async (bench) => {
      const capacity = { ...atHome(bench).capacity };
      const result = await bench.call(coolDown, { ...WEB, workflow: "switchover" });
      expect(result).toEqual({ status: "done", detail: "storefront-web is left as it is." });
      expect(atHome(bench).capacity).toEqual(capacity);
    }));

  test("is as it was where the move is abandoned before it arrives: suspended, and small", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      await bench.converge(warmUp, 10, WEB);
      expect((await bench.converge(coolDown, 5, WEB)).detail).toBe(
        "storefront-web is as it was before: 0 instances wanted.",
      );
      expect(atHome(bench).capacity).toEqual({ min: 0, desired: 0, max: 12 });
      expect([...atHome(bench).suspended].sort()).toEqual([...RESTORING_PROCESSES].sort());
      expect(away(bench).capacity).toEqual({ min: 6, desired: 8, max: 40 });
    }));

  test("keeps a smallest size that somebody has raised since, where the move is abandoned", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      await bench.converge(warmUp, 10, WEB);
      atHome(bench).capacity = { ...atHome(bench).capacity, min: 3 };
      expect((await bench.converge(coolDown, 5, WEB)).detail).toBe(
        "storefront-web is as it was before, but for what somebody else has changed: 3 instances wanted.",
      );
      expect(atHome(bench).capacity).toEqual({ min: 3, desired: 3, max: 12 });
    }));

  test("that Baton did not fence keeps its smallest size and its suspended processes, whatever was remembered once", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      atHome(bench).suspended.delete("AlarmNotification");
      atHome(bench).capacity = { ...atHome(bench).capacity, min: 3, desired: 3 };
      await bench.converge(warmUp, 10, WEB);
      expect([...atHome(bench).suspended].sort()).toEqual(["AZRebalance", "ReplaceUnhealthy", "ScheduledActions"]);
      await bench.arrive();
      await bench.converge(coolDown, 10, WEB);
      expect(atHome(bench).capacity.min).toBe(3);
    }));

  test("that was fenced, and nobody remembers how it was, serves all the same", () =>
    onBench(async (bench) => {
      away(bench).capacity = { min: 2, desired: 2, max: 40 };
      for (const process of RESTORING_PROCESSES) atHome(bench).suspended.add(process);
      expect((await bench.converge(warmUp, 10, WEB)).status).toBe("done");
      expect([...atHome(bench).suspended]).not.toContain("Launch");
      expect([...atHome(bench).suspended]).toContain("ScheduledActions");
    }));

  test("comes to the plan's smallest size where the group that serves is not there", () =>
    onBench(
      async (bench) => {
        await afterFailover(bench);
        expect(await bench.converge(warmUp, 10, WEB)).toMatchObject({ status: "done", facts: { target: 2 } });
        await bench.arrive();
        expect((await bench.converge(coolDown, 10, WEB)).detail).toBe("storefront-elsewhere rests at 1 instance.");
      },
      1,
      withGroup({ standbyGroupName: "storefront-elsewhere" }),
    ));
});

describe("a group that is busy with a scaling activity", () => {
  const busyFor = (bench: MoveBench, times: number, code: string) => {
    let left = times;
    bench.world.wire.interceptors.push({
      beforeModel: ({ operation }) => {
        if (operation !== "UpdateAutoScalingGroup" || left === 0) return;
        left -= 1;
        throw new AwsError(code, "Scaling activity is in progress.", 400);
      },
    });
  };

  test("is asked again, on its way up and on its way down", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      busyFor(bench, 1, "ScalingActivityInProgress");
      expect(await bench.call(warmUp, WEB)).toEqual({
        status: "pending",
        detail: "storefront-web is busy with a scaling activity; asking again.",
      });
      expect((await bench.converge(warmUp, 10, WEB)).status).toBe("done");
      await bench.arrive();
      busyFor(bench, 1, "ScalingActivityInProgress");
      expect(await bench.call(coolDown, WEB)).toEqual({
        status: "pending",
        detail: "storefront-web is busy with a scaling activity; asking again.",
      });
      expect((await bench.converge(coolDown, 10, WEB)).status).toBe("done");
    }));

  test("is no excuse for what AWS forbids", () =>
    onBench(async (bench) => {
      await afterFailover(bench);
      busyFor(bench, 1, "AccessDenied");
      await expect(bench.call(warmUp, WEB)).rejects.toMatchObject({ name: "AccessDenied" });
      await bench.converge(warmUp, 10, WEB);
      await bench.arrive();
      busyFor(bench, 1, "AccessDenied");
      await expect(bench.call(coolDown, WEB)).rejects.toMatchObject({ name: "AccessDenied" });
    }));
});
