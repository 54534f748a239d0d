import type { Activity, AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import { describe, expect, test } from "@jest/globals";
import { ask, regionalServices, smallLab } from "../../estate/small-lab";

const TARGETS = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/1";
const NAME = { AutoScalingGroupName: "web" };

/** Descriptions show any change by then. */
const DESCRIBED_SECONDS = 10;

function setUp() {
  const small = smallLab();
  const { ec2, elbv2, autoscaling } = regionalServices(small.lab, "eu-west-1");
  autoscaling.connect({ ec2, elbv2 });
  elbv2.addTargetGroup(TARGETS, null);
  const image = ec2.addImage("release", 0, []);
  ec2.addTemplate("lt-1", "web", { ImageId: image.id });
  autoscaling.addGroup({
    name: "web",
    capacity: { min: 1, max: 8, desired: 1 },
    template: { id: "lt-1", name: "web", version: "$Latest" },
    targetGroupArns: [TARGETS],
  });
  const update = (input: object) => ask(autoscaling, "UpdateAutoScalingGroup", { ...NAME, ...input });
  const group = async () => {
    const answer = await ask<{ AutoScalingGroups: AutoScalingGroup[] }>(autoscaling, "DescribeAutoScalingGroups", {
      AutoScalingGroupNames: ["web"],
    });
    return answer.AutoScalingGroups[0] ?? ({} as AutoScalingGroup);
  };
  const activities = async () =>
    (await ask<{ Activities: Activity[] }>(autoscaling, "DescribeScalingActivities", NAME)).Activities;
  const targetStates = async () => {
    const health = await ask<{ TargetHealthDescriptions: { TargetHealth: { State: string } }[] }>(
      elbv2,
      "DescribeTargetHealth",
      { TargetGroupArn: TARGETS },
    );
    return health.TargetHealthDescriptions.map(({ TargetHealth }) => TargetHealth.State);
  };
  return { ...small, ec2, elbv2, autoscaling, image, update, group, activities, targetStates };
}

describe("scaling out", () => {
  test("goes from Pending over InService to healthy targets, minutes later", async () => {
    const { update, runFor, group, activities, targetStates, elbv2 } = setUp();
    await update({ DesiredCapacity: 4 });
    await runFor(10);
    expect((await group()).Instances?.map(({ LifecycleState }) => LifecycleState)).toEqual([
      "InService",
      "Pending",
      "Pending",
      "Pending",
    ]);
    expect(elbv2.healthyCount(TARGETS)).toBe(1);
    expect((await activities())[0]?.StatusCode).toBe("InProgress");
    const seen = new Set<string>();
    for (let step = 0; step < 120; step += 1) {
      for (const state of await targetStates()) seen.add(state);
      await runFor(5);
    }
    expect([...seen]).toEqual(["healthy", "initial"]);
    expect(elbv2.healthyCount(TARGETS)).toBe(4);
    expect((await activities()).every(({ StatusCode }) => StatusCode === "Successful")).toBe(true);
  });

  test("silently does nothing while Launch is suspended, and goes on once resumed", async () => {
    const { autoscaling, update, runFor, group, activities } = setUp();
    await ask(autoscaling, "SuspendProcesses", { ...NAME, ScalingProcesses: ["Launch"] });
    await update({ DesiredCapacity: 3 });
    await runFor(600);
    const suspended = await group();
    expect(suspended).toMatchObject({ DesiredCapacity: 3, SuspendedProcesses: [{ ProcessName: "Launch" }] });
    expect(suspended.Instances).toHaveLength(1);
    expect(await activities()).toEqual([]);
    await ask(autoscaling, "ResumeProcesses", { ...NAME, ScalingProcesses: ["Launch"] });
    await runFor(600);
    expect((await group()).Instances).toHaveLength(3);
  });

  test("fails by name without the image, and without capacity", async () => {
    const world = setUp();
    world.ec2.images.deregister(world.image.id);
    await world.update({ DesiredCapacity: 2 });
    await world.runFor(30);
    const [missing] = await world.activities();
    expect(missing).toMatchObject({ StatusCode: "Failed" });
    expect(missing?.StatusMessage).toContain(world.image.id);
    const short = setUp();
    short.autoscaling.keeper.launchableInstances = 1;
    await short.update({ DesiredCapacity: 3 });
    await short.runFor(300);
    expect((await short.activities())[0]?.StatusMessage).toContain("InsufficientInstanceCapacity");
    expect((await short.group()).Instances).toHaveLength(2);
    short.autoscaling.keeper.launchableInstances = 10;
    await short.runFor(300);
    expect((await short.group()).Instances).toHaveLength(3);
  });

  test("shows instances that never pass their health check as unhealthy targets", async () => {
    const { autoscaling, update, runFor, targetStates } = setUp();
    autoscaling.keeper.instancesTurnHealthy = false;
    await update({ DesiredCapacity: 2 });
    await runFor(900);
    expect(await targetStates()).toEqual(["healthy", "unhealthy"]);
  });

  test("uses the template version that $Latest means at launch", async () => {
    const { ec2, update, runFor, group } = setUp();
    const next = { LaunchTemplateId: "lt-1", SourceVersion: "1", LaunchTemplateData: { InstanceType: "c8g.large" } };
    await ask(ec2, "CreateLaunchTemplateVersion", next);
    await update({ DesiredCapacity: 2 });
    await runFor(60);
    expect((await group()).Instances?.map(({ LaunchTemplate }) => LaunchTemplate?.Version)).toEqual(["1", "2"]);
  });
});

describe("naming a launch template", () => {
  const pinned = { LaunchTemplate: { LaunchTemplateId: "lt-2", Version: "1" } };

  test("passes the role of its instance profile, if it names one", async () => {
    const { ec2, image, update, asked } = setUp();
    await update({ LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "1" } });
    expect(asked).toEqual([]);
    const Arn = ec2.addInstanceProfile("web", "arn:aws:iam::123456789012:role/web");
    ec2.addTemplate("lt-2", "web-2", { ImageId: image.id, IamInstanceProfile: { Arn } });
    await update(pinned);
    const passed = { action: "iam:PassRole", resource: "arn:aws:iam::123456789012:role/web" };
    expect(asked).toEqual([{ ...passed, roleArn: "arn:aws:iam::123456789012:role/test" }]);
    await update({ DesiredCapacity: 2 });
    expect(asked).toHaveLength(1);
  });

  test("whose instance profile does not exist is refused", async () => {
    const { ec2, image, update } = setUp();
    const IamInstanceProfile = { Arn: "arn:aws:iam::123456789012:instance-profile/gone" };
    ec2.addTemplate("lt-2", "web-2", { ImageId: image.id, IamInstanceProfile });
    await expect(update(pinned)).rejects.toMatchObject({ code: "ValidationError" });
  });
});

describe("scaling in", () => {
  test("to zero drains at once and removes the instance after the deregistration delay", async () => {
    const { update, runFor, elbv2, targetStates, group } = setUp();
    await update({ MinSize: 0, DesiredCapacity: 0 });
    await runFor(20);
    expect(await targetStates()).toEqual(["draining"]);
    expect(elbv2.healthyCount(TARGETS)).toBe(0);
    await runFor(400);
    expect((await group()).Instances).toEqual([]);
    expect(await targetStates()).toEqual([]);
  });
});

describe("refusals", () => {
  test.each([
    ["UpdateAutoScalingGroup", { ...NAME, DesiredCapacity: 9 }],
    ["UpdateAutoScalingGroup", { ...NAME, MinSize: 9 }],
    ["UpdateAutoScalingGroup", { ...NAME, LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "7" } }],
    ["UpdateAutoScalingGroup", { ...NAME, LaunchTemplate: { LaunchTemplateName: "web", Version: "1" } }],
    ["UpdateAutoScalingGroup", { AutoScalingGroupName: "other", DesiredCapacity: 1 }],
    ["UpdateAutoScalingGroup", { ...NAME, VPCZoneIdentifier: "subnet-1" }],
    ["SetDesiredCapacity", { ...NAME, DesiredCapacity: 9 }],
    ["SetDesiredCapacity", { ...NAME, DesiredCapacity: 0 }],
    ["SuspendProcesses", { ...NAME, ScalingProcesses: ["Everything"] }],
  ])("%s %j is a ValidationError and changes nothing", async (operation, input) => {
    const { autoscaling, group } = setUp();
    await expect(ask(autoscaling, operation, input)).rejects.toMatchObject({ code: "ValidationError" });
    expect(await group()).toMatchObject({ MinSize: 1, MaxSize: 8, DesiredCapacity: 1, SuspendedProcesses: [] });
  });

  test("a new minimum lifts the desired capacity with it", async () => {
    const { update, group, runFor } = setUp();
    await update({ MinSize: 3 });
    await runFor(DESCRIBED_SECONDS);
    expect(await group()).toMatchObject({ MinSize: 3, DesiredCapacity: 3 });
  });
});

describe("descriptions", () => {
  const change: readonly (readonly [operation: string, input: object])[] = [
    ["UpdateAutoScalingGroup", { MinSize: 3 }],
    ["SetDesiredCapacity", { DesiredCapacity: 3 }],
    ["SuspendProcesses", { ScalingProcesses: ["Launch"] }],
  ];
  test.each(change)("show only seconds later what %s has changed", async (operation, input) => {
    const { autoscaling, group, runFor } = setUp();
    const before = await group();
    await ask(autoscaling, operation, { ...NAME, ...input });
    expect(await group()).toEqual(before);
    await runFor(DESCRIBED_SECONDS);
    expect(await group()).not.toEqual(before);
  });
});
