import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { isLinkSecret } from "../../lambdas/approval/link-secret";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FenceLedger } from "../../lambdas/aws/fence-ledger";
import { GateStore } from "../../lambdas/aws/gate-store";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import { askAgain } from "../../lambdas/sentry/ask-again";
import { holdingRun } from "../../lambdas/sentry/holding-run";
import { remindOfQuestion } from "../../lambdas/sentry/remind";
import { factory as askApproval } from "../../lambdas/steps/ask-approval.lambda";
import { factory as takeAnswer } from "../../lambdas/steps/take-answer.lambda";
import { claim } from "../../orchestrator/baton-transitions";
import { decide, open } from "../../orchestrator/gate-transitions";
import type { Plan } from "../../orchestrator/plan";
import { storefront } from "../orchestrator/fixtures";
import { decision, ENTERED_AT, ENTERED_AT_MS, HOUR_MS, question } from "../orchestrator/gate-fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failover:run-1";
const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" as const };
const LINK = /https:\/\/traffic\.storefront\.example\.com\/approval\/run-1\/([\w-]{43})/;

/** A run that holds the baton and has begun its record; secrets are drawn one after the other. */
async function waitingRun(policy: Partial<Plan["policy"]> = {}, publish: () => unknown = () => ({ MessageId: "m" })) {
  const messages: { readonly subject: string; readonly email: string }[] = [];
  let drawn = 0;
  const world = rig({
    Publish: ({ Subject, Message }) => {
      const answer = publish();
      messages.push({ subject: String(Subject), email: JSON.parse(String(Message)).email });
      return answer;
    },
    PutMetricData: () => ({}),
  });
  const plan: Plan = { ...storefront, policy: { ...storefront.policy, ...policy } };
  const randomBytes = (count: number) => {
    drawn += 1;
    return new Uint8Array(count).fill(drawn);
  };
  const runtime = { ...world.runtime, plan, randomBytes };
  const { table, run } = world;
  const runs = new RunStore(table);
  const nowMs = world.clock.now();
  const claimant = {
    executionArn: EXECUTION,
    nowMs,
    holderIsRunning: false,
    startedByPerson: true,
    workflow: "failover" as const,
  };
  await run(new BatonStore(table).change((baton) => claim(baton, claimant)));
  const trigger = { type: "person", requestedBy: "ada", reason: "customers cannot pay" } as const;
  await run(runs.open({ ...RUN, trigger, startedAtMs: nowMs }));
  const gates = new GateStore(table);
  const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 10_000 };
  const payload = { run: RUN, enteredAt: ENTERED_AT, reasons: ["The lag was too high."], readiness: [] };
  return {
    ...world,
    messages,
    runs,
    gates,
    gate: () => run(gates.read("run-1")),
    record: () => run(runs.read("run-1")),
    ask: (taskToken = "token-1") =>
      run(Promise.resolve(askApproval.create(runtime)({ ...payload, taskToken }, invocation))),
    take: (answer: unknown) =>
      run(Promise.resolve(takeAnswer.create(runtime)({ run: RUN, enteredAt: ENTERED_AT, answer }, invocation))),
    askAgain: async () => askAgain(runtime, holdingRun(await new BatonStore(table).read())),
    remind: async () => remindOfQuestion(runtime, holdingRun(await new BatonStore(table).read())),
    linkIn: (index: number) => LINK.exec(messages[index]?.email ?? "")?.[1] ?? "no link",
    stored: () => JSON.stringify(world.seen.filter(({ service }) => service === "dynamodb")),
  };
}
type WaitingRun = Awaited<ReturnType<typeof waitingRun>>;

let waiting: WaitingRun;
beforeEach(async () => {
  waiting = await waitingRun();
});

describe("asking", () => {
  test("sends a link whose secret opens the gate, and keeps that secret nowhere", async () => {
    await waiting.ask();
    const gate = await waiting.gate();
    const secret = waiting.linkIn(0);
    expect(waiting.messages[0]?.subject).toContain("DECIDE: Fail over to eu-west-1?");
    expect(isLinkSecret(secret, gate?.secretHashes ?? [])).toBe(true);
    expect(waiting.stored()).not.toContain(secret);
    expect(waiting.stored()).toContain("/approval/run-1/...");
    expect(gate).toMatchObject({ status: "open", taskToken: "token-1", expiresAtMs: ENTERED_AT_MS + HOUR_MS });
    expect(gate?.facts.askedBy).toContain("ada, who says: customers cannot pay");
    expect(await waiting.record()).toMatchObject({ outcome: "awaiting-approval" });
  });

  test("again in the same visit: no second message, the new token, and the link of the first message works", async () => {
    await waiting.ask("token-1");
    await waiting.ask("token-2");
    const gate = await waiting.gate();
    expect(waiting.messages).toHaveLength(1);
    expect(gate?.taskToken).toBe("token-2");
    expect(isLinkSecret(waiting.linkIn(0), gate?.secretHashes ?? [])).toBe(true);
  });

  test.each([true, false])(
    "again in the same visit, once somebody has answered: the machine takes that (%s)",
    async (approved) => {
      await waiting.ask("token-1");
      await waiting.run(waiting.gates.change("run-1", (gate) => decide(gate, decision({ approved }))));
      for (const token of ["token-2", "token-3"]) {
        await expect(waiting.ask(token)).rejects.toMatchObject({ name: "Baton.AnswerGiven" });
      }
      expect(waiting.messages).toHaveLength(1);
      expect(await waiting.take(null)).toMatchObject({ next: approved ? "proceed" : "stand-down" });
    },
  );

  test("again in the same visit, answered before the first try wrote more: what the gate showed is on record", async () => {
    const basis = { shown: { seenAtMs: 7000, isUp: true } };
    const { run, gates, record } = waiting;
    await run(gates.change("run-1", (gate) => open(gate, question({ basis }))));
    await run(gates.change("run-1", (gate) => decide(gate, decision())));
    await expect(waiting.ask("token-2")).rejects.toMatchObject({ name: "Baton.AnswerGiven" });
    expect(await record()).toMatchObject(basis);
    expect(waiting.messages).toHaveLength(0);
  });

  test("again in the same visit: the answer stands for what the first attempt showed", async () => {
    const { run, runtime, gate, record } = waiting;
    const fences = [{ resourceId: "orders-db", verdict: "FAILED", detail: "refused" }];
    const event = { run: RUN, enteredAt: ENTERED_AT, reasons: [], readiness: [], taskToken: "t", fences };
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 10_000 };
    const askWhereItAnswers = (status: number) => {
      const http = { ...runtime.http, get: () => Promise.resolve({ status, detail: `HTTP ${status}`, body: "" }) };
      return run(Promise.resolve(askApproval.create({ ...runtime, http })(event, invocation)));
    };
    await askWhereItAnswers(503);
    const shown = await gate();
    await askWhereItAnswers(200);
    expect((await gate())?.facts).toEqual(shown?.facts);
    expect((await record())?.shown).toMatchObject({ isUp: false });
    expect(await record()).toMatchObject({ shown: shown?.basis.shown });
  });

  test.each([
    ["the move", {}],
    ["the fence", { fences: [{ resourceId: "orders-db", verdict: "FAILED", detail: "refused" }] }],
  ])("about %s says what a dead run has promoted, and not that nothing has moved", async (_, more) => {
    const { run, runtime, table, clock, gate } = waiting;
    const ledger = new PromotionLedger(table, await run(new BatonStore(table).read()));
    const of = { resourceId: "orders-db", role: "standby", instanceId: "orders-replica", runId: "run-0" } as const;
    await run(ledger.asking({ ...of, epoch: RUN.epoch, requestedAtMs: clock.now() }));
    const http = { ...runtime.http, get: () => Promise.resolve({ status: 503, detail: "HTTP 503", body: "" }) };
    const event = { run: RUN, enteredAt: ENTERED_AT, reasons: [], readiness: [], taskToken: "t", ...more };
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 10_000 };
    await run(Promise.resolve(askApproval.create({ ...runtime, http })(event, invocation)));
    const declined = (await gate())?.facts.ifDeclined.join(" ");
    expect(declined).toMatch(/Promotion of orders-replica was requested .* by the run run-0/);
    expect(declined).not.toContain("Nothing has moved");
  });

  test("about the move says that a fence which a dead run has begun is let go first", async () => {
    const { run, table, clock, gate } = waiting;
    const begun = { resourceId: "web", runId: "run-0", epoch: RUN.epoch, beganAtMs: clock.now() };
    await run(new FenceLedger(table, await run(new BatonStore(table).read())).beginning(begun));
    await waiting.ask();
    expect((await gate())?.facts.ifDeclined.join(" ")).toContain("What was fenced in us-east-1 is let go again");
  });

  test("by a run that lost the baton is refused", async () => {
    const stranger = { ...RUN, executionArn: `${EXECUTION}-2` };
    const event = { run: stranger, enteredAt: ENTERED_AT, reasons: [], readiness: [], taskToken: "t" };
    const asked = askApproval.create(waiting.runtime)(event, { awsRequestId: "r", getRemainingTimeInMillis: () => 1 });
    await expect(waiting.run(asked)).rejects.toThrow(/this run does not hold it/);
    expect(await waiting.gate()).toBeNull();
  });
});

describe("a question that could not be sent", () => {
  let isBroken: boolean;
  const sentryMinute = async () => {
    await waiting.run(waiting.clock.sleep(60_000));
    await waiting.run(waiting.askAgain());
  };

  beforeEach(async () => {
    isBroken = true;
    waiting = await waitingRun({}, () => {
      if (isBroken) throw new Error("a defect behind the wire");
      return { MessageId: "m" };
    });
    await waiting.ask();
  });

  test("is on the record, counted, and sent once in the sentry's next minute that can, with a link that opens", async () => {
    await sentryMinute();
    expect(waiting.messages).toHaveLength(0);
    isBroken = false;
    for (let minute = 0; minute < 4; minute += 1) await sentryMinute();
    expect(waiting.messages.map(({ subject }) => subject)).toEqual([expect.stringContaining("DECIDE: Fail over")]);
    expect(isLinkSecret(waiting.linkIn(0), (await waiting.gate())?.secretHashes ?? [])).toBe(true);
    expect(waiting.stored()).toContain("could not be sent");
    const counted = waiting.seen.filter(({ operation }) => operation === "PutMetricData");
    expect(counted.map(({ input }) => input.MetricData)).toEqual(
      Array(2).fill([expect.objectContaining({ MetricName: "MessagesNotSent", Value: 1 })]),
    );
  });

  test("is not sent after somebody has decided by the command line", async () => {
    await waiting.run(waiting.gates.change("run-1", (gate) => decide(gate, decision())));
    isBroken = false;
    await sentryMinute();
    expect(waiting.messages).toHaveLength(0);
  });

  test("is sent once by two sentries in the same second", async () => {
    isBroken = false;
    await waiting.run(waiting.clock.sleep(60_000));
    await waiting.run(Promise.all([waiting.askAgain(), waiting.askAgain(), waiting.askAgain()]));
    expect(waiting.messages).toHaveLength(1);
  });

  test("that comes as late as its reminder is not followed by one", async () => {
    isBroken = false;
    await waiting.run(waiting.clock.sleep(HOUR_MS - 600_000));
    await waiting.run(waiting.askAgain());
    await waiting.run(waiting.remind());
    expect(waiting.messages).toHaveLength(1);
  });
});

test("the sentry does not repeat a question that is out, nor one that is on its way", async () => {
  await waiting.ask();
  await waiting.run(waiting.clock.sleep(60_000));
  await waiting.run(waiting.askAgain());
  expect(waiting.messages).toHaveLength(1);
});

describe("taking the answer", () => {
  beforeEach(() => waiting.ask());

  test("keeps who, when and why in the record, and the run waits no more", async () => {
    const given = decision({ decidedBy: "ada", remark: "go" });
    await waiting.run(waiting.gates.change("run-1", (gate) => decide(gate, given)));
    const taken = { next: "proceed", outcome: "approved", reason: "Approved by ada: go." };
    expect(await waiting.take({ approved: true, decidedBy: "ada", remark: "go" })).toEqual(taken);
    const record = await waiting.record();
    expect(record?.approval).toEqual({ outcome: "approved", decision: given });
    expect(record?.outcome).toBeUndefined();
    expect(await waiting.gate()).toMatchObject({ status: "closed", outcome: "approved" });
  });

  test("goes by the record when the token never arrived, and when something else came with it", async () => {
    await waiting.run(waiting.gates.change("run-1", (gate) => decide(gate, decision())));
    expect(await waiting.take(null)).toMatchObject({ next: "proceed" });
    expect(await waiting.take({ approved: false, decidedBy: "mallory" })).toMatchObject({ next: "proceed" });
  });

  test.each([
    ["a plain no", { approved: false, decidedBy: "bob", remark: "wait" }, "Declined by bob (task token): wait."],
    ["no clear yes", { approved: "true" }, "Declined by somebody who gave no name (task token)."],
    ["something else", ["yes"], "Declined by somebody who gave no name (task token)."],
    [
      "lines and escapes",
      { approved: false, decidedBy: "bob\n\nWhat is wanted of you", remark: "\u001b[2Jno\u2028no" },
      "Declined by bob What is wanted of you (task token): [2Jno no.",
    ],
    [
      "a name of nothing",
      { approved: false, decidedBy: "\n\u200b" },
      "Declined by somebody who gave no name (task token).",
    ],
    ["a text", "approved", "Declined by somebody who gave no name (task token)."],
  ])("%s with the token stands down", async (_, answer, reason) => {
    expect(await waiting.take(answer)).toEqual({ next: "stand-down", outcome: "declined", reason });
  });

  test("a yes with the token, from somebody with the rights to send it, proceeds and is recorded as that", async () => {
    expect(await waiting.take({ approved: true, decidedBy: "ada" })).toMatchObject({
      next: "proceed",
      reason: "Approved by ada (task token).",
    });
  });

  test("twice takes the same", async () => {
    const first = await waiting.take(null);
    expect(first).toEqual({ next: "stand-down", outcome: "expired", reason: "Nobody decided in time." });
    expect(await waiting.take({ approved: true })).toEqual(first);
  });

  test("without any goes on as the plan says", async () => {
    waiting = await waitingRun({ onApprovalTimeout: "call-operator" });
    await waiting.ask();
    expect(await waiting.take(null)).toMatchObject({ next: "call-operator", outcome: "expired" });
  });
});

test("an answer where nobody was asked is an error", async () => {
  await expect(waiting.take({ approved: true })).rejects.toThrow(/has asked nobody/);
});

describe("the reminder", () => {
  const untilDueMs = HOUR_MS - 900_000;
  const passTo = (run: WaitingRun, atMs: number) => run.run(run.clock.sleep(ENTERED_AT_MS + atMs - run.clock.now()));

  beforeEach(() => waiting.ask());

  test("is sent once, in time, with a link of its own; the first link works on", async () => {
    await passTo(waiting, untilDueMs - 30_000);
    await waiting.run(waiting.remind());
    expect(waiting.messages).toHaveLength(1);
    await passTo(waiting, untilDueMs + 30_000);
    for (let minute = 0; minute < 5; minute += 1) {
      await waiting.run(waiting.remind());
      await waiting.run(waiting.clock.sleep(60_000));
    }
    expect(waiting.messages.map(({ subject }) => subject)).toEqual([
      expect.stringContaining("DECIDE"),
      expect.stringContaining("STILL WAITING, 14 min left: Fail over to eu-west-1?"),
    ]);
    const hashes = (await waiting.gate())?.secretHashes ?? [];
    expect(waiting.linkIn(0)).not.toBe(waiting.linkIn(1));
    for (const index of [0, 1]) expect(isLinkSecret(waiting.linkIn(index), hashes)).toBe(true);
  });

  test("is sent once by two sentries in the same second", async () => {
    await passTo(waiting, untilDueMs + 1000);
    await waiting.run(Promise.all([waiting.remind(), waiting.remind(), waiting.remind()]));
    expect(waiting.messages).toHaveLength(2);
  });

  test("is not sent once somebody has decided", async () => {
    await waiting.run(waiting.gates.change("run-1", (gate) => decide(gate, decision())));
    await passTo(waiting, untilDueMs + 1000);
    await waiting.run(waiting.remind());
    expect(waiting.messages).toHaveLength(1);
  });

  test("is tried again after a failure, and never stops the sentry", async () => {
    let isBroken = false;
    waiting = await waitingRun({}, () => {
      if (isBroken) throw new Error("a defect behind the wire");
      return { MessageId: "m" };
    });
    await waiting.ask();
    isBroken = true;
    await passTo(waiting, untilDueMs + 1000);
    await waiting.run(waiting.remind());
    expect(waiting.messages).toHaveLength(1);
    isBroken = false;
    await waiting.run(waiting.clock.sleep(120_000));
    await waiting.run(waiting.remind());
    expect(waiting.messages).toHaveLength(2);
  });
});

test("there is nobody to remind where no run holds the baton", async () => {
  const idle = rig();
  const baton = await idle.run(new BatonStore(idle.table).read());
  await idle.run(remindOfQuestion(idle.runtime, holdingRun(baton)));
  expect(idle.seen.map(({ operation }) => operation)).toEqual(["GetItem"]);
});
