/** Whose calls were refused, and why a run did not recover. */
import { expect, it } from "@jest/globals";
import { summaryOf } from "../../bench/growth/application-summary";
import type { CallRecord } from "../../lab/wire/call-log";

const call = (operation: string, role: string, errorCode?: string): CallRecord => ({
  atMs: 0,
  service: "rds",
  operation,
  principal: `arn:aws:iam::123456789012:role/${role}`,
  fromRegion: "eu-west-1",
  toRegion: "eu-west-1",
  outcome: errorCode === undefined ? "answered" : "failed",
  ...(errorCode !== undefined && { errorCode }),
});

it("counts calls by API and by function, refused ones first", () => {
  const calls = [
    call("DescribeDBInstances", "Promote", "Throttling"),
    call("DescribeDBInstances", "Promote"),
    call("DescribeDBInstances", "Verify"),
    call("PromoteReadReplica", "Promote", "InvalidDBInstanceState"),
  ];
  expect(summaryOf([], calls)).toMatchObject({
    calls: 4,
    throttledShare: 0.25,
    mostThrottled: [{ api: "rds DescribeDBInstances", calls: 3, throttled: 1 }],
    callers: [
      { api: "rds DescribeDBInstances", by: "Promote", calls: 2, throttled: 1 },
      { api: "rds DescribeDBInstances", by: "Verify", calls: 1, throttled: 0 },
      { api: "rds PromoteReadReplica", by: "Promote", calls: 1, throttled: 0 },
    ],
  });
});
