import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { MemoryStore } from "../../lambdas/aws/memory-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { RESTORING_PROCESSES } from "../../lambdas/resources/group-fence";
import { factory as coolDown } from "../../lambdas/steps/cool-down.lambda";
import { factory as warmUp } from "../../lambdas/steps/warm-up.lambda";
import { type MoveBench, onBench, RUN } from "./move-bench";

beforeAll(warmUpSdk);

const WEB = { resourceId: "web" };
const SECOND = { ...WEB, runId: "run-2" };
const THIRD = { ...WEB, runId: "run-3" };
const atHome = ({ world, primary }: MoveBench) => world.inRegion(primary.region).autoscaling.group("storefront-web");

/** The primary's group was fenced, the standby carries the customers with eight instances, and the first failback has warmed up and died. */
async function warmedUpByTheDead(bench: MoveBench): Promise<void> {
  const { world, standby } = bench;
  world.inRegion(standby.region).autoscaling.group("storefront-web").capacity = { min: 6, desired: 8, max: 40 };
  for (const process of RESTORING_PROCESSES) atHome(bench).suspended.add(process);
  atHome(bench).capacity = { ...atHome(bench).capacity, min: 0, desired: 0 };
  const memory = { seenAtMs: world.clock.now(), smallest: 2, desired: 6, suspendedProcesses: ["ScheduledActions"] };
  await bench.within((table) => new MemoryStore(table).keep("web", "primary", memory));
  world.inRegion(bench.primary.region).autoscaling.keeper.review(atHome(bench));
  await bench.pass(600);
  await bench.converge(warmUp, 10, WEB);
  expect(atHome(bench).capacity).toEqual({ min: 8, desired: 8, max: 12 });
  await bench.lookAgain(SECOND.runId, { tookOverFrom: RUN.runId });
}

function expectFenced(bench: MoveBench): void {
  expect(atHome(bench).capacity).toEqual({ min: 0, desired: 0, max: 12 });
  expect([...atHome(bench).suspended].sort()).toEqual([...RESTORING_PROCESSES].sort());
}

describe("a run that starts over what a dead one has warmed up", () => {
  test("leaves the group as it was before the dead one, where it is abandoned", () =>
    onBench(async (bench) => {
      await warmedUpByTheDead(bench);
      await bench.converge(warmUp, 10, SECOND);
      await bench.converge(coolDown, 5, SECOND);
      expectFenced(bench);
    }));

  test("does so as well where it is abandoned before its own warm-up", () =>
    onBench(async (bench) => {
      await warmedUpByTheDead(bench);
      await bench.converge(coolDown, 5, SECOND);
      expectFenced(bench);
    }));

  test("gives the smallest size back where it arrives", () =>
    onBench(async (bench) => {
      await warmedUpByTheDead(bench);
      await bench.converge(warmUp, 10, SECOND);
      await bench.arrive();
      await bench.converge(coolDown, 5, SECOND);
      expect(atHome(bench).capacity).toEqual({ min: 2, desired: 8, max: 12 });
      expect([...atHome(bench).suspended]).toEqual(["ScheduledActions"]);
    }));

  test.each([
    ["had warmed up, too", true],
    ["died before its warm-up", false],
  ])("knows how it was also through a second dead run that %s", (_, hasWarmedUp) =>
    onBench(async (bench) => {
      await warmedUpByTheDead(bench);
      if (hasWarmedUp) await bench.converge(warmUp, 10, SECOND);
      await bench.lookAgain(THIRD.runId, { tookOverFrom: SECOND.runId });
      await bench.converge(warmUp, 10, THIRD);
      await bench.converge(coolDown, 5, THIRD);
      expectFenced(bench);
    }),
  );

  test("leaves what a person has done since the dead one had undone its warm-up", () =>
    onBench(async (bench) => {
      await warmedUpByTheDead(bench);
      await bench.converge(coolDown, 5, WEB);
      atHome(bench).capacity = { min: 1, desired: 3, max: 12 };
      await bench.converge(warmUp, 10, SECOND);
      expect(atHome(bench).capacity).toEqual({ min: 8, desired: 8, max: 12 });
      await bench.converge(coolDown, 5, SECOND);
      expect(atHome(bench).capacity).toEqual({ min: 1, desired: 3, max: 12 });
    }));

  test("takes nothing over from a move in the other direction", () =>
    onBench(async (bench) => {
      await warmedUpByTheDead(bench);
      await bench.within((table) => new RunStore(table).update(RUN.runId, { workflow: "failover" }));
      expect(await bench.converge(coolDown, 5, SECOND)).toEqual({
        status: "done",
        detail: "No run of this move has changed storefront-web.",
      });
      expect(atHome(bench).capacity).toMatchObject({ desired: 8 });
    }));
});
