import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { sightPrimary } from "../../lambdas/sentry/sight-primary";
import { factory as fence } from "../../lambdas/steps/fence.lambda";
import { OLD, type OldRegion, oldRegion } from "./old-region";
import { convergeStep, playRun } from "./run-bench";

beforeAll(warmUpSdk);

const sight = ({ runtime, table }: OldRegion) => sightPrimary(runtime, table);
const renamed = ({ runtime, ...world }: OldRegion): OldRegion => {
  const resources = runtime.plan.resources.map((resource) =>
    resource.kind === "rdsReadReplica" ? { ...resource, primaryInstanceId: "storefront-order" } : resource,
  );
  return { ...world, runtime: { ...runtime, plan: { ...runtime.plan, resources } } };
};

describe("a resource that is not there", () => {
  test("counts as fenced when the sentry saw it before", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await sight(world);
      world.database.isMissing = true;
      expect(await convergeStep(world, fence, "orders-db")).toMatchObject({ facts: { verdict: "FENCED" } });
    });
  });

  test("is no fence when nobody ever saw it: the plan may name the wrong one", async () => {
    const world = oldRegion();
    world.database.isMissing = true;
    await playRun(world, async () => {
      const result = await convergeStep(world, fence, "orders-db");
      expect(result).toMatchObject({ facts: { verdict: "FAILED" } });
      expect(result?.detail).toMatch(/sentry never saw one. Check the plan/);
    });
  });

  test("is no fence when another one was seen before the plan was changed", async () => {
    const world = oldRegion();
    await playRun(world, async () => {
      await sight(world);
      world.database.isMissing = true;
      const result = await convergeStep(renamed(world), fence, "orders-db");
      expect(result).toMatchObject({ facts: { verdict: "FAILED" } });
    });
  });
});

describe("the sentry's look at what the plan names", () => {
  test("reports that nothing is missing", async () => {
    const world = oldRegion();
    await playRun(world, () => sight(world));
    expect(world.metrics).toEqual([["PlanMismatch", 0]]);
  });

  test("reports what is missing", async () => {
    const world = oldRegion();
    world.database.isMissing = true;
    await playRun(world, () => sight(world));
    expect(world.metrics).toEqual([["PlanMismatch", 1]]);
  });

  test("says nothing of what it cannot look at", async () => {
    const world = oldRegion();
    world.network.darken({ region: OLD, sparedServices: [] });
    await playRun(world, () => sight(world));
    expect(world.metrics).toEqual([]);
  });
});
