import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { SightingStore } from "../../lambdas/aws/sighting-store";
import { RESTORING_PROCESSES } from "../../lambdas/resources/group-fence";
import { lostSizes } from "../../lambdas/resources/unfence-group";
import { factory as fence } from "../../lambdas/steps/fence.lambda";
import { factory as unfence } from "../../lambdas/steps/unfence.lambda";
import { oldRegion } from "./old-region";
import { callStep, convergeStep, fenceBegun, playRun } from "./run-bench";

beforeAll(warmUpSdk);

const ID = "web";
const NAME = "storefront-web";
const suspended = () => RESTORING_PROCESSES.map((ProcessName) => ({ ProcessName }));

describe("the fence of a group", () => {
  test("waits until its last instance is out of service", async () => {
    const world = oldRegion();
    world.fleet.inService = 2;
    await playRun(world, async () => {
      expect((await callStep(world, fence, ID)).detail).toBe(`${NAME} is suspended and goes from 2 instances to zero.`);
      expect(await callStep(world, fence, ID)).toMatchObject({
        status: "pending",
        detail: `${NAME} is suspended and at zero; 2 instances still in service.`,
      });
      Object.assign(world.fleet, { inService: 0, leaving: 2 });
      expect(await callStep(world, fence, ID)).toMatchObject({ status: "done", facts: { verdict: "FENCED" } });
    });
  });

  test("takes a group to zero that may be empty and is not", async () => {
    const world = oldRegion();
    world.group.MinSize = 0;
    await playRun(world, async () => {
      await convergeStep(world, fence, ID);
      expect(world.group).toMatchObject({ MinSize: 0, DesiredCapacity: 0 });
    });
  });

  test.each([
    ["was seen before is there: what is gone serves nobody", true, "FENCED"],
    ["nobody ever saw fails: the plan may have a wrong name", false, "FAILED"],
  ])("that %s", async (_, wasSeen, verdict) => {
    const world = oldRegion();
    world.fleet.isMissing = true;
    await playRun(world, async () => {
      if (wasSeen) await new SightingStore(world.table).keep(ID, { name: NAME, seenAtMs: 0 });
      expect(await callStep(world, fence, ID)).toMatchObject({ status: "done", facts: { verdict } });
    });
  });
});

describe("undoing the fence of a group", () => {
  test("needs a person where nobody remembers how it was", async () => {
    const world = oldRegion();
    world.group.SuspendedProcesses = suspended();
    await playRun(world, async () => {
      await fenceBegun(world, ID);
      expect(await callStep(world, unfence, ID)).toEqual({
        status: "blocked",
        detail: `Nobody remembers how ${NAME} was before its fence: give it back its size by hand.`,
      });
      expect(world.group.SuspendedProcesses).toEqual(suspended());
    });
  });

  test("has nothing to do where the group is gone", async () => {
    const world = oldRegion();
    world.fleet.isMissing = true;
    await playRun(world, async () => {
      await fenceBegun(world, ID);
      expect(await callStep(world, unfence, ID)).toEqual({ status: "done", detail: `${NAME} is not fenced.` });
    });
  });

  test("leaves it as it is once the other Region holds the baton", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, ID);
      await new BatonStore(world.table).change((baton) => ({ changed: true, baton: { ...baton, active: "standby" } }));
      expect(await callStep(world, unfence, ID)).toMatchObject({
        status: "done",
        detail: "The standby serves: what was fenced stays fenced.",
      });
      expect(world.group).toMatchObject({ MinSize: 0, DesiredCapacity: 0 });
    });
  });

  const size = fc.integer({ min: 0, max: 20 });
  const sizes = fc.tuple(size, size).map(([one, other]) => [Math.min(one, other), Math.max(one, other)] as const);

  test("gives back what was lost, takes nothing that was raised since, and then asks for no more", () => {
    fc.assert(
      fc.property(sizes, sizes, ([smallest, desired], [smallestBefore, desiredBefore]) => {
        const before = { seenAtMs: 0, smallest: smallestBefore, desired: desiredBefore, suspendedProcesses: [] };
        const group = (MinSize: number, DesiredCapacity: number) => ({
          ...{ AutoScalingGroupName: NAME, MinSize, DesiredCapacity, MaxSize: 99, DefaultCooldown: 0 },
          ...{ AvailabilityZones: [], HealthCheckType: "ELB", CreatedTime: new Date(0) },
        });
        const update = lostSizes(group(smallest, desired), before);
        const wanted = {
          MinSize: Math.max(smallest, smallestBefore),
          DesiredCapacity: Math.max(desired, desiredBefore),
        };
        const isAsBefore = wanted.MinSize === smallest && wanted.DesiredCapacity === desired;
        expect(update).toEqual(isAsBefore ? null : wanted);
        expect(lostSizes(group(wanted.MinSize, wanted.DesiredCapacity), before)).toBeNull();
      }),
    );
  });

  test("of memories that do not know the desired size goes by the smallest", () => {
    const described = { AutoScalingGroupName: NAME, MinSize: 0, DesiredCapacity: 0, MaxSize: 4 };
    const rest = { DefaultCooldown: 0, AvailabilityZones: [], HealthCheckType: "ELB", CreatedTime: new Date(0) };
    const before = { seenAtMs: 0, smallest: 2, desired: 0, suspendedProcesses: [] };
    expect(lostSizes({ ...described, ...rest }, before)).toEqual({ MinSize: 2, DesiredCapacity: 2 });
  });
});
