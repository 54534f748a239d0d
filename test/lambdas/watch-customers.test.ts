import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { watchCustomers } from "../../lambdas/sentry/watch-customers";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { FIRST_WATCH, type Watch } from "../../orchestrator/watch";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

const HELD: Baton = { ...FIRST_BATON, phase: "failing-over", workflow: "failover", holder: EXECUTION };
const HEALTHY_MS = 10 * 60_000;

beforeAll(warmUpSdk);

interface Sight {
  /** What Route 53's alarm says; null where CloudWatch does not tell. */
  readonly state?: string | null;
  readonly baton?: Baton;
  readonly isHealthy?: boolean;
}

/** What the sentry reports when it has seen the primary for ten minutes, or has not. */
async function reported({ state = "ALARM", baton = FIRST_BATON, isHealthy = true }: Sight) {
  const metrics: unknown[] = [];
  const world = rig({
    DescribeAlarms: () => {
      if (state === null) throw new AwsError("AccessDenied", "not now", 403);
      return { MetricAlarms: [{ StateValue: state, StateUpdatedTimestamp: new Date(world.clock.now() - HEALTHY_MS) }] };
    },
    PutMetricData: ({ MetricData }) => {
      for (const { MetricName, Value } of MetricData as { MetricName: string; Value: number }[]) {
        metrics.push([MetricName, Value]);
      }
      return {};
    },
  });
  const sinceMs = world.clock.now() - HEALTHY_MS;
  const watch: Watch = { ...FIRST_WATCH, ...(isHealthy ? { healthySinceMs: sinceMs } : { failingSinceMs: sinceMs }) };
  const { runtime, table } = world;
  await world.run(watchCustomers({ runtime, table, baton, ending: null, isHealthy }, watch));
  return metrics;
}

describe("the sentry's look at Route 53's alarm", () => {
  test("reports that customers may be cut off where it sees a primary that the checkers do not reach", async () => {
    expect(await reported({})).toEqual([["CustomersCutOff", 1]]);
  });

  test.each<[string, Sight]>([
    ["the checkers reach the primary", { state: "OK" }],
    ["CloudWatch does not tell", { state: null }],
    ["a run holds the baton: it pages for itself", { baton: HELD }],
    ["the sentry does not reach the primary either: its runs tell", { isHealthy: false }],
  ])("reports nothing where %s", async (_, sight) => {
    expect(await reported(sight)).toEqual([]);
  });
});
