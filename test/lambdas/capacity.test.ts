import type { AutoScalingGroup as DescribedGroup } from "@aws-sdk/client-auto-scaling";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { whatToUndo } from "../../lambdas/resources/cool-down-group";
import { enoughHealthy } from "../../lambdas/resources/enough-healthy";
import { type GroupMemory, raisedSizes } from "../../lambdas/resources/group-memory";
import { sizesOf, templateVersionOf, whyNotPinnable } from "../../lambdas/resources/scaling-group";
import { restingSizes, smallestAgain } from "../../lambdas/resources/settle-groups";
import { targetCapacity } from "../../orchestrator/resources/target-capacity";

const limits = { capacityPercent: 50, smallestCapacity: 2, largestCapacity: 10 };

describe("the capacity that a standby needs", () => {
  test.each([
    [6, 3],
    [7, 4],
    [1, 2],
    [40, 10],
  ])("half of %d instances, within the plan's limits, is %d", (inService, expected) => {
    expect(targetCapacity(limits, { capacity: inService }).instances).toBe(expected);
  });

  test("is the plan's smallest where the primary was never seen", () => {
    const target = targetCapacity(limits, null);
    expect(target).toEqual({ instances: 2, because: expect.stringContaining("never seen") });
  });
});

test("going home takes as many instances as the standby carries, whatever share of the primary it has", () => {
  const target = targetCapacity(limits, { capacity: 7 }, "standby");
  expect(target).toEqual({ instances: 7, because: "100 % of the standby's 7" });
});

test.each([
  ["nine in ten of what the run has raised it to", 40, 36],
  ["rounded up", 11, 10],
  ["all of a few", 6, 6],
  ["never less than the plan's smallest", 1, 2],
])("enough healthy instances to send customers to are %s", (_, desired, enough) => {
  expect(enoughHealthy(limits, { raisedTo: { smallest: 1, desired, largest: 40 } })).toBe(enough);
});

test("a group that nobody warmed up needs the plan's smallest size", () => expect(enoughHealthy(limits, null)).toBe(2));

const size = fc.integer({ min: 0, max: 50 });
const anySizes = fc
  .tuple(size, size, size)
  .map((numbers) => [...numbers].sort((left, right) => left - right))
  .map(([smallest = 0, desired = 0, largest = 0]) => ({ smallest, desired, largest }));

describe("warming up", () => {
  test("never lowers a size, reaches its target, and keeps the sizes in order", () => {
    fc.assert(
      fc.property(anySizes, size, (before, target) => {
        const raised = raisedSizes(before, target);
        expect(raised.smallest).toBeGreaterThanOrEqual(before.smallest);
        expect(raised.desired).toBeGreaterThanOrEqual(Math.max(before.desired, target));
        expect(raised.largest).toBeGreaterThanOrEqual(before.largest);
        expect(raised.smallest).toBeLessThanOrEqual(raised.desired);
        expect(raised.desired).toBeLessThanOrEqual(raised.largest);
      }),
    );
  });
});

const memory: GroupMemory = {
  before: { smallest: 1, desired: 1, largest: 4 },
  raisedTo: { smallest: 6, desired: 6, largest: 6 },
  versionBefore: "1",
  versionAfter: "2",
  resumedProcesses: [],
};

const group = (changes: Partial<DescribedGroup>): DescribedGroup => ({
  AutoScalingGroupName: "web",
  MinSize: 6,
  DesiredCapacity: 6,
  MaxSize: 6,
  DefaultCooldown: 0,
  AvailabilityZones: [],
  HealthCheckType: "ELB",
  CreatedTime: new Date(0),
  LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "2" },
  ...changes,
});

describe("the image of a group's next instances can be named", () => {
  const part = { groupName: "web", launchTemplateId: "lt-1", targetGroupArn: "arn" };
  const { LaunchTemplate: _, ...byConfiguration } = group({});
  test.each([
    ["where it launches by a template of its own", group({}), null],
    [
      "not where a policy mixes instances",
      { ...byConfiguration, MixedInstancesPolicy: {} },
      "a mixed instances policy",
    ],
    [
      "not from another template than the plan's",
      group({ LaunchTemplate: { LaunchTemplateId: "lt-2", LaunchTemplateName: "hotfix", Version: "2" } }),
      "web launches from the template lt-2 (hotfix), and the plan says lt-1. Give the group the plan's",
    ],
    ["not by a launch configuration", byConfiguration, "web launches by a launch configuration, where"],
  ])("%s", (_, described, reason) => {
    const obstacle = whyNotPinnable(described, part);
    expect(obstacle).toEqual(reason === null ? null : expect.stringContaining(reason));
  });
});

describe("cooling down", () => {
  test("puts back everything that the run changed", () => {
    expect(whatToUndo(group({}), memory, "lt-1")).toEqual({
      MinSize: 1,
      DesiredCapacity: 1,
      MaxSize: 4,
      LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "1" },
    });
  });

  test("leaves alone what somebody else has changed since", () => {
    const changed = group({ DesiredCapacity: 5, LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "7" } });
    expect(whatToUndo(changed, memory, "lt-1")).toEqual({ MinSize: 1, MaxSize: 5 });
  });

  test("goes back as far as a smallest size lets it that somebody has raised since", () => {
    const undo = whatToUndo(group({ MinSize: 3 }), memory, "lt-1");
    expect(undo).toMatchObject({ DesiredCapacity: 3, MaxSize: 4 });
    expect(undo).not.toHaveProperty("MinSize");
    expect(whatToUndo(group({ MinSize: 5 }), memory, "lt-1")).toMatchObject({ DesiredCapacity: 5, MaxSize: 5 });
  });

  test("asks for sizes in order, leaves what somebody else has changed, and then asks for no more", () => {
    fc.assert(
      fc.property(
        anySizes,
        size,
        anySizes,
        fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        (before, target, other, by) => {
          const raisedTo = raisedSizes(before, target);
          const pick = (isTheirs: boolean, key: keyof typeof other) => (isTheirs ? other : raisedTo)[key];
          const now = {
            smallest: pick(by[0], "smallest"),
            desired: pick(by[1], "desired"),
            largest: pick(by[2], "largest"),
          };
          fc.pre(now.smallest <= now.desired && now.desired <= now.largest);
          const described = { MinSize: now.smallest, DesiredCapacity: now.desired, MaxSize: now.largest };
          const memory = { before, raisedTo, versionBefore: "1", versionAfter: "1", resumedProcesses: [] };
          const asked = group({ ...described, ...whatToUndo(group(described), memory, "lt-1") });
          const after = sizesOf(asked);
          expect(after.smallest).toBeLessThanOrEqual(after.desired);
          expect(after.desired).toBeLessThanOrEqual(after.largest);
          if (now.desired !== raisedTo.desired) expect(after.desired).toBe(now.desired);
          expect(whatToUndo(asked, memory, "lt-1")).toEqual({});
        },
      ),
    );
  });

  test("puts no version back on a group that launches from another template now, of the same number", () => {
    const other = group({ LaunchTemplate: { LaunchTemplateId: "lt-2", LaunchTemplateName: "hotfix", Version: "2" } });
    expect(whatToUndo(other, memory, "lt-1")).toEqual({ MinSize: 1, DesiredCapacity: 1, MaxSize: 4 });
  });

  test("takes no template away from a group that launches by a policy now", () => {
    const { LaunchTemplate: _, ...mixed } = group({ MixedInstancesPolicy: {} });
    expect(whatToUndo(mixed, memory, "lt-1")).toEqual({ MinSize: 1, DesiredCapacity: 1, MaxSize: 4 });
  });

  test("has nothing to do once it is done", () => {
    const back = group({ MinSize: 1, DesiredCapacity: 1, MaxSize: 4, LaunchTemplate: { Version: "1" } });
    expect(whatToUndo(back, memory, "lt-1")).toEqual({});
  });
});

test.each<[string, Partial<DescribedGroup>, string]>([
  ["the one that is named", { LaunchTemplate: { Version: "$Latest" } }, "$Latest"],
  ["the default one where none is named", { LaunchTemplate: { LaunchTemplateId: "lt-1" } }, "$Default"],
])("a group launches from a template's version: %s", (_, launching, version) => {
  expect(templateVersionOf(group(launching))).toBe(version);
});

describe("after a planned move that has arrived", () => {
  const served = { ...memory, smallestWhenServing: 2 };

  test("the group that serves gets its smallest size back and keeps its instances", () => {
    expect(smallestAgain(group({}), served)).toEqual({ MinSize: 2 });
  });

  test.each([
    ["what somebody has changed since", group({ MinSize: 5 }), served],
    ["what is small enough", group({ MinSize: 2 }), { ...served, smallestWhenServing: 2 }],
    ["what this run never warmed up", group({}), null],
    ["what nobody knows the size of", group({}), memory],
  ])("leaves alone %s", (_, described, known) => {
    expect(smallestAgain(described, known)).toBeNull();
  });

  test.each([
    [{ MinSize: 6, DesiredCapacity: 6, MaxSize: 40 }, 1, { MinSize: 1, DesiredCapacity: 1, MaxSize: 40 }],
    [{ MinSize: 0, DesiredCapacity: 6, MaxSize: 40 }, 1, { MinSize: 0, DesiredCapacity: 1, MaxSize: 40 }],
    [{ MinSize: 1, DesiredCapacity: 1, MaxSize: 40 }, 1, null],
    [{ MinSize: 0, DesiredCapacity: 0, MaxSize: 40 }, 1, null],
  ])("a group of %p that may rest at %d becomes %p", (sizes, resting, expected) => {
    expect(restingSizes(group(sizes), resting)).toEqual(expected);
  });
});
