import { beforeAll, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { RandomSource } from "../../lab/kernel/random";
import type { ApiCall } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FenceStore } from "../../lambdas/aws/fence-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory } from "../../lambdas/steps/close.lambda";
import { endingOfFailover } from "../../lambdas/steps/failover-close";
import { FIRST_BATON } from "../../orchestrator/baton";
import type { Verdict } from "../../orchestrator/evidence";
import type { Promotion } from "../../orchestrator/promotion";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import { EXECUTION, evidence, storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";

const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" } as const;

beforeAll(warmUpSdk);

/** The sentry's write, between any two calls of a step: one member of the map. */
function sentryWrites(at: ApiCall, resourceId: string, verdict: string): ApiCall {
  return {
    ...at,
    operation: "UpdateItem",
    input: {
      TableName: at.input.TableName,
      Key: { pk: { S: "RUN#run-1" }, sk: { S: "RUN" } },
      UpdateExpression: "SET #map.#member = :value",
      ExpressionAttributeNames: { "#map": "fenceVerdicts", "#member": resourceId },
      ExpressionAttributeValues: { ":value": { S: verdict } },
    },
  };
}

const isBatonWrite = ({ operation, input }: ApiCall) =>
  operation === "UpdateItem" && JSON.stringify(input.Key).includes("BATON");

const SEEN_AT_MS = Date.UTC(2026, 0, 1);

/** A failover that has arrived, one of whose fences told nothing, is closed; `during` happens once it has read its record. */
async function closeRun(
  during: (world: ReturnType<typeof rig>, call: ApiCall) => void,
  {
    status = null,
    verdict = "UNREACHABLE",
    witness = "DOWN",
  }: { status?: number | null; verdict?: FenceVerdict; witness?: Verdict } = {},
) {
  let isClosing = false;
  const world = rig({ Publish: () => ({ MessageId: "m" }), PutMetricData: () => ({}) }, (call) => {
    if (isClosing && isBatonWrite(call)) during(world, call);
    return false;
  });
  const { runtime, table, clock } = world;
  const close = async () => {
    const baton = { ...FIRST_BATON, active: "standby", phase: "failing-over", epoch: 2, workflow: "failover" } as const;
    await new BatonStore(table).change(() => ({ changed: true, baton: { ...baton, holder: EXECUTION } }));
    const runs = new RunStore(table);
    const trigger = { type: "person", requestedBy: "ada", reason: "test" } as const;
    await runs.open({ ...RUN, trigger, startedAtMs: clock.now() });
    await runs.keepFenceVerdict("run-1", "orders-db", verdict);
    await runs.keepEvidence("run-1", evidence({ route53: "DOWN", witnessProbe: witness }, SEEN_AT_MS));
    isClosing = true;
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 20_000 };
    const http = { ...runtime.http, get: () => Promise.resolve({ status, detail: "as told", body: "" }) };
    await factory.create({ ...runtime, http })(
      { run: RUN, enteredAt: new Date(clock.now()).toISOString() },
      invocation,
    );
    return { record: await runs.read("run-1"), kept: await new FenceStore(table).read("web") };
  };
  return withAmbient(clock, new RandomSource(3), () => world.run(close()));
}

test("closing a failover keeps what the sentry finds out about a fence at that moment", async () => {
  const { record } = await closeRun(
    ({ stored }, call) => void stored.service.handle(sentryWrites(call, "orders-db", "FENCED")),
  );
  expect(record?.outcome).toBe("recovered");
  expect(record?.fenceVerdicts).toEqual({ "orders-db": "FENCED", web: "FAILED" });
});

test("a fence that told nothing itself was no fence, and is left to the sentry", async () => {
  const { record, kept } = await closeRun(() => {});
  expect(record?.fenceVerdicts).toEqual({ "orders-db": "UNREACHABLE", web: "FAILED" });
  expect(kept).toMatchObject({ verdict: "FAILED", isSettled: false });
});

test("claims no bound for the loss where the old primary serves again and its writer is not fenced", async () => {
  const { record } = await closeRun(() => {}, { status: 200 });
  expect(record).toMatchObject({ estimatedDataLossSeconds: null, oldRegionAnsweredAtMs: expect.any(Number) });
});

test("claims no bound where somebody saw the primary serve, its writer not fenced", async () => {
  const { record } = await closeRun(() => {}, { witness: "UP" });
  expect(record).toMatchObject({ estimatedDataLossSeconds: null, oldRegionAnsweredAtMs: SEEN_AT_MS });
});

test.each([
  { what: "is silent", status: null, verdict: "UNREACHABLE" },
  { what: "answers, its writer fenced", status: 200, verdict: "FENCED" },
] as const)("keeps to its bound where the old primary $what", async ({ status, verdict }) => {
  const { record } = await closeRun(() => {}, { status, verdict });
  expect(record?.outcome).toBe("recovered");
  expect(record?.oldRegionAnsweredAtMs).toBeUndefined();
});

test("counts what an unseen primary may have taken until its replica's promotion was asked for the last time", () => {
  const beganAtMs = SEEN_AT_MS + 30_000;
  const record: RunRecord = {
    ...RUN,
    startedAtMs: SEEN_AT_MS,
    trigger: { type: "person", requestedBy: "ada", reason: "test" },
    evidence: evidence({ standbyProbe: "DOWN", replica: "DOWN" }, SEEN_AT_MS),
    promotionBeganAtMs: beganAtMs,
  };
  const lastSeen = [
    { resourceId: "orders-db", seenAtMs: SEEN_AT_MS, lagSampledAtMs: SEEN_AT_MS, replicaLagSeconds: 1 },
  ];
  const asked = { resourceId: "orders-db", role: "standby", instanceId: "db", runId: "run-1", epoch: 1 } as const;
  const context = { plan: storefront, run: { ...RUN, executionArn: EXECUTION } };
  const reported = (promotions: readonly Promotion[]) =>
    endingOfFailover(context, record, { lastSeen, promotions }, SEEN_AT_MS + 900_000).fields.estimatedDataLossSeconds;
  expect(reported([])).toBe(31);
  expect(reported([{ ...asked, requestedAtMs: beganAtMs + 600_000 }])).toBe(631);
});
