import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { convergingStep } from "../../lambdas/steps/converging-step";
import { lastAnswered, lookAtPace } from "../../lambdas/steps/pace";
import { FIRST_BATON } from "../../orchestrator/baton";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const throttling = Object.assign(new Error("rds DescribeDBInstances in eu-west-1: Rate exceeded"), {
  name: "Throttling",
  $metadata: { httpStatusCode: 400 },
});
const PENDING: ConvergeResult = { status: "pending", detail: "still a replica.", facts: { reboot: "asked" } };
const answered =
  (result: ConvergeResult = PENDING) =>
  async () =>
    result;
const refused = async (): Promise<ConvergeResult> => {
  throw throttling;
};
const look = (previous: ConvergeResult | null, by = refused, chance = 0.5) =>
  lookAtPace({ previous, canWait: true, chance }, by);

describe("a look that AWS throttles", () => {
  test("is an answer that keeps what is known, and says who refused", async () => {
    expect(await look(PENDING)).toEqual({
      ...PENDING,
      waitSeconds: 8,
      throttle: {
        paceSeconds: 8,
        hasLooked: true,
        refusal: "AWS throttles the account: Throttling: rds DescribeDBInstances in eu-west-1: Rate exceeded.",
      },
    });
  });

  test("doubles the distance of looks each time, up to a minute", async () => {
    const paces: unknown[] = [];
    let previous: ConvergeResult | null = null;
    for (let refusal = 0; refusal < 5; refusal += 1) {
      previous = await look(previous);
      paces.push(previous.throttle?.paceSeconds);
    }
    expect(paces).toEqual([8, 16, 32, 60, 60]);
  });

  test("throws what it threw where nobody would look again, and so does any other failure", async () => {
    await expect(lookAtPace({ previous: null, canWait: false, chance: 0 }, refused)).rejects.toBe(throttling);
    const denied = Object.assign(new Error("no"), { name: "AccessDenied" });
    const isDenied = async (): Promise<ConvergeResult> => {
      throw denied;
    };
    await expect(look(null, isDenied)).rejects.toBe(denied);
  });

  test("waits in whole seconds, spread by chance around its pace", () =>
    fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, noNaN: true }), async (chance) => {
        const { waitSeconds = 0 } = await look(PENDING, refused, chance);
        expect(Number.isInteger(waitSeconds)).toBe(true);
        expect(waitSeconds).toBeGreaterThanOrEqual(6);
        expect(waitSeconds).toBeLessThanOrEqual(10);
      }),
    ));
});

describe("a look that is answered", () => {
  test("keeps the pace of its loop, a little faster each time, until it is as it was", async () => {
    const waits: unknown[] = [];
    let previous: ConvergeResult | null = await look(null);
    while (previous?.throttle !== undefined && waits.length < 20) {
      previous = await look(previous, answered());
      waits.push(previous.waitSeconds);
    }
    expect(waits).toEqual([7, 6, 6, 5, 5, 4, undefined]);
    expect(previous).toEqual(PENDING);
  });

  test("waits no shorter than it asks for itself", async () => {
    const asks = answered({ ...PENDING, waitSeconds: 60 });
    expect(await look(await look(null), asks)).toMatchObject({ waitSeconds: 60, throttle: { hasLooked: true } });
    expect(await look(null, asks)).toEqual({ ...PENDING, waitSeconds: 60 });
  });

  test("is untouched where it ends the loop", async () => {
    const done = answered({ status: "done", detail: "is there." });
    expect(await look(await look(null), done)).toEqual({ status: "done", detail: "is there." });
  });
});

test("a loop of which no look was answered begins anew: the step sees no look before", async () => {
  const first = await look(null);
  expect(lastAnswered(first)).toBeNull();
  expect(lastAnswered(await look(first))).toBeNull();
  expect(lastAnswered(await look(first, answered()))).toMatchObject(PENDING);
  expect(lastAnswered(await look(PENDING))).toMatchObject(PENDING);
});

test("a step's first look is its first until one is answered", async () => {
  const { runtime, table, run, clock } = rig();
  const held = { phase: "failing-over", holder: EXECUTION, epoch: 1, workflow: "failover" } as const;
  await run(new BatonStore(table).change(() => ({ changed: true, baton: { ...FIRST_BATON, ...held } })));
  const seen: unknown[] = [];
  const factory = convergingStep("promote", async ({ payload }) => {
    seen.push(payload.previous);
    if (seen.length === 1) throw throttling;
    return { status: "pending", detail: "asked." };
  });
  const handle = factory.create(runtime);
  const step = { runId: "run-1", epoch: 1, executionArn: EXECUTION };
  let previous: unknown = null;
  for (let turn = 0; turn < 3; turn += 1) {
    const enteredAt = new Date(clock.now()).toISOString();
    const event = { run: step, enteredAt, resourceId: null, elapsedSeconds: 0, previous, canWait: true };
    previous = await run(handle(event, { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 }));
  }
  expect(seen).toEqual([null, null, expect.objectContaining({ detail: "asked." })]);
});
