import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { Notifier } from "../../lambdas/aws/notifier";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory as runEnded } from "../../lambdas/run-ended/run-ended.lambda";
import { factory as callOperator } from "../../lambdas/steps/call-operator.lambda";
import { claim } from "../../orchestrator/baton-transitions";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failover:run-1";
const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" as const };
const INVOCATION = { awsRequestId: "r", getRemainingTimeInMillis: () => 20_000 };
type Broken = "no" | "publishing" | "the table" | "Step Functions";

/** A run that holds the baton; what is broken can change. */
async function runningRun() {
  let broken: Broken = "no";
  let described = { status: "RUNNING", redriveCount: 0 };
  const emails: string[] = [];
  const world = rig(
    {
      Publish: ({ Message }) => {
        if (broken === "publishing") throw new Error("a defect behind the wire");
        emails.push(JSON.parse(String(Message)).email);
        return { MessageId: "m" };
      },
      PutMetricData: () => ({}),
      DescribeExecution: ({ executionArn }) => {
        if (broken === "Step Functions") throw new AwsError("AccessDeniedException", "not authorized");
        return { executionArn, ...described };
      },
    },
    () => broken === "the table",
  );
  const { runtime, run, table, clock } = world;
  const nowMs = clock.now();
  const request = { executionArn: EXECUTION, nowMs, holderIsRunning: false, startedByPerson: true } as const;
  await run(new BatonStore(table).change((baton) => claim(baton, { ...request, workflow: "failover" })));
  const trigger = { type: "person", requestedBy: "ada", reason: "customers cannot pay" } as const;
  await run(new RunStore(table).open({ ...RUN, trigger, startedAtMs: nowMs }));
  const failure = { failedPhase: "promote and fill capacity", error: "AccessDenied", cause: "not authorized" };
  return {
    ...world,
    emails,
    /** As a later read finds it. */
    isDescribedAs: (status: string, redriveCount: number) => {
      described = { status, redriveCount };
    },
    breaks: (what: Broken) => {
      broken = what;
    },
    calls: (redriveCount = 0, enteredAt = "2026-01-01T00:05:00.000Z") => {
      const call = { run: RUN, executionArn: EXECUTION, executionName: "run-1", workflow: "failover", ...failure };
      return run(Promise.resolve(callOperator.create(runtime)({ ...call, redriveCount, enteredAt }, INVOCATION)));
    },
    ends: (
      status: "FAILED" | "ABORTED" | "TIMED_OUT",
      redriveCount = 0,
      time = `2026-01-01T0${redriveCount + 1}:00:00Z`,
    ) => {
      const detail = { executionArn: EXECUTION, name: "run-1", status, error: null, cause: null, redriveCount };
      return run(Promise.resolve(runEnded.create(runtime)({ time, detail }, INVOCATION)));
    },
    baton: () => run(new BatonStore(table).read()),
  };
}
type RunningRun = Awaited<ReturnType<typeof runningRun>>;

let running: RunningRun;
beforeEach(async () => {
  running = await runningRun();
});

describe("calling an operator", () => {
  test("pages once for one failure however often it is retried, and goes on after a redrive", async () => {
    await expect(running.calls()).rejects.toThrow(/promote and fill capacity failed/);
    await expect(running.calls()).rejects.toThrow();
    expect(running.emails).toHaveLength(1);
    expect(await running.baton()).toMatchObject({ phase: "needs-operator", holder: EXECUTION });
    expect(await running.calls(1, "2026-01-01T01:00:00.000Z")).toEqual({ resumePhase: "promote and fill capacity" });
  });

  test("pages although the table fails, and marks the baton as soon as it can", async () => {
    running.breaks("the table");
    await expect(running.calls()).rejects.toThrow();
    expect(running.emails).toHaveLength(1);
    expect(running.emails[0]).toContain("How far it had come is not known");
    running.breaks("no");
    await expect(running.calls()).rejects.toThrow(/On-call is told/);
    expect(await running.baton()).toMatchObject({ phase: "needs-operator" });
  });

  test("pages once in one process, however often it is tried again while the table cannot be marked", async () => {
    running.breaks("the table");
    for (let attempt = 0; attempt < 5; attempt += 1) await expect(running.calls()).rejects.toThrow();
    expect(running.emails).toHaveLength(1);
  });

  test("is tried again when the page did not get out, and the end of the run pages where it never did", async () => {
    running.breaks("publishing");
    await expect(running.calls()).rejects.toMatchObject({ name: "Baton.OnCallNotTold" });
    expect(await running.baton()).toMatchObject({ phase: "needs-operator" });
    running.breaks("no");
    await running.ends("FAILED");
    expect(running.emails).toHaveLength(1);
  });
});

describe("a run that ended badly", () => {
  test("is told once when it paged by itself", async () => {
    await expect(running.calls()).rejects.toThrow();
    await running.ends("FAILED");
    expect(running.emails).toHaveLength(1);
  });

  test.each([
    ["ABORTED", "because somebody aborted it"],
    ["TIMED_OUT", "because it outlived the machine's own time limit"],
    ["FAILED", "and could not page by itself"],
  ] as const)("%s is told once, with the way on, whatever is delivered twice", async (status, words) => {
    await running.ends(status);
    await running.ends(status);
    expect(running.emails).toHaveLength(1);
    expect(running.emails[0]).toContain(`The failover stopped ${words}`);
    expect(running.emails[0]).toContain(`redrive-execution --region eu-west-1 --execution-arn ${EXECUTION}`);
    expect(await running.baton()).toMatchObject({ phase: "needs-operator" });
  });

  test("is told once where its event is delivered twice at the same moment", async () => {
    await Promise.all([running.ends("TIMED_OUT"), running.ends("TIMED_OUT")]);
    expect(running.emails).toHaveLength(1);
    expect(await running.baton()).toMatchObject({ phase: "needs-operator" });
  });

  test.each(["RUNNING", "FAILED"])(
    "is neither told nor marked where it was redriven before anybody heard: %s",
    async (status) => {
      running.isDescribedAs(status, 1);
      await running.ends("ABORTED", 0);
      expect(running.emails).toEqual([]);
      expect(await running.baton()).toMatchObject({ phase: "failing-over", holder: EXECUTION });
      await running.ends("FAILED", 1);
      expect(running.emails).toHaveLength(1);
      expect(await running.baton()).toMatchObject({ phase: "needs-operator" });
    },
  );

  test("is told where Step Functions says nothing of a redrive", async () => {
    running.breaks("Step Functions");
    await running.ends("ABORTED");
    expect(running.emails).toHaveLength(1);
    expect(await running.baton()).toMatchObject({ phase: "needs-operator" });
  });

  test("again after a redrive is told again", async () => {
    await running.ends("ABORTED", 0);
    await running.ends("ABORTED", 1);
    await running.ends("TIMED_OUT", 2);
    expect(running.emails).toHaveLength(3);
  });

  test("by a second failure after a redrive is told by the call, and an abort after that by its end", async () => {
    await expect(running.calls(0)).rejects.toThrow();
    await running.calls(1, "2026-01-01T01:00:00.000Z");
    await expect(running.calls(1, "2026-01-01T01:05:00.000Z")).rejects.toThrow();
    await running.ends("FAILED", 1);
    expect(running.emails).toHaveLength(2);
    await running.calls(2, "2026-01-01T02:00:00.000Z");
    await running.ends("ABORTED", 2);
    expect(running.emails).toHaveLength(3);
  });

  test("is told although the table fails", async () => {
    running.breaks("the table");
    await expect(running.ends("ABORTED")).rejects.toThrow();
    expect(running.emails).toHaveLength(1);
  });

  test("is an error when it could not be told, so that it is tried again", async () => {
    running.breaks("publishing");
    await expect(running.ends("ABORTED")).rejects.toMatchObject({ name: "Baton.OnCallNotTold" });
    running.breaks("no");
    await running.ends("ABORTED");
    expect(running.emails).toHaveLength(1);
  });

  test("without holding the baton blocks nobody, and is not told", async () => {
    const detail = { executionArn: `${EXECUTION}-2`, name: "run-2", status: "ABORTED", redriveCount: 0 };
    await running.run(Promise.resolve(runEnded.create(running.runtime)({ time: "t", detail }, INVOCATION)));
    expect(running.emails).toHaveLength(0);
  });
});

test("a message that was sent and could not be marked so counts as sent", async () => {
  const marks = ({ operation, input }: { operation: string; input: Readonly<Record<string, unknown>> }) =>
    operation === "PutItem" && input.ConditionExpression === undefined;
  const { run, runtime, table } = rig({ Publish: () => ({ MessageId: "m" }) }, marks);
  const notice = { kind: "started", subject: "s", email: "e", sms: "m" } as const;
  expect(await run(new Notifier(runtime, table).send("run-1", notice))).toEqual({ sent: true, detail: "s" });
});
