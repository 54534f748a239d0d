import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { LastSeenStore } from "../../lambdas/aws/last-seen-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { WatchStore } from "../../lambdas/aws/watch-store";
import { factory } from "../../lambdas/steps/decide.lambda";
import { claim } from "../../orchestrator/baton-transitions";
import type { Evidence } from "../../orchestrator/evidence";
import { asShown } from "../../orchestrator/late-approval";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { ALL_DOWN, EXECUTION, evidence } from "../orchestrator/fixtures";
import { rig } from "./rig";

const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" } as const;
const UP = evidence({ route53: "UP", standbyProbe: "UP", witnessProbe: "UP" });
const UNSEEN = evidence({ route53: "UNKNOWN", standbyProbe: "DOWN", witnessProbe: "UNKNOWN" });

beforeAll(warmUpSdk);

const approvedAt = (decidedAtMs: number) => {
  const decision = { approved: true, decidedBy: "ada", remark: "", decidedAtMs, channel: "link" } as const;
  return { outcome: "approved", decision } as const;
};

/** A run that the watch alarm has started, with what it has seen. */
async function decidingRun(seen: Evidence, shown?: Evidence) {
  const { runtime, table, clock, run } = rig();
  const nowMs = clock.now();
  const enteredAt = new Date(nowMs).toISOString();
  const request = {
    executionArn: EXECUTION,
    workflow: "failover",
    nowMs,
    holderIsRunning: false,
    startedByPerson: false,
  } as const;
  const trigger = { type: "alarm", alarmArn: "arn", eventId: "e", changedAtMs: nowMs } as const;
  const at = (one: Evidence): Evidence => ({ ...one, gatheredAtMs: nowMs });
  await run(new BatonStore(table).require((baton) => claim(baton, request)));
  await run(
    new RunStore(table).open({
      ...RUN,
      trigger,
      startedAtMs: nowMs,
      evidence: at(seen),
      ...(shown && { shown: asShown(at(shown)) }),
    }),
  );
  await run(
    new LastSeenStore(table).remember({
      resourceId: "orders-db",
      seenAtMs: nowMs,
      lagSampledAtMs: nowMs,
      replicaLagSeconds: 1,
    }),
  );
  const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 10_000 };
  return {
    serveOnce: () => run(new WatchStore(table).keep({ ...FIRST_WATCH, servedAtMs: nowMs })),
    decide: (more: object = {}) =>
      run(factory.create(runtime)({ run: RUN, enteredAt, readiness: [], ...more }, invocation)),
    pause: () => {
      const automation = { enabled: false, pausedBy: "ada", reason: "a migration" };
      return run(table.update({ pk: "BATON", sk: "BATON" }, { automation }));
    },
    approve: (agoMs = 0) => run(new RunStore(table).update("run-1", { approval: approvedAt(nowMs - agoMs) })),
    record: () => run(new RunStore(table).read("run-1")),
  };
}

describe("the decision of a run that an alarm started", () => {
  test("asks where the sentry has never seen the primary healthy, and proceeds once it has", async () => {
    const { decide, serveOnce } = await decidingRun(ALL_DOWN);
    const neverServed = expect.stringContaining("never seen the primary healthy");
    expect(await decide()).toMatchObject({ verdict: "ask", reasons: expect.arrayContaining([neverServed]) });
    await serveOnce();
    expect(await decide()).toMatchObject({ verdict: "proceed" });
  });
});

describe("after an approval", () => {
  test("a primary that serves again, and was shown DOWN, asks; the record says so", async () => {
    const { decide, approve, record } = await decidingRun(UP, ALL_DOWN);
    await approve();
    expect(await decide({ afterApproval: true })).toMatchObject({ verdict: "ask" });
    expect((await record())?.decision?.reasons[0]).toContain("The primary serves again.");
  });

  test("one that is still DOWN proceeds, whatever a machine would have asked about", async () => {
    const { decide, approve, pause } = await decidingRun(ALL_DOWN, ALL_DOWN);
    await approve();
    await pause();
    expect(await decide({ afterApproval: true })).toMatchObject({ verdict: "proceed" });
  });
});

describe("after a standstill", () => {
  test("nothing that was decided or approved before counts: what a machine asks about is asked", async () => {
    const { decide, approve, serveOnce } = await decidingRun(UNSEEN, ALL_DOWN);
    await serveOnce();
    // The run claimed the baton just now.
    await approve(1_700_000);
    expect(await decide({ afterApproval: true })).toMatchObject({ verdict: "proceed" });
    await approve(1_900_000);
    const tooFew = expect.stringContaining("Not enough independent observers say DOWN");
    expect(await decide({ afterApproval: true })).toMatchObject({
      verdict: "ask",
      reasons: expect.arrayContaining([tooFew]),
    });
  });

  test("a pause since then stops what nobody approved", async () => {
    const { decide, pause, serveOnce } = await decidingRun(ALL_DOWN, ALL_DOWN);
    await serveOnce();
    expect(await decide({ afterApproval: true })).toMatchObject({ verdict: "proceed" });
    await pause();
    const paused = expect.stringContaining("Automation is paused by ada (a migration)");
    expect(await decide({ afterApproval: true })).toMatchObject({
      verdict: "ask",
      reasons: expect.arrayContaining([paused]),
    });
  });
});
