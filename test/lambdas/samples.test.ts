import { RDSClient } from "@aws-sdk/client-rds";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { at, clientAt } from "../../lambdas/resources/client-at";
import { sampleLag } from "../../lambdas/resources/lag-sample";
import { readReplication } from "../../lambdas/resources/replication-samples";
import { HAND_BUDGET, PATIENT_BUDGET, REMOTE_BUDGET } from "../../lambdas/runtime/budgets";
import type { CallBudget } from "../../lambdas/runtime/runtime";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { sidesOf, type Workflow } from "../../orchestrator/workflow";
import { storefront } from "../orchestrator/fixtures";
import { rig, type Script } from "./rig";

beforeAll(warmUpSdk);

const [database] = resourcesWith(storefront, "promote");
if (!database) throw new Error("The plan has no database.");
const NOW_MS = Date.UTC(2026, 0, 5, 9, 0, 30);
const MINUTE_MS = 60_000;

const metric = (samples: readonly (readonly [ageMs: number, value: number])[]): Script => ({
  GetMetricData: () => ({
    MetricDataResults: [
      {
        Id: "lag",
        Timestamps: samples.map(([ageMs]) => new Date(NOW_MS - ageMs)),
        Values: samples.map(([, value]) => value),
      },
    ],
  }),
});

describe("the lag that is remembered of a replica", () => {
  test.each<[string, Script, number | null]>([
    [
      "is the newest",
      metric([
        [MINUTE_MS, 3],
        [2 * MINUTE_MS, 9],
      ]),
      3,
    ],
    ["may be nothing at all", metric([[MINUTE_MS, 0]]), 0],
    ["is unknown where replication has stopped", metric([[MINUTE_MS, -1]]), null],
    ["is unknown where no datapoint is there", metric([]), null],
    ["is unknown where CloudWatch says nothing", { GetMetricData: () => ({}) }, null],
    ["may be three minutes and a delivery old", metric([[3 * MINUTE_MS + 30_000, 3]]), 3],
    ["is unknown where it is older", metric([[3 * MINUTE_MS + 31_000, 3]]), null],
  ])("%s", async (_, script, expected) => {
    const world = rig(script);
    const { replicaLagSeconds, lagSampledAtMs } = await world.run(sampleLag(world.runtime, database, NOW_MS));
    expect(replicaLagSeconds).toBe(expected);
    expect(lagSampledAtMs === undefined).toBe(expected === null);
    expect(world.seen[0]).toMatchObject({
      region: storefront.regions.standby,
      input: {
        StartTime: new Date(NOW_MS - 210_000),
        EndTime: new Date(NOW_MS),
        ScanBy: "TimestampDescending",
        MetricDataQueries: [
          {
            MetricStat: {
              Metric: {
                MetricName: "ReplicaLag",
                Dimensions: [{ Name: "DBInstanceIdentifier", Value: database.standbyInstanceId }],
              },
              Period: 60,
              Stat: "Maximum",
            },
          },
        ],
      },
    });
  });
});

describe("replication before a planned promotion", () => {
  test("is asked of both ends: the replica's lag, and what the writer says that is missing", async () => {
    const world = rig(
      metric([
        [MINUTE_MS, 3],
        [2 * MINUTE_MS, 9],
      ]),
    );
    const sides = sidesOf(storefront, "failback");
    const context = { runtime: world.runtime, workflow: "failback", ...sides } as const;
    const samples = await world.run(readReplication(database, context, NOW_MS));
    const both = [
      { atMs: NOW_MS - MINUTE_MS, value: 3 },
      { atMs: NOW_MS - 2 * MINUTE_MS, value: 9 },
    ];
    expect(samples).toEqual({ lagSeconds: both, missingBytes: both });
    const asked = world.seen.map(({ region, input }) => {
      const [query] = input.MetricDataQueries as {
        MetricStat: { Metric: { MetricName: string; Dimensions: object[] } };
      }[];
      return [region, query?.MetricStat.Metric.MetricName, query?.MetricStat.Metric.Dimensions];
    });
    const named = (Value: string) => [{ Name: "DBInstanceIdentifier", Value }];
    // Both at once: either may be first on the wire.
    expect(asked).toHaveLength(2);
    expect(asked).toEqual(
      expect.arrayContaining([
        [sides.target.region, "ReplicaLag", named(database.primaryInstanceId)],
        [sides.source.region, "OldestReplicationSlotLag", named(database.standbyInstanceId)],
      ]),
    );
    expect(world.seen[0]?.input).toMatchObject({ StartTime: new Date(NOW_MS), ScanBy: "TimestampDescending" });
  });

  test("is unknown where CloudWatch says nothing, or half of it", async () => {
    const context = { workflow: "failback", ...sidesOf(storefront, "failback") } as const;
    for (const MetricDataResults of [
      undefined,
      [],
      [{ Id: "m", Timestamps: [new Date(0)] }],
      [{ Id: "m", Values: [1] }],
    ]) {
      const world = rig({ GetMetricData: () => ({ ...(MetricDataResults && { MetricDataResults }) }) });
      const samples = await world.run(readReplication(database, { ...context, runtime: world.runtime }, NOW_MS));
      expect(samples).toEqual({ lagSeconds: [], missingBytes: [] });
    }
  });
});

test.each<[Workflow, "primary" | "standby", CallBudget]>([
  ["failover", "standby", HAND_BUDGET],
  ["failover", "primary", REMOTE_BUDGET],
  ["failback", "primary", PATIENT_BUDGET],
  ["switchover", "standby", PATIENT_BUDGET],
])("a call of a %s into the %s waits as long as is worth it", (workflow, role, expected) => {
  const asked: unknown[] = [];
  const { runtime } = rig();
  const get = (...args: unknown[]) => {
    asked.push(...args.slice(1));
    throw new Error("No call is made.");
  };
  const side = { role, region: storefront.regions[role] };
  expect(() =>
    clientAt(at({ runtime: { ...runtime, clients: { ...runtime.clients, get } }, workflow }, side), RDSClient),
  ).toThrow();
  expect(asked).toEqual([side.region, expected]);
});
