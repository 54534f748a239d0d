import { describe, expect, test } from "@jest/globals";
import { isOfThisMove, type Promotion, promotionConsequence } from "../../orchestrator/promotion";

const ordered = (instanceId: string): Promotion => ({
  resourceId: instanceId,
  role: "standby",
  instanceId,
  runId: "run-1",
  epoch: 3,
  requestedAtMs: Date.UTC(2026, 0, 1, 2, 3, 4),
});

describe("a promotion", () => {
  test.each([
    ["of the run that holds the baton", 5, { epoch: 5, claimedEpoch: 5 }, true],
    ["of a run that this one took over from within the same move", 5, { epoch: 7, claimedEpoch: 5 }, true],
    ["of an earlier move", 4, { epoch: 7, claimedEpoch: 5 }, false],
    ["at the baton's own epoch, where no claim is on the record", 7, { epoch: 7 }, true],
    ["from before it, where no claim is on the record", 6, { epoch: 7 }, false],
  ] as const)("%s: of this move or not", (_case, epoch, baton, expected) => {
    expect(isOfThisMove({ epoch }, baton)).toBe(expected);
  });

  test("is told with every instance that it concerns, who asked and when", () => {
    const told = promotionConsequence([ordered("orders-replica"), ordered("users-replica")], "us-east-1");
    expect(told).toContain("Promotion of orders-replica was requested at 2026-01-01T02:03:04.000Z by the run run-1.");
    expect(told).toContain("Replication to orders-replica, users-replica has ended");
    expect(told).toContain("what us-east-1 has written since is there alone");
  });
});
