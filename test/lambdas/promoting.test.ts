import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { RandomSource } from "../../lab/kernel/random";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { LastSeenStore } from "../../lambdas/aws/last-seen-store";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory as promote } from "../../lambdas/steps/promote.lambda";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const REPLICA = "storefront-orders-replica";
const PRIMARY_ARN = "arn:aws:rds:us-east-1:123456789012:db:storefront-orders";
const RUN_ID = "run-2";
/** Of the move that holds the baton: begun under epoch 3, and taken over once since. */
const held: Baton = {
  ...FIRST_BATON,
  phase: "failing-over",
  holder: EXECUTION,
  workflow: "failover",
  epoch: 4,
  claimedEpoch: 3,
  changedAtMs: 1_000,
};

type Known = Pick<RunRecord, "decision" | "approval">;

/** What the run has decided, and not stood still since. */
function decided(unready: readonly string[] = [], decidedAtMs = held.changedAtMs) {
  return { verdict: "proceed", reasons: [], decidedAtMs, unready } as const;
}

interface Circumstances {
  readonly source?: string;
  readonly status?: string;
  readonly promotionLosesItsAnswer?: boolean;
  /** What the run's record says. */
  readonly known?: Known;
}

/** The standby's database as AWS describes it, and a run that holds the baton. */
async function standby(circumstances: Circumstances) {
  const {
    source,
    status = "available",
    promotionLosesItsAnswer = false,
    known = { decision: decided() },
  } = circumstances;
  const database: { source: string | undefined } = { source };
  const world = rig({
    DescribeDBInstances: () => ({
      DBInstances: [
        {
          DBInstanceIdentifier: REPLICA,
          DBInstanceStatus: status,
          MultiAZ: true,
          BackupRetentionPeriod: 7,
          ...(database.source !== undefined && { ReadReplicaSourceDBInstanceIdentifier: database.source }),
        },
      ],
    }),
    PromoteReadReplica: () => {
      database.source = undefined;
      if (promotionLosesItsAnswer) throw new AwsError("SandboxDied", "The function's sandbox died.", 400);
      return {};
    },
  });
  const within = <T>(work: () => Promise<T>) => withAmbient(world.clock, new RandomSource(3), () => settle(work()));
  const settle = async <T>(work: Promise<T>): Promise<T> => {
    let isOver = false;
    work.then(
      () => (isOver = true),
      () => (isOver = true),
    );
    await world.clock.run(world.clock.now() + 60_000, () => isOver);
    return work;
  };
  await within(() => new BatonStore(world.table).change(() => ({ changed: true, baton: held })));
  await within(() => openRun(new RunStore(world.table), known));
  const run = { runId: RUN_ID, epoch: 4, executionArn: EXECUTION, workflow: "failover" };
  const payload = { run, enteredAt: "2026-01-05T09:00:00.000Z", resourceId: "orders-db" };
  const call = () =>
    within(
      async () =>
        (await promote.create(world.runtime)(
          { ...payload, elapsedSeconds: 0, previous: null },
          { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 },
        )) as ConvergeResult,
    );
  const calls = (operation: string) => world.seen.filter((seen) => seen.operation === operation).length;
  return { ...world, within, call, calls };
}

/** A promotion that a run of this or an earlier move asked for. */
function askedUnder(epoch: number) {
  return {
    resourceId: "orders-db",
    role: "standby",
    instanceId: REPLICA,
    runId: "run-1",
    epoch,
    requestedAtMs: 1_000,
  } as const;
}

describe("an instance that stands alone", () => {
  test("is not taken for promoted when nobody of this move asked for that", async () => {
    const { call, calls } = await standby({});
    const { status, detail } = await call();
    expect(status).toBe("blocked");
    expect(detail).toContain(`${REPLICA} is not a replica of ${PRIMARY_ARN}: it stands alone`);
    expect(calls("PromoteReadReplica") + calls("ModifyDBInstance")).toBe(0);
  });

  test.each([
    ["this run", 4, "done"],
    ["the dead run that this one took over from", 3, "done"],
    ["a run of an earlier move", 2, "blocked"],
  ] as const)("that %s asked to promote is judged by that", async (_, epoch, status) => {
    const { call, within, table } = await standby({});
    await within(() => new PromotionLedger(table, held).asking(askedUnder(epoch)));
    expect((await call()).status).toBe(status);
  });

  test.each([
    ["approved, having been told of it", "approved", ["orders-db"], "done"],
    ["approved for another reason", "approved", ["web"], "blocked"],
    ["declined", "declined", ["orders-db"], "blocked"],
  ] as const)("counts where a person has %s: %s %j", async (_, outcome, unready, status) => {
    const { call } = await standby({ known: { decision: decided(unready), approval: { outcome, decision: null } } });
    expect((await call()).status).toBe(status);
  });
});

test("an instance that stands alone is refused by a run of which nobody was told so, or has answered yet", async () => {
  const approval = { outcome: "approved", decision: null } as const;
  for (const known of [
    { decision: decided() },
    { decision: decided(["orders-db"]) },
    { decision: decided(), approval },
  ]) {
    expect((await (await standby({ known })).call()).status).toBe("blocked");
  }
});

test("it is said when an instance that stands alone was last seen to be a replica", async () => {
  const { call, within, table } = await standby({});
  const seen = { resourceId: "orders-db", seenAtMs: 0, capacity: 0, replicaSeenAtMs: Date.UTC(2026, 0, 4, 8) };
  await within(() => new LastSeenStore(table).remember(seen));
  expect((await call()).detail).toContain("its data ends at 2026-01-04T08:00:00.000Z. What was written since");
});

function openRun(runs: RunStore, known: Known): Promise<void> {
  return runs.open({
    runId: RUN_ID,
    executionArn: EXECUTION,
    workflow: "failover",
    epoch: 4,
    trigger: { type: "person", requestedBy: "Ada", reason: "fire" },
    startedAtMs: 0,
    ...known,
  });
}

describe("a replica", () => {
  test("of another instance is left alone", async () => {
    const { call, calls } = await standby({ source: PRIMARY_ARN.replace("orders", "users") });
    const { status, detail } = await call();
    expect(status).toBe("blocked");
    expect(detail).toContain("it replicates from");
    expect(calls("PromoteReadReplica")).toBe(0);
  });

  test("is promoted while AWS optimizes its storage: it serves meanwhile", async () => {
    const { call, calls } = await standby({ source: PRIMARY_ARN, status: "storage-optimization" });
    expect((await call()).status).toBe("pending");
    expect(calls("PromoteReadReplica")).toBe(1);
  });

  test("that does not show yet that it was promoted is waited for, and it is said who asked", async () => {
    const { call, calls, within, table } = await standby({ source: PRIMARY_ARN, status: "modifying" });
    await within(() => new PromotionLedger(table, held).asking(askedUnder(4)));
    expect(await call()).toEqual({
      status: "pending",
      detail: expect.stringMatching(/is still a replica, and modifying\. Promotion of .* by the run run-1\.$/),
    });
    expect(calls("PromoteReadReplica")).toBe(0);
  });

  test("that is promoted and still starts is waited for", async () => {
    const { call, within, table } = await standby({ status: "rebooting" });
    await within(() => new PromotionLedger(table, held).asking(askedUnder(4)));
    expect(await call()).toEqual({ status: "pending", detail: `${REPLICA} is being promoted: rebooting.` });
  });

  test("is not looked at in the minute after its promotion was asked for: none is faster", async () => {
    const { call } = await standby({ source: PRIMARY_ARN });
    expect(await call()).toMatchObject({ status: "pending", waitSeconds: 60 });
  });

  test("that is promoted and as the plan wants it is asked for nothing more", async () => {
    const { call, calls, within, table } = await standby({});
    await within(() => new PromotionLedger(table, held).asking(askedUnder(4)));
    expect(await call()).toEqual({ status: "done", detail: `${REPLICA} is promoted and takes writes.` });
    expect(calls("ModifyDBInstance")).toBe(0);
  });

  test("whose promotion was answered to nobody is found promoted by the next call", async () => {
    const { call, calls } = await standby({ source: PRIMARY_ARN, promotionLosesItsAnswer: true });
    await expect(call()).rejects.toThrow("sandbox");
    expect(await call()).toMatchObject({ status: "done" });
    expect(calls("PromoteReadReplica")).toBe(1);
  });

  test("is not promoted on a decision from before the run stood still, until a promotion was asked for", async () => {
    const decision = decided([], held.changedAtMs - 1);
    const { call, calls, within, table } = await standby({ source: PRIMARY_ARN, known: { decision } });
    await expect(call()).rejects.toThrow("the run has stood still since");
    expect(calls("PromoteReadReplica")).toBe(0);
    await within(() => new PromotionLedger(table, held).asking(askedUnder(4)));
    expect(await call()).toMatchObject({ status: "pending" });
  });

  test("is not promoted by a run that has decided nothing", async () => {
    const { call, calls } = await standby({ source: PRIMARY_ARN, known: {} });
    await expect(call()).rejects.toThrow("is not on its record");
    expect(calls("PromoteReadReplica")).toBe(0);
  });
});
