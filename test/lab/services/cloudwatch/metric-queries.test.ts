import { expect, test } from "@jest/globals";
import { HOME, START_MS, TestCloud } from "../platform/cloud";

interface MetricData {
  readonly MetricDataResults: readonly { readonly Timestamps: readonly Date[]; readonly Values: readonly number[] }[];
}

async function ask(cloud: TestCloud, query: object, more: object = {}): Promise<MetricData> {
  const MetricDataQueries = [{ Id: "lag", ...query }];
  const range = { StartTime: new Date(START_MS), EndTime: new Date(START_MS + 600_000) };
  return cloud.call("monitoring", "GetMetricData", { MetricDataQueries, ...range, ...more });
}

const Dimensions = [{ Name: "DBInstanceIdentifier", Value: "replica" }];
const Metric = { Namespace: "AWS/RDS", MetricName: "ReplicaLag", Dimensions };

test("GetMetricData answers each minute with a datapoint, newest first", async () => {
  const cloud = new TestCloud();
  for (const value of [1, 2, 4]) {
    cloud.in(HOME).cloudwatch.put("AWS/RDS", "ReplicaLag", { DBInstanceIdentifier: "replica" }, value);
    await cloud.pass(120);
  }
  const stat = { MetricStat: { Metric, Period: 60, Stat: "Average" } };
  const [newestFirst] = (await ask(cloud, stat)).MetricDataResults;
  expect(newestFirst?.Values).toEqual([4, 2, 1]);
  const [oldestFirst] = (await ask(cloud, stat, { ScanBy: "TimestampAscending" })).MetricDataResults;
  expect(oldestFirst?.Timestamps[0]).toEqual(new Date(START_MS));
});

test.each([
  ["metric math", { Expression: "lag * 2" }, "ValidationError"],
  ["a percentile", { MetricStat: { Metric, Period: 60, Stat: "p99" } }, "InvalidParameterValue"],
  ["seconds", { MetricStat: { Metric, Period: 10, Stat: "Sum" } }, "ValidationError"],
])("GetMetricData refuses %s", async (_, query, code) => {
  await expect(ask(new TestCloud(), query)).rejects.toMatchObject({ code });
});

test("an operation that the lab does not simulate is refused by name", async () => {
  const call = new TestCloud().call("monitoring", "PutInsightRule", {});
  await expect(call).rejects.toMatchObject({ code: "UnknownOperationException", message: /PutInsightRule/ });
});
