import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { RESTORING_PROCESSES } from "../../lambdas/resources/group-fence";
import { lostSizes } from "../../lambdas/resources/unfence-group";
import { factory as fence } from "../../lambdas/steps/fence.lambda";
import { factory as unfence } from "../../lambdas/steps/unfence.lambda";
import { type OldRegion, oldRegion, refusing } from "./old-region";
import { callStep, convergeStep, playRun, takeOver } from "./run-bench";

beforeAll(warmUpSdk);

const ID = "web";
const AS_BEFORE = { MinSize: 2, DesiredCapacity: 2, SuspendedProcesses: [] };

/** A person, or the end of a stack's update. */
function resume({ group }: OldRegion, ...resumed: readonly string[]): void {
  group.SuspendedProcesses = group.SuspendedProcesses.filter(({ ProcessName }) => !resumed.includes(ProcessName));
}

describe("how a group was before its fence", () => {
  test.each([...RESTORING_PROCESSES])("is still known where %s is resumed between two looks", async (process) => {
    const world = oldRegion();
    world.fleet.inService = 2;
    await playRun(world, async () => {
      await callStep(world, fence, ID);
      await world.clock.sleep(3000);
      resume(world, process);
      await callStep(world, fence, ID);
      world.fleet.inService = 0;
      expect(await callStep(world, fence, ID)).toMatchObject({ facts: { verdict: "FENCED" } });
      expect(await convergeStep(world, unfence, ID)).toMatchObject({ status: "done" });
      expect(world.group).toEqual(AS_BEFORE);
    });
  });

  test.each([
    ["one process", ["AZRebalance"]],
    ["every process", RESTORING_PROCESSES],
  ])("is given back where %s of the empty group was resumed since", async (_, resumed) => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, ID);
      resume(world, ...resumed);
      expect(await convergeStep(world, unfence, ID)).toMatchObject({ status: "done" });
      expect(world.group).toEqual(AS_BEFORE);
    });
  });

  test("is still known to the run that takes over and fences it again", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, ID);
      await world.clock.sleep(600_000);
      resume(world, ...RESTORING_PROCESSES);
      const successor = await takeOver(world);
      await convergeStep(world, fence, ID, successor);
      expect(await convergeStep(world, unfence, ID, successor)).toMatchObject({ status: "done" });
      expect(world.group).toEqual(AS_BEFORE);
    });
  });

  test("is still known where the fence is taken up again that had only suspended it", async () => {
    let isRefusing = true;
    const refuse = refusing("UpdateAutoScalingGroup");
    const world = oldRegion({ judge: (operation) => isRefusing && refuse(operation) });
    await playRun(world, async () => {
      await callStep(world, fence, ID);
      expect(world.group).toMatchObject({ DesiredCapacity: 2 });
      isRefusing = false;
      await world.clock.sleep(5000);
      resume(world, "AlarmNotification");
      await convergeStep(world, fence, ID);
      expect(world.group).toMatchObject({ DesiredCapacity: 0 });
      await convergeStep(world, unfence, ID);
      expect(world.group).toEqual(AS_BEFORE);
    });
  });

  test("is seen anew where a person has given everything back since", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await convergeStep(world, fence, ID);
      await world.clock.sleep(600_000);
      const byHand = { MinSize: 3, DesiredCapacity: 4, SuspendedProcesses: [] };
      Object.assign(world.group, byHand);
      await convergeStep(world, fence, ID);
      await convergeStep(world, unfence, ID);
      expect(world.group).toEqual(byHand);
    });
  });

  test("holds what somebody else had suspended, all of it", async () => {
    const world = oldRegion();
    const suspended = RESTORING_PROCESSES.map((ProcessName) => ({ ProcessName }));
    world.group.SuspendedProcesses = suspended;
    await playRun(world, async () => {
      await convergeStep(world, fence, ID);
      expect(world.group).toMatchObject({ DesiredCapacity: 0 });
      expect(await convergeStep(world, unfence, ID)).toMatchObject({ status: "done" });
      expect(world.group).toEqual({ ...AS_BEFORE, SuspendedProcesses: suspended });
    });
  });

  test("is given back as far as the group's largest size lets it", () => {
    const group = { AutoScalingGroupName: "storefront-web", MinSize: 0, DesiredCapacity: 0, MaxSize: 3 };
    const rest = { DefaultCooldown: 0, AvailabilityZones: [], HealthCheckType: "ELB", CreatedTime: new Date(0) };
    const before = { seenAtMs: 0, smallest: 4, desired: 6, suspendedProcesses: [] };
    expect(lostSizes({ ...group, ...rest }, before)).toEqual({ MinSize: 3, DesiredCapacity: 3 });
    expect(lostSizes({ ...group, ...rest, MinSize: 3, DesiredCapacity: 3 }, before)).toBeNull();
  });
});
