import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as inspect } from "../../lambdas/steps/inspect.lambda";
import { type MoveBench, onBench } from "./move-bench";
import { withDatabase, withGroup } from "./other-plans";

beforeAll(warmUpSdk);

/** All that the plan has in the target Region: the step looks at everything. */
const EVERYTHING = { resourceId: null };
const WELL = { healthySinceMs: expect.any(Number) };
const UNWELL = { healthySinceMs: null };
const look = (bench: MoveBench) => bench.call(inspect, EVERYTHING);
const groupAtHome = ({ world, primary }: MoveBench) =>
  world.inRegion(primary.region).autoscaling.group("storefront-web");

describe("the Region that a failback goes home to", () => {
  test("is settled once everything there was well for the plan's time", () =>
    onBench(async (bench) => {
      const beganMs = bench.world.clock.now();
      expect(await look(bench)).toMatchObject({ status: "pending", facts: WELL });
      expect((await bench.converge(inspect, 60, EVERYTHING)).status).toBe("done");
      expect(bench.world.clock.now() - beganMs).toBeGreaterThanOrEqual(1800 * 1000);
    }));

  test.each<[string, (bench: MoveBench) => void, string, string]>([
    [
      "a database that reboots",
      ({ primary }) => (primary.status = "rebooting"),
      "pending",
      "storefront-orders is rebooting.",
    ],
    [
      "a database that somebody has stopped",
      ({ primary }) => (primary.status = "stopped"),
      "blocked",
      "storefront-orders is stopped; waiting will not help. Start it, then the failback again: " +
        "aws rds start-db-instance --region us-east-1 --db-instance-identifier storefront-orders",
    ],
    [
      "a database that does not start with its parameters",
      ({ primary }) => (primary.status = "incompatible-parameters"),
      "blocked",
      "storefront-orders is incompatible-parameters; waiting will not help. Mend it,",
    ],
    [
      "a database that is being deleted, which will leave its name free",
      ({ primary }) => (primary.status = "deleting"),
      "pending",
      "storefront-orders is deleting.",
    ],
    [
      "a group whose image cannot be named",
      (bench) => (groupAtHome(bench).hasMixedInstances = true),
      "blocked",
      "a mixed instances policy",
    ],
  ])("is not well with %s, and its time starts again", (_, prepare, status, detail) =>
    onBench(async (bench) => {
      prepare(bench);
      expect(await look(bench)).toEqual({ status, detail: expect.stringContaining(detail), facts: UNWELL });
    }),
  );

  test.each(["available", "backing-up"] as const)("is well with a database that is %s", (status) =>
    onBench(async (bench) => {
      bench.primary.status = status;
      expect(await look(bench)).toMatchObject({ facts: WELL });
    }),
  );

  test("is not well where the plan's group is not there", () =>
    onBench(
      async (bench) =>
        expect(await look(bench)).toEqual({
          status: "blocked",
          detail: "There is no Auto Scaling group storefront-elsewhere in us-east-1.",
          facts: UNWELL,
        }),
      1,
      withGroup({ primaryGroupName: "storefront-elsewhere" }),
    ));

  test("is well with a free name for the database: the rebuild fills it", () =>
    onBench(
      async (bench) =>
        expect(await look(bench)).toMatchObject({
          status: "pending",
          facts: WELL,
        }),
      1,
      withDatabase({ primaryInstanceId: "storefront-free" }),
    ));

  test("is not well while it is silent", () =>
    onBench(async (bench) => {
      bench.world.network.darken({ region: bench.primary.region, sparedServices: [] });
      expect(await look(bench)).toMatchObject({
        status: "pending",
        detail: expect.stringContaining("us-east-1 does not answer for"),
        facts: UNWELL,
      });
    }));
});
