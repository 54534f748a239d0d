import { beforeAll, describe, expect, test } from "@jest/globals";
import type { CallFault } from "../../lab/scenarios/call-fault";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { MemoryStore } from "../../lambdas/aws/memory-store";
import { RESTORING_PROCESSES } from "../../lambdas/resources/group-fence";
import { describeTrouble } from "../../lambdas/resources/scaling-activities";
import { factory as coolDown } from "../../lambdas/steps/cool-down.lambda";
import { factory as verify } from "../../lambdas/steps/verify.lambda";
import { factory as warmUp } from "../../lambdas/steps/warm-up.lambda";
import type { Baton } from "../../orchestrator/baton";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { FailoverBench, onFailoverBench } from "./failover-bench";
import { withGroup } from "./other-plans";

beforeAll(warmUpSdk);

const ID = "web";
/** Descriptions show any change by then. */
const DESCRIBED_SECONDS = 10;
/** Of three looks in a row that must succeed. */
const LAST_BUT_ONE: ConvergeResult = { status: "pending", detail: "2 of 3", facts: { successes: 2 } };
const HEALTHY = { status: "done", facts: { target: 6, inService: 6, healthy: 6 } };

function launchedVersions({ group }: FailoverBench): readonly number[] {
  return [...new Set(group.running().map(({ templateVersion }) => templateVersion))];
}

describe("warming up a group", () => {
  test("ends when as many instances as the primary had are healthy behind the load balancer", () =>
    onFailoverBench(async (bench) => {
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
      expect(bench.group.capacity).toEqual({ min: 6, desired: 6, max: 40 });
    }));

  test("goes by what the sentry saw, and asks nothing of a primary that may be dark", () =>
    onFailoverBench(async (bench) => {
      // Fenced long ago, and not forgotten: what a fence took from the standby's group is no matter of a failover.
      const memory = { seenAtMs: 0, smallest: 5, desired: 5, suspendedProcesses: [] };
      await bench.within((table) => new MemoryStore(table).keep(ID, "standby", memory));
      for (const process of RESTORING_PROCESSES) bench.group.suspended.add(process);
      bench.world.network.darken({ region: bench.world.plan.regions.primary, sparedServices: [] });
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
      expect([...bench.group.suspended]).not.toContain("Launch");
      expect([...bench.group.suspended]).toContain("ScheduledActions");
    }));

  test("looks at images once, and at activities while something launches", () =>
    onFailoverBench(async (bench) => {
      bench.standby.autoscaling.keeper.instancesTurnHealthy = false;
      await bench.converge(warmUp, ID, 900);
      const looks = bench.answersTo("DescribeAutoScalingGroups").length;
      expect(bench.answersTo("DescribeImages")).toHaveLength(1);
      expect(bench.answersTo("DescribeScalingActivities").length).toBeLessThan(looks / 2);
    }));

  test("has looked at everything where AWS throttles the change alone: that is no reason to ask a person", () =>
    onFailoverBench(async (bench) => {
      const { world } = bench;
      const fault: CallFault = {
        type: "calls-throttled",
        region: "standby",
        services: ["autoscaling"],
        calls: "mutating",
        share: 1,
        seconds: 60,
      };
      world.troubles.begin(fault, "eu-west-1", world.clock.now());
      expect(await bench.call(warmUp, ID)).toMatchObject({
        status: "pending",
        detail: "storefront-web is throttled by AWS; asking again.",
      });
      await bench.pass(60);
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
    }));

  test("says that a group grows only where it does", () =>
    onFailoverBench(async (bench) => {
      const first = await bench.call(warmUp, ID);
      expect(first.detail).toMatch(/grows from 1 to 6 instances from template version \d+\.$/);
      expect(first.facts).toEqual({ target: 6 });
      bench.group.suspended.add("Launch");
      await bench.pass(DESCRIBED_SECONDS);
      const again = await bench.call(warmUp, ID);
      expect(again.detail).toMatch(/keeps its 6 instances; new ones start from template version \d+\. Launch had been/);
    }));

  test("resumes what keeps a group from launching and from serving, and nothing else", () =>
    onFailoverBench(async (bench) => {
      for (const name of ["Launch", "AddToLoadBalancer", "AZRebalance"]) bench.group.suspended.add(name);
      const first = await bench.call(warmUp, ID);
      expect(first.detail).toContain("Launch and AddToLoadBalancer had been suspended and was resumed.");
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
      expect([...bench.group.suspended]).toEqual(["AZRebalance"]);
    }));

  test("resumes a process that somebody suspends half-way", () =>
    onFailoverBench(async (bench) => {
      await bench.call(warmUp, ID);
      bench.group.suspended.add("Launch");
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
    }));

  test("holds on to the sizes that it has decided on, whoever makes the group smaller half-way", () =>
    onFailoverBench(async (bench) => {
      bench.group.capacity = { min: 1, desired: 8, max: 40 };
      await bench.converge(warmUp, ID);
      const decided = { min: 6, desired: 8, max: 40 };
      for (const smaller of [{ min: 1 }, { desired: 7 }]) {
        expect(bench.group.capacity).toEqual(decided);
        bench.group.capacity = { ...decided, ...smaller };
        await bench.pass(DESCRIBED_SECONDS);
        expect((await bench.call(warmUp, ID)).status).toBe("pending");
      }
      expect(bench.group.capacity).toEqual(decided);
    }));

  test("takes no target that somebody else has registered for an instance of the group", () =>
    onFailoverBench(async (bench) => {
      const [targets] = bench.group.targetGroupArns.map((arn) => bench.standby.elasticloadbalancing.targetGroup(arn));
      for (let other = 0; other < 6; other += 1) targets?.set(`i-other-${other}`, "healthy");
      bench.standby.autoscaling.keeper.launchableInstances = 2;
      expect(await bench.converge(warmUp, ID, 300)).toMatchObject({ status: "pending", facts: { inService: 3 } });
    }));

  test("needs a person where the plan's group is not there", () =>
    onFailoverBench(
      async (bench) =>
        expect(await bench.call(warmUp, ID)).toEqual({
          status: "blocked",
          detail: "There is no Auto Scaling group storefront-nowhere.",
        }),
      1,
      withGroup({ standbyGroupName: "storefront-nowhere" }),
    ));

  test("names what AWS refuses while it waits, and goes on by itself", () =>
    onFailoverBench(async (bench) => {
      const { keeper } = bench.standby.autoscaling;
      keeper.launchableInstances = 2;
      expect(await bench.converge(warmUp, ID, 300)).toMatchObject({
        status: "pending",
        detail: expect.stringContaining("launching fails: Could not launch On-Demand Instances."),
        facts: { error: "InsufficientInstanceCapacity", target: 6, inService: 3 },
      });
      keeper.launchableInstances = 10;
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
    }));

  test("says nothing of what failed before this loop began: it may have been put right", () =>
    onFailoverBench(async (bench) => {
      bench.standby.autoscaling.keeper.launchableInstances = 0;
      const seen = await bench.converge(warmUp, ID, 30);
      expect(seen?.detail).toContain("launching fails");
      const afresh = await bench.call(warmUp, ID);
      expect(afresh).toMatchObject({ status: "pending", detail: expect.not.stringContaining("launching fails") });
    }));

  test("needs a person where no other minute can help", () =>
    onFailoverBench(async (bench) => {
      bench.standby.autoscaling.keeper.launchableInstances = 2;
      await bench.call(warmUp, ID);
      await bench.pass(120);
      const at = bench.world.clock.now();
      const said = "You have requested more vCPU capacity (VcpuLimitExceeded). Launching EC2 instance failed.";
      const activity = { id: "a", description: "Launching", cause: "c", startedAtMs: at + 1, endedAtMs: at + 1 };
      bench.group.activities.push({ ...activity, status: "Failed", message: said });
      expect(await bench.call(warmUp, ID)).toMatchObject({
        status: "blocked",
        detail: expect.stringContaining("launching fails: You have requested more vCPU capacity"),
        facts: { error: "VcpuLimitExceeded", target: 6 },
      });
    }));

  describe("does not keep customers waiting for the last instance that AWS refuses", () => {
    const sized = async (bench: FailoverBench, launchable: number, isLimitedByQuota: boolean) => {
      bench.group.capacity = { min: 1, desired: 10, max: 40 };
      Object.assign(bench.standby.autoscaling.keeper, { launchableInstances: launchable, isLimitedByQuota });
      return bench.converge(warmUp, ID, 1800);
    };
    test.each([
      ["for want of capacity", false, "InsufficientInstanceCapacity"],
      ["because a quota is reached, which needs a person", true, "VcpuLimitExceeded"],
    ])("%s", (_, isLimitedByQuota, error) =>
      onFailoverBench(async (bench) => {
        const facts = { target: 10, inService: 9, healthy: 9, error };
        expect(await sized(bench, 8, isLimitedByQuota)).toMatchObject({
          status: "done",
          detail: expect.stringMatching(/^storefront-web: 9 of 10 .*; launching fails: .* the group goes on trying\.$/),
          facts,
        });
        bench.database.replication = null;
        expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({ status: "done" });
      }),
    );

    test("but for the last but one", () =>
      onFailoverBench(async (bench) => {
        expect(await sized(bench, 7, true)).toMatchObject({ status: "blocked", facts: { target: 10 } });
        await bench.pass(600);
        expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({ status: "pending" });
      }));

    test("nor where its image is gone and there is no other", () =>
      onFailoverBench(async (bench) => {
        await sized(bench, 8, true);
        bench.world.estate.faults.loseStandbyImages();
        await bench.pass(600);
        expect(await bench.converge(warmUp, ID, 600)).toMatchObject({
          status: "done",
          detail: expect.stringMatching(/does not exist.* the group goes on trying\.$/),
        });
      }));
  });

  test("says nothing of a zone that refused once another has launched", () =>
    onFailoverBench(async (bench) => {
      bench.standby.autoscaling.keeper.exhaustedZones.add("b");
      expect(await bench.converge(warmUp, ID, 60)).toMatchObject({
        status: "pending",
        detail: expect.not.stringContaining("launching fails"),
      });
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
      expect(bench.group.activities.some(({ status }) => status === "Failed")).toBe(true);
    }));

  test("does not take instances that never become healthy for capacity", () =>
    onFailoverBench(async (bench) => {
      bench.standby.autoscaling.keeper.instancesTurnHealthy = false;
      const facts = { target: 6, inService: 6, healthy: 1 };
      expect(await bench.converge(warmUp, ID, 900)).toMatchObject({ status: "pending", facts });
      bench.standby.autoscaling.keeper.instancesTurnHealthy = true;
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
    }));

  test("needs a person where a mixed instances policy says what comes up, and leaves the policy alone", () =>
    onFailoverBench(async (bench) => {
      bench.group.hasMixedInstances = true;
      const capacity = { ...bench.group.capacity };
      expect(await bench.call(warmUp, ID)).toMatchObject({
        status: "blocked",
        detail: expect.stringMatching(/launches by a mixed instances policy.*Give the group the launch template lt-/),
      });
      expect(bench.group).toMatchObject({ hasMixedInstances: true, capacity });
    }));

  test("needs a person where the group launches from another template than the plan's, and leaves it alone", () =>
    onFailoverBench(async (bench) => {
      const template = { id: "lt-0fedcba9876543210", name: "hotfix", version: "1" };
      bench.group.template = template;
      const capacity = { ...bench.group.capacity };
      expect(await bench.call(warmUp, ID)).toMatchObject({
        status: "blocked",
        detail: expect.stringMatching(
          /launches from the template lt-0fedcba9876543210 \(hotfix\), and the plan says lt-/,
        ),
      });
      await bench.converge(coolDown, ID);
      expect(bench.group).toMatchObject({ template, capacity });
      expect(bench.answersTo("UpdateAutoScalingGroup")).toEqual([]);
    }));

  describe("during an instance refresh, which keeps the template's version as it is,", () => {
    test("takes the instances of the release that is being rolled out, and says how to end the refresh", () =>
      onFailoverBench(async (bench) => {
        bench.group.isRefreshing = true;
        const said =
          "An instance refresh is active there, so the template version stays as it is. To end the refresh: " +
          "aws autoscaling cancel-instance-refresh --region eu-west-1 --auto-scaling-group-name storefront-web";
        expect(await bench.call(warmUp, ID)).toEqual({
          status: "pending",
          detail: `storefront-web grows from 1 to 6 instances as its instance refresh says. ${said}`,
          facts: { target: 6 },
        });
        expect(await bench.converge(warmUp, ID)).toMatchObject({
          ...HEALTHY,
          detail: `storefront-web: 6 of 6 instances are healthy behind the load balancer. ${said}`,
        });
        expect(launchedVersions(bench)).toEqual([1]);
        expect(new Set(bench.answersTo("UpdateAutoScalingGroup"))).toEqual(new Set(["ValidationError", "answered"]));
      }));

    test("sets the version as soon as the refresh has ended", () =>
      onFailoverBench(async (bench) => {
        bench.group.isRefreshing = true;
        await bench.call(warmUp, ID);
        bench.group.isRefreshing = false;
        expect(await bench.converge(warmUp, ID)).toMatchObject({
          ...HEALTHY,
          detail: expect.stringMatching(/balancer\.$/),
        });
        expect(bench.group.template.version).toBe("2");
      }));

    test("is refused nothing where the version is right already", () =>
      onFailoverBench(async (bench) => {
        await bench.converge(warmUp, ID);
        bench.group.isRefreshing = true;
        bench.group.capacity = { min: 1, desired: 3, max: 40 };
        await bench.pass(60);
        expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
        expect(bench.answersTo("UpdateAutoScalingGroup")).not.toContain("ValidationError");
      }));

    test("is undone in its sizes where the failover stands down", () =>
      onFailoverBench(async (bench) => {
        const { capacity } = bench.group;
        bench.group.isRefreshing = true;
        await bench.converge(warmUp, ID);
        expect(await bench.converge(coolDown, ID)).toMatchObject({ status: "done" });
        expect(bench.group.capacity).toEqual(capacity);
      }));
  });

  test("needs a person where the Region has no image", () =>
    onFailoverBench(async (bench) => {
      bench.world.estate.faults.loseStandbyImages();
      await bench.pass(DESCRIBED_SECONDS);
      expect(await bench.call(warmUp, ID)).toMatchObject({
        status: "blocked",
        detail: "No image with the tag application=storefront is in the standby Region.",
      });
    }));

  test("launches another image where the one that it has decided on vanishes, and says so where there is none", () =>
    onFailoverBench(async (bench) => {
      await bench.call(warmUp, ID);
      bench.world.estate.faults.loseStandbyImages();
      const stuck = await bench.converge(warmUp, ID);
      expect(stuck).toMatchObject({ status: "blocked" });
      expect(stuck?.detail).toMatch(/image id .* does not exist.*No image with the tag application=storefront is in/);
      bench.world.faults.inject({ type: "release-made", region: "standby" });
      await bench.pass(DESCRIBED_SECONDS);
      expect(await bench.converge(warmUp, ID)).toMatchObject(HEALTHY);
      expect(launchedVersions(bench)).toHaveLength(2);
    }));

  test("waits for the image that it launches already, though the last failure is of before and names an error", () =>
    onFailoverBench(async (bench) => {
      await bench.call(warmUp, ID);
      await bench.pass(DESCRIBED_SECONDS);
      bench.group.activities.push({
        id: "of-before",
        description: "Launching a new EC2 instance",
        cause: "",
        startedAtMs: bench.world.clock.now(),
        endedAtMs: bench.world.clock.now(),
        status: "Failed",
        message: "The image id '[ami-1]' does not exist (InvalidAMIID.NotFound). Launching EC2 instance failed.",
      });
      const waiting = { status: "pending", detail: expect.stringContaining("launching fails: The image id '[ami-1]'") };
      expect(await bench.call(warmUp, ID, null, 60)).toMatchObject(waiting);
    }));

  const decision = { verdict: "proceed", reasons: [], decidedAtMs: 0, unready: [] } as const;
  test.each([
    ["before it is decided, because a copy may outlast the plan's deadline", undefined, "blocked"],
    ["and afterwards waits for it", decision, "pending"],
  ] as const)("asks where the only image is still being copied, %s", (_, decided, status) =>
    onFailoverBench(async (bench) => {
      await bench.openRun(decided);
      for (const image of bench.standby.ec2.images.list()) image.state = "pending";
      const result = await bench.call(warmUp, ID);
      expect(result.status).toBe(status);
      expect(result.detail).toMatch(/^Image ami-\w+ is still being copied to the standby Region/);
      const { fillCapacitySeconds } = bench.world.plan.policy.deadlines;
      const reason = `that takes minutes to tens of minutes, and the plan waits ${fillCapacitySeconds} s for capacity`;
      expect(result.detail.includes(reason)).toBe(status === "blocked");
    }),
  );

  test("waits for the copy where nothing is known of a decision", () =>
    onFailoverBench(async (bench) => {
      for (const image of bench.standby.ec2.images.list()) image.state = "pending";
      expect((await bench.call(warmUp, ID)).status).toBe("pending");
    }));
});

describe("verifying a group", () => {
  test("does not send everybody to what is left of a group that fell apart after its warm-up", () =>
    onFailoverBench(async (bench) => {
      bench.database.replication = null;
      await bench.converge(warmUp, ID);
      const [targets] = bench.group.targetGroupArns.map((arn) => bench.standby.elasticloadbalancing.targetGroup(arn));
      for (const { id } of bench.group.running().slice(2)) targets?.set(id, "draining");
      expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({
        status: "pending",
        detail: "storefront-web: 2 targets are healthy, 6 needed.",
      });
    }));

  test.each([
    ["nine of ten are enough: one may be replaced at any time", 9, "done", "and every resource is ready"],
    ["eight of ten are not", 8, "pending", "storefront-web: 8 targets are healthy, 9 needed."],
  ])("%s", (_, healthy, status, detail) =>
    onFailoverBench(async (bench) => {
      bench.database.replication = null;
      bench.group.capacity = { min: 10, desired: 10, max: 40 };
      await bench.converge(warmUp, ID);
      const [targets] = bench.group.targetGroupArns.map((arn) => bench.standby.elasticloadbalancing.targetGroup(arn));
      for (const { id } of bench.group.running().slice(healthy)) targets?.set(id, "draining");
      expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({
        status,
        detail: expect.stringContaining(detail),
      });
    }),
  );

  test("needs the plan's smallest size of a group that nobody warmed up", () =>
    onFailoverBench(async (bench) => {
      bench.database.replication = null;
      const { detail } = await bench.call(verify, ID, LAST_BUT_ONE);
      expect(detail).toBe("storefront-web: 1 targets are healthy, 2 needed.");
    }));

  test("asks AWS only when the application has answered often enough", () =>
    onFailoverBench(async (bench) => {
      expect(await bench.call(verify, ID)).toMatchObject({ status: "pending", facts: { successes: 1 } });
      expect(bench.answersTo("DescribeTargetHealth")).toEqual([]);
      expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({ facts: { successes: 3 } });
      expect(bench.answersTo("DescribeTargetHealth")).toEqual(["answered"]);
    }));
});

describe("undoing a warm-up", () => {
  test("puts sizes, version and suspended processes back as they were", () =>
    onFailoverBench(async (bench) => {
      const { capacity, template } = bench.group;
      for (const name of ["Launch", "AZRebalance"]) bench.group.suspended.add(name);
      await bench.converge(warmUp, ID);
      expect(launchedVersions(bench)).toEqual([1, 2]);
      expect(await bench.converge(coolDown, ID)).toMatchObject({ status: "done" });
      expect(bench.group.capacity).toEqual(capacity);
      expect(bench.group.template.version).toBe(template.version);
      expect([...bench.group.suspended].sort()).toEqual(["AZRebalance", "Launch"]);
      expect(bench.answersTo("SuspendProcesses")).toEqual(["answered"]);
      await bench.pass(600);
      expect(bench.group.running()).toHaveLength(capacity.desired);
    }));

  test("undoes what was asked for a moment ago, although no description shows it yet", () =>
    onFailoverBench(async (bench) => {
      const { capacity } = bench.group;
      await bench.call(warmUp, ID);
      expect(bench.group.capacity).not.toEqual(capacity);
      expect(await bench.converge(coolDown, ID)).toMatchObject({ status: "done" });
      expect(bench.group.capacity).toEqual(capacity);
    }));

  test("is over where the group is gone meanwhile", () =>
    onFailoverBench(async (bench) => {
      await bench.call(warmUp, ID);
      const believed = withGroup({ standbyGroupName: "storefront-gone" });
      expect(await new FailoverBench(bench.world, believed).call(coolDown, ID)).toEqual({
        status: "done",
        detail: "There is no Auto Scaling group storefront-gone any more.",
      });
    }));

  test("takes nothing from a standby that serves: a run that died had moved the baton there before", () =>
    onFailoverBench(async (bench) => {
      await bench.converge(warmUp, ID);
      const { capacity } = bench.group;
      const moved = (baton: Baton) => ({ changed: true, baton: { ...baton, active: "standby" } }) as const;
      await bench.within((table) => new BatonStore(table).change(moved));
      expect(await bench.converge(coolDown, ID)).toEqual({
        status: "done",
        detail: "storefront-web serves, and keeps the capacity that it has.",
      });
      expect(bench.group.capacity).toEqual(capacity);
    }));

  test("suspends nothing that was not suspended", () =>
    onFailoverBench(async (bench) => {
      await bench.converge(warmUp, ID);
      await bench.converge(coolDown, ID);
      expect([...bench.group.suspended]).toEqual([]);
    }));

  test("leaves a group alone that the run never warmed up", () =>
    onFailoverBench(async (bench) => {
      expect(await bench.call(coolDown, ID)).toMatchObject({ status: "done" });
      expect(bench.answersTo("UpdateAutoScalingGroup")).toEqual([]);
    }));
});

describe("what keeps a group from launching", () => {
  test.each([
    [
      "InsufficientInstanceCapacity - We currently do not have sufficient capacity",
      "InsufficientInstanceCapacity",
      false,
    ],
    [
      "You have requested more vCPU capacity (VcpuLimitExceeded). Launching EC2 instance failed.",
      "VcpuLimitExceeded",
      true,
    ],
    ["The image id '[ami-1]' does not exist (InvalidAMIID.NotFound). Launching failed.", "InvalidAMIID", true],
    ["RequestLimitExceeded: slow down, UnauthorizedOperation was not it", "RequestLimitExceeded", false],
    ["Something new (Client.SomethingNew). Launching EC2 instance failed.", "Client.SomethingNew", false],
    ["SomethingNew: it will not launch", "SomethingNew", false],
    ["it will not launch because of SomethingNew", "SomethingNew", false],
    ["nobody knows why", "nobody knows why", false],
  ])("%s", (message, error, needsPerson) => {
    const isImageGone = message.includes("does not exist");
    expect(describeTrouble(message)).toEqual({ message, error, needsPerson, isImageGone });
  });

  test.each([
    "The image id '[ami-1]' does not exist. Launching EC2 instance failed.",
    "The AMI ID ami-1 does not exist. Launching EC2 instance failed.",
  ])("without a name for the error: %s", (message) =>
    expect(describeTrouble(message)).toEqual({ message, error: message, needsPerson: false, isImageGone: true }),
  );
});
