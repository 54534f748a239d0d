import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { Notifier } from "../../lambdas/aws/notifier";
import { keepOperatorCall } from "../../lambdas/aws/operator-call";
import { RunStore } from "../../lambdas/aws/run-store";
import { endingOfHolder } from "../../lambdas/sentry/holding-run";
import { pageAgain } from "../../lambdas/sentry/page-again";
import { claim, release } from "../../orchestrator/baton-transitions";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failover:run-1";
const SUCCESSOR = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failover:run-2";
const MINUTE_MS = 60_000;

/** A run that holds the baton and is over; SNS may be broken for its first minutes. */
async function overAndUntold({ status = "FAILED", snsFailsForMinutes = 0 } = {}) {
  const emails: string[] = [];
  const stoppedAtMs = { value: 0 };
  const world = rig({
    DescribeExecution: ({ executionArn }) => ({
      executionArn,
      stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:baton-storefront-failover",
      startDate: new Date(stoppedAtMs.value - MINUTE_MS),
      ...(executionArn === SUCCESSOR ? { status: "RUNNING" } : { status, stopDate: new Date(stoppedAtMs.value) }),
      redriveCount: 0,
      error: "DynamoDB.ThrottlingException",
      cause: "Rate exceeded",
    }),
    Publish: ({ Message }) => {
      if (world.clock.now() < stoppedAtMs.value + snsFailsForMinutes * MINUTE_MS) throw new Error("SNS is down");
      emails.push(JSON.parse(String(Message)).email);
      return { MessageId: "m" };
    },
    PutMetricData: () => ({}),
  });
  const { runtime, run, table, clock } = world;
  stoppedAtMs.value = clock.now();
  const request = {
    executionArn: EXECUTION,
    nowMs: clock.now(),
    holderIsRunning: false,
    startedByPerson: true,
  } as const;
  await run(new BatonStore(table).change((baton) => claim(baton, { ...request, workflow: "failover" })));
  return {
    ...world,
    emails,
    /** Another run takes the baton over. */
    takeOver: async (untoldPredecessor?: string) => {
      const taken = { ...request, executionArn: SUCCESSOR, workflow: "failover" } as const;
      await run(new BatonStore(table).change((baton) => claim(baton, taken)));
      const trigger = { type: "person", requestedBy: "Ada", reason: "fire" } as const;
      const names = { runId: "run-2", executionArn: SUCCESSOR, workflow: "failover", epoch: 2 } as const;
      const record = { ...names, trigger, startedAtMs: clock.now() };
      await run(new RunStore(table).open({ ...record, ...(untoldPredecessor && { untoldPredecessor }) }));
    },
    /** The run has let the baton go, and then it failed. */
    letGo: (minutesAgo = 0) => {
      const claimant = { executionArn: EXECUTION, nowMs: clock.now() - minutesAgo * MINUTE_MS };
      return run(new BatonStore(table).change((baton) => release(baton, claimant)));
    },
    /** The sentry's looks, one a minute. */
    looks: async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        const atMs = clock.now();
        const look = async () => {
          const baton = await new BatonStore(table).read();
          await pageAgain(runtime, baton, await endingOfHolder(runtime, baton));
        };
        await run(look());
        await run(clock.sleep(MINUTE_MS - (clock.now() - atMs)));
      }
    },
  };
}

describe("a run whose baton another one has taken over", () => {
  test("is paged for once where nobody could be told then, and the page names who goes on", async () => {
    const over = await overAndUntold({ snsFailsForMinutes: 8 });
    await over.takeOver(EXECUTION);
    await over.looks(60);
    expect(over.emails).toHaveLength(1);
    expect(over.emails[0]).toContain("Run: run-1");
    expect(over.emails[0]).toContain("run-2");
  });

  test("is left alone where somebody was told", async () => {
    const over = await overAndUntold();
    await over.takeOver();
    await over.looks(60);
    expect(over.emails).toEqual([]);
  });
});

describe("a run that is over and holds the baton", () => {
  test("is paged for once, after the others have had their time", async () => {
    const over = await overAndUntold();
    await over.looks(5);
    expect(over.emails).toHaveLength(0);
    await over.looks(60);
    expect(over.emails).toHaveLength(1);
    expect(over.emails[0]).toContain("message-needs-operator");
  });

  test("is paged for however long SNS is down", async () => {
    const over = await overAndUntold({ snsFailsForMinutes: 40 });
    await over.looks(60);
    expect(over.emails).toHaveLength(1);
  });

  test("is not paged for again where its own page got out", async () => {
    const over = await overAndUntold();
    const call = { state: "called", isTold: true, redriveCount: 0, enteredAt: "2026-01-01T00:05:00.000Z" } as const;
    await over.run(keepOperatorCall(over.table, "run-1", call));
    await over.looks(30);
    expect(over.emails).toHaveLength(0);
  });

  test("nobody is paged while it runs", async () => {
    const over = await overAndUntold({ status: "RUNNING" });
    await over.looks(30);
    expect(over.emails).toHaveLength(0);
  });
});

describe("a run that is over and held the baton last", () => {
  test("is paged for once where nobody could be told that its last step failed", async () => {
    const over = await overAndUntold({ snsFailsForMinutes: 20 });
    await over.letGo();
    await over.looks(60);
    expect(over.emails).toHaveLength(1);
    expect(over.emails[0]).toContain("Run: run-1");
  });

  test("is none of anybody's business where it ended well", async () => {
    const over = await overAndUntold({ status: "SUCCEEDED" });
    await over.letGo();
    await over.looks(60);
    expect(over.emails).toEqual([]);
  });

  test("is told of once SNS takes the message of its good end", async () => {
    const over = await overAndUntold({ status: "SUCCEEDED", snsFailsForMinutes: 20 });
    const notice = { kind: "moved", subject: "failed over", email: "It serves.", sms: "It serves." } as const;
    const first = await over.run(new Notifier(over.runtime, over.table).send("run-1", notice));
    expect(first.sent).toBe(false);
    await over.letGo();
    await over.looks(60);
    expect(over.emails).toEqual(["It serves."]);
  });

  test("is asked about for a day at most", async () => {
    const over = await overAndUntold();
    await over.letGo(24 * 60);
    await over.looks(120);
    expect(over.emails).toEqual([]);
  });
});
