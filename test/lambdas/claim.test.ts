import { beforeAll, describe, expect, test } from "@jest/globals";
import * as z from "zod";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory as claim } from "../../lambdas/steps/claim.lambda";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { expectedAlarmArns } from "../../orchestrator/events";
import type { Workflow } from "../../orchestrator/workflow";
import { EXECUTION, storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const OLD = `${EXECUTION}-old`;
const OTHER = `${EXECUTION}-other`;
const STARTED_AT = "2026-01-01T00:00:00.000Z";
const INVOCATION = { awsRequestId: "r", getRemainingTimeInMillis: () => 15_000 };

const [, SENTRY_ALARM] = expectedAlarmArns(storefront);
const ALARM = {
  id: "event-1",
  source: "aws.cloudwatch",
  "detail-type": "CloudWatch Alarm State Change",
  resources: [SENTRY_ALARM],
  detail: { state: { value: "ALARM", timestamp: STARTED_AT } },
};
const PERSON = { requestedBy: "ada", reason: "customers cannot pay" };

type HolderStatus = "RUNNING" | "FAILED" | "ABORTED" | "TIMED_OUT" | "SUCCEEDED" | "forgotten" | "denied";

/** The baton as another execution left it, and what Step Functions says of that execution. */
async function heldBaton(change: Partial<Baton>, status: HolderStatus) {
  const subjects: string[] = [];
  const bodies: string[] = [];
  const world = rig({
    DescribeExecution: ({ executionArn }) => {
      expect(executionArn).toBe(OLD);
      if (status === "forgotten") throw new AwsError("ExecutionDoesNotExist", "Execution Does Not Exist");
      if (status === "denied") throw new AwsError("AccessDeniedException", "not authorized", 403);
      return {
        executionArn,
        stateMachineArn: "arn:aws:states:eu-west-1:1:stateMachine:m",
        status,
        startDate: new Date(0),
        stopDate: new Date(1000),
        error: "Lambda.TooManyRequestsException",
      };
    },
    Publish: ({ Subject, Message }) => {
      subjects.push(String(Subject));
      bodies.push(String(Message));
      return { MessageId: "m" };
    },
  });
  const { run, runtime, table } = world;
  const held: Baton = { ...FIRST_BATON, phase: "failing-over", workflow: "failover", holder: OLD, ...change };
  const batons = new BatonStore(table);
  await run(batons.change(() => ({ changed: true, baton: held })));
  const claimBy = (executionArn: string, input: object) => {
    const execution = { executionArn, executionName: executionArn.slice(-8), executionStartedAt: STARTED_AT };
    return claim.create(runtime)({ ...execution, input, workflow: "failover", enteredAt: STARTED_AT }, INVOCATION);
  };
  return {
    claims: (input: object) => run(claimBy(EXECUTION, input)),
    bothClaim: () => run(Promise.all([claimBy(EXECUTION, ALARM), claimBy(OTHER, ALARM)])),
    subjects,
    bodies,
    baton: () => run(batons.read()),
    pass: (minutes: number) => run(world.clock.sleep(minutes * 60_000)),
    justChanged: () =>
      run(batons.change((baton) => ({ changed: true, baton: { ...baton, changedAtMs: world.clock.now() } }))),
    record: () => run(new RunStore(table).read(EXECUTION.slice(-8))),
    calls: () => world.seen.map(({ operation }) => operation),
  };
}

describe("two claims at the same time", () => {
  test("are told apart: the one that comes second does not take the first for dead", async () => {
    const { bothClaim, baton } = await heldBaton({ phase: "steady", workflow: null, holder: null }, "RUNNING");
    const both = await bothClaim();
    const won = both.filter((answer) => z.object({ outcome: z.literal("claimed") }).safeParse(answer).success);
    expect(won).toHaveLength(1);
    expect(both).toContainEqual({ outcome: "refused", reason: expect.stringContaining("another run holds it") });
    expect(await baton()).toMatchObject({ epoch: 1, phase: "failing-over" });
  });
});

describe("a run that died without a word", () => {
  test("is told of by the run that takes over from it, which names itself", async () => {
    const { claims, subjects, bodies } = await heldBaton({}, "FAILED");
    expect(await claims(ALARM)).toMatchObject({ outcome: "claimed" });
    expect(subjects).toEqual([expect.stringContaining("the failover failed"), expect.any(String)]);
    expect(bodies[0]).toContain(`The run ${EXECUTION.slice(-8)} takes the baton over from it now.`);
    expect(bodies[0]).not.toContain("redrive-execution");
  });

  test("is told of once, however often it is met", async () => {
    const { claims, subjects } = await heldBaton({}, "FAILED");
    await claims(ALARM);
    await claims(ALARM);
    expect(subjects.filter((subject) => subject.includes("the failover failed"))).toHaveLength(1);
  });

  test("is told by the retry of a claim that died once the baton was its own", async () => {
    const { claims, subjects } = await heldBaton({ holder: EXECUTION, predecessor: OLD, epoch: 2 }, "FAILED");
    expect(await claims(ALARM)).toMatchObject({ outcome: "claimed" });
    expect(subjects).toEqual([expect.stringContaining("the failover failed"), expect.any(String)]);
  });

  test("is not told of where nobody takes over: its own page does that", async () => {
    const { claims, subjects } = await heldBaton({ phase: "needs-operator" }, "FAILED");
    expect(await claims(ALARM)).toMatchObject({ outcome: "refused" });
    expect(subjects).toEqual([]);
  });
});

describe("a claim that meets a holder", () => {
  test.each(["FAILED", "ABORTED", "TIMED_OUT", "SUCCEEDED", "forgotten"] as const)(
    "that is %s takes the baton over under a new epoch",
    async (status) => {
      const { claims, baton, subjects } = await heldBaton({}, status);
      expect(await claims(ALARM)).toMatchObject({ outcome: "claimed", run: { epoch: 2 } });
      expect(await baton()).toMatchObject({ holder: EXECUTION, epoch: 2, phase: "failing-over" });
      expect(subjects.at(-1)).toContain("failover started");
    },
  );

  test.each([ALARM, PERSON])(
    "that Step Functions does not know yet is refused: it may be a second old (%#)",
    async (input) => {
      const { claims, baton, pass, justChanged } = await heldBaton({}, "forgotten");
      await justChanged();
      expect(await claims(input)).toMatchObject({
        outcome: "refused",
        reason: expect.stringContaining("another run holds it"),
      });
      expect(await baton()).toMatchObject({ holder: OLD, epoch: 1 });
      await pass(11);
      expect(await claims(input)).toMatchObject({ outcome: "claimed", run: { epoch: 2 } });
    },
  );

  test.each([
    ["ABORTED", ALARM, OLD],
    ["TIMED_OUT", ALARM, null],
    ["ABORTED", PERSON, null],
  ] as const)(
    "that is %s: whoever takes over knows whether somebody has said stop (%#)",
    async (status, input, aborted) => {
      const { claims, baton } = await heldBaton({}, status);
      await claims(input);
      expect(await baton()).toMatchObject({ holder: EXECUTION, aborted });
    },
  );

  test.each([ALARM, PERSON])("that is running is refused, whoever asks (%#)", async (input) => {
    const { claims, baton, subjects } = await heldBaton({}, "RUNNING");
    expect(await claims(input)).toMatchObject({ outcome: "refused", reason: expect.stringContaining(OLD) });
    expect(await baton()).toMatchObject({ holder: OLD, epoch: 1 });
    expect(subjects).toEqual([]);
  });

  test("whose life nobody can tell fails by AWS's name, and touches nothing", async () => {
    const { claims, baton } = await heldBaton({}, "denied");
    await expect(claims(ALARM)).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(await baton()).toMatchObject({ holder: OLD, epoch: 1 });
  });

  test("that an operator was called for is left to people: an alarm is refused", async () => {
    const { claims, baton } = await heldBaton({ phase: "needs-operator" }, "FAILED");
    expect(await claims(ALARM)).toMatchObject({ outcome: "refused", reason: expect.stringContaining("operator") });
    expect(await baton()).toMatchObject({ holder: OLD, epoch: 1 });
  });

  test("that an operator was called for is taken over by a person", async () => {
    const { claims, baton } = await heldBaton({ phase: "needs-operator" }, "FAILED");
    expect(await claims(PERSON)).toMatchObject({ outcome: "claimed", run: { epoch: 2 } });
    expect(await baton()).toMatchObject({ holder: EXECUTION, phase: "failing-over" });
  });

  test("that is being redriven is refused to a person as well", async () => {
    const { claims } = await heldBaton({ phase: "needs-operator" }, "RUNNING");
    expect(await claims(PERSON)).toMatchObject({ outcome: "refused" });
  });

  test("that is the same execution finds its own claim, and asks nobody", async () => {
    const { claims, baton, calls } = await heldBaton({ holder: EXECUTION }, "RUNNING");
    expect(await claims(ALARM)).toMatchObject({ outcome: "claimed", run: { epoch: 1 } });
    expect(await baton()).toMatchObject({ holder: EXECUTION, epoch: 1 });
    expect(calls()).not.toContain("DescribeExecution");
  });
});

describe("a run with the name of an earlier one", () => {
  const NAME = "hurricane";
  const arnIn = (workflow: Workflow) =>
    `arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-${workflow}:${NAME}`;

  /** A switchover of that name has ended long ago, and left what a run leaves. */
  async function afterwards() {
    const subjects: string[] = [];
    const { run, runtime, table } = rig({
      Publish: ({ Subject }) => {
        subjects.push(String(Subject));
        return { MessageId: "m" };
      },
    });
    const batons = new BatonStore(table);
    const runs = new RunStore(table);
    const start = (workflow: Workflow, executionStartedAt: string, input: unknown = PERSON) => {
      const execution = { executionArn: arnIn(workflow), executionName: NAME, executionStartedAt };
      return run(claim.create(runtime)({ ...execution, input, workflow, enteredAt: executionStartedAt }, INVOCATION));
    };
    const rest = (active: Baton["active"]) => {
      const phase = active === "primary" ? ("steady" as const) : ("failed-over" as const);
      return run(batons.change(() => ({ changed: true, baton: { ...FIRST_BATON, active, phase } })));
    };
    await start("switchover", STARTED_AT);
    await run(runs.update(NAME, { outcome: "moved", frozenAtMs: 1000, thawedAtMs: 2000 }));
    await rest("standby");
    const record = () => run(runs.read(NAME));
    return { start, rest, record, subjects, baton: () => run(batons.read()), hold: batons, run };
  }

  test.each([
    ["another machine's", "failback", "standby"],
    ["the same machine's, forgotten after 90 days", "switchover", "primary"],
  ] as const)("%s is refused, told to take another name, and touches nothing", async (_, workflow, active) => {
    const { start, rest, record, subjects, baton } = await afterwards();
    await rest(active);
    const before = await record();
    expect(await start(workflow, "2026-06-01T00:00:00.000Z")).toEqual({
      outcome: "refused",
      reason: expect.stringMatching(/another run named hurricane .*switchover:hurricane.*under another name/),
    });
    expect(await record()).toEqual(before);
    expect(await baton()).toMatchObject({ holder: null, active });
    expect(subjects).toHaveLength(1);
  });

  test("calls an operator where it holds the baton already", async () => {
    const { start, hold, run } = await afterwards();
    const claimed: Partial<Baton> = { holder: arnIn("failback"), phase: "failing-back", workflow: "failback" };
    await run(hold.change((baton) => ({ changed: true, baton: { ...baton, ...claimed } })));
    await expect(start("failback", "2026-06-01T00:00:00.000Z")).rejects.toMatchObject({ name: "Baton.InvalidInput" });
  });

  test("is itself where it is tried again", async () => {
    const { start, rest, record, run, hold } = await afterwards();
    await rest("primary");
    const claimed: Partial<Baton> = { holder: arnIn("switchover"), phase: "failing-over", workflow: "switchover" };
    await run(hold.change((baton) => ({ changed: true, baton: { ...baton, ...claimed } })));
    expect(await start("switchover", STARTED_AT)).toMatchObject({ outcome: "claimed" });
    expect(await record()).toMatchObject({ outcome: "moved", frozenAtMs: 1000 });
  });
});

test("a claim that was refused, whose answer was lost and that is tried again has the record of a run", async () => {
  const { claims, pass, record, justChanged } = await heldBaton({}, "forgotten");
  await justChanged();
  expect(await claims(PERSON)).toMatchObject({ outcome: "refused" });
  expect(await record()).toMatchObject({ outcome: "refused" });
  await pass(11);
  expect(await claims(PERSON)).toMatchObject({ outcome: "claimed" });
  expect(await record()).toMatchObject({ epoch: 2, fenceVerdicts: {}, trigger: { type: "person" } });
});

describe("a plan whose DNS follows health", () => {
  async function claimWith(workflow: Workflow) {
    const { run, runtime, table } = rig({ Publish: () => ({ MessageId: "m" }) });
    const batons = new BatonStore(table);
    if (workflow === "failback") {
      const away: Baton = { ...FIRST_BATON, active: "standby", phase: "failed-over" };
      await run(batons.change(() => ({ changed: true, baton: away })));
    }
    const plan = { ...storefront, traffic: { ...storefront.traffic, mode: "followHealth" as const } };
    const execution = { executionArn: EXECUTION, executionName: "e", executionStartedAt: STARTED_AT };
    const payload = { ...execution, input: PERSON, workflow, enteredAt: STARTED_AT };
    const answer = await run(claim.create({ ...runtime, plan })(payload, INVOCATION));
    return { answer, holder: (await run(batons.read())).holder };
  }

  test("refuses a switchover by name, and claims nothing", async () => {
    const { answer, holder } = await claimWith("switchover");
    expect(answer).toEqual({
      outcome: "refused",
      reason: expect.stringMatching(/^TrafficFollowsHealth: .*followBaton/),
    });
    expect(holder).toBeNull();
  });

  test.each(["failover", "failback"] as const)("lets a %s begin", async (workflow) => {
    const { answer, holder } = await claimWith(workflow);
    expect(answer).toMatchObject({ outcome: "claimed" });
    expect(holder).toBe(EXECUTION);
  });
});
