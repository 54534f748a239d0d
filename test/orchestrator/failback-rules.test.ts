import { describe, expect, test } from "@jest/globals";
import type { PlanInput } from "../../orchestrator/plan";
import { validatePlan } from "../../orchestrator/plan-rules";
import { sentenceOf } from "../../orchestrator/problems";
import { draft, storefront } from "./fixtures";

function problemsWith(
  failback: PlanInput["failback"],
  change: (plan: PlanInput) => PlanInput = (plan) => plan,
): string[] {
  const validation = validatePlan(change({ ...draft(), failback }));
  return "problems" in validation ? validation.problems.map(sentenceOf) : [];
}

const onlyGroups = (plan: PlanInput) => ({
  ...plan,
  resources: plan.resources.filter(({ kind }) => kind === "autoScalingGroup"),
});

describe("planned moves in a plan", () => {
  test("need not be mentioned: everything has a default that makes sense", () => {
    const { failback: _, ...silent } = draft();
    const validation = validatePlan(silent);
    if ("problems" in validation) throw new Error(validation.problems.map(sentenceOf).join("\n"));
    expect(validation.plan.failback).toMatchObject({
      settlingSeconds: 1800,
      quarantineRetentionDays: 14,
      largestFactAgeSeconds: 300,
      approvalTimeoutSeconds: 43_200,
      largestCatchUpLagSeconds: 5,
      deadlines: { settleSeconds: 21_600, freezeSeconds: 180, protectSeconds: 28_800 },
    });
    expect(storefront.failback).toEqual(validation.plan.failback);
  });

  test.each([
    ["rebuildSeconds", 3600, "at least 7200: creating a cross-Region replica takes as long"],
    ["protectSeconds", 3600, "at least 7200"],
    ["freezeSeconds", 60, "at least 120"],
    ["drainSeconds", 60, "at least 240: a measurement of lag after the freeze takes as long"],
    ["promoteSeconds", 200, "at least 300"],
    ["warmUpSeconds", 100, "at least 200"],
    ["switchTrafficSeconds", 91, "at least 92"],
    ["verifySeconds", 20, "at least 30: 10 s for each of 3 successes"],
    ["settleSeconds", 1800, "at least 3600, twice failback.settlingSeconds"],
  ])("a deadline that AWS cannot keep: %s", (deadline, given, allowed) => {
    const problems = problemsWith({ deadlines: { [deadline]: given } });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`failback.deadlines.${deadline} is ${given}; allowed: ${allowed}`);
  });

  test("many databases are frozen one look after another, and the deadline has room for that", () => {
    const withDatabases = (count: number) => (plan: PlanInput) => {
      const groups = plan.resources.filter((resource) => resource.kind === "autoScalingGroup");
      const [database] = plan.resources.filter((resource) => resource.kind === "rdsReadReplica");
      if (!database) throw new Error("The draft has no database.");
      const copies = Array.from({ length: count }, (_, index) => ({
        ...database,
        id: `${database.id}-${index}`,
        primaryInstanceId: `${database.primaryInstanceId}-${index}`,
        standbyInstanceId: `${database.standbyInstanceId}-${index}`,
      }));
      return { ...plan, resources: [...groups, ...copies] };
    };
    expect(problemsWith({}, withDatabases(11))).toEqual([]);
    expect(problemsWith({}, withDatabases(12))).toEqual([
      expect.stringContaining("failback.deadlines.freezeSeconds is 180; allowed: at least 184: moving 12 writers"),
    ]);
    expect(problemsWith({ deadlines: { freezeSeconds: 742 } }, withDatabases(39))).toEqual([]);
  });

  test("deadlines for data do not matter where there is none", () => {
    expect(problemsWith({ deadlines: { rebuildSeconds: 1, freezeSeconds: 1 } }, onlyGroups)).toEqual([]);
  });

  test("an approval is neither too short for a person nor too long for an execution", () => {
    expect(problemsWith({ approvalTimeoutSeconds: 60 })).toEqual([
      expect.stringContaining("failback.approvalTimeoutSeconds is 60; allowed: at least 300"),
    ]);
    expect(problemsWith({ approvalTimeoutSeconds: 6 * 86_400 })).toEqual([
      expect.stringContaining("allowed: at most 518400 together with all deadlines"),
    ]);
  });

  test("what stands in the wrong Region or above its bound is told with its path", () => {
    const spoil = (plan: PlanInput) => ({
      ...plan,
      resources: plan.resources.map((resource) =>
        resource.kind === "autoScalingGroup"
          ? { ...resource, primaryTargetGroupArn: resource.standbyTargetGroupArn, restingCapacity: 41 }
          : resource,
      ),
    });
    expect(problemsWith({}, spoil)).toEqual([
      expect.stringContaining("resources[1].primaryTargetGroupArn"),
      expect.stringContaining("resources[1].restingCapacity is 41; allowed: at most largestCapacity, 40"),
    ]);
  });
});
