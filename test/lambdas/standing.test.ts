import { beforeAll, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import { readStanding } from "../../lambdas/aws/standing";
import { FIRST_BATON } from "../../orchestrator/baton";
import { claim } from "../../orchestrator/baton-transitions";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

test("how far a run has come is told of one baton, not of two that were read one after the other", async () => {
  let reads = 0;
  const { runtime, run, table, clock } = rig({}, ({ input }) => {
    if (JSON.stringify(input.Key ?? null).includes('"BATON"')) reads += 1;
    return false;
  });
  const nowMs = clock.now();
  const runId = EXECUTION.split(":").at(-1) ?? "";
  const claimant = { executionArn: EXECUTION, workflow: "failover", nowMs, holderIsRunning: false } as const;
  await run(new BatonStore(table).change((baton) => claim(baton, { ...claimant, startedByPerson: true })));
  const trigger = { type: "person", requestedBy: "ada", reason: "test" } as const;
  await run(
    new RunStore(table).open({
      runId,
      epoch: 1,
      executionArn: EXECUTION,
      workflow: "failover",
      trigger,
      startedAtMs: nowMs,
      // Set about, which is not asked for.
      promotionBeganAtMs: nowMs - 1,
    }),
  );
  expect((await run(readStanding(runtime, table, runId)))?.promotionBeganAtMs).toBeNull();
  const asked = { resourceId: "orders-db", role: "standby", instanceId: "orders-standby", runId, epoch: 1 } as const;
  await run(new PromotionLedger(table, FIRST_BATON).asking({ ...asked, requestedAtMs: nowMs }));
  reads = 0;
  expect(await run(readStanding(runtime, table, runId))).toEqual({
    active: "primary",
    holdsBaton: true,
    promotionBeganAtMs: nowMs,
    frozenAtMs: null,
  });
  expect(reads).toBe(1);
});
