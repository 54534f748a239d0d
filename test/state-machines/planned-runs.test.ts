import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../lab/states/json";
import { FUNCTION_TIMEOUT_SECONDS, type StepName } from "../../orchestrator/steps";
import { CLAIMED_PLANNED, named, type Rehearsed, rehearse, type StepAnswer, stepsOf } from "./rehearsal";

const APPROVED: Json = { approved: true, decidedBy: "ada" };
const PLANNED = ["failback", "switchover"] as const;
const MINUTE_SECONDS = 60;

const claimedWith =
  (work: Json): StepAnswer =>
  () => ({ ...Object(CLAIMED_PLANNED), work });
const doneAfter =
  (seconds: number): StepAnswer =>
  ({ elapsedSeconds }) =>
    Number(elapsedSeconds) < seconds ? { status: "pending", detail: "not yet" } : { status: "done", detail: "done" };
const blocked: StepAnswer = () => ({ status: "blocked", detail: "no such instance" });
const pending: StepAnswer = () => ({ status: "pending", detail: "still 7 s" });
const broken: StepAnswer = () => {
  throw named("InternalFailure", "again and again");
};
/** As the step that lets a writer go answers once a promotion was asked for. */
const promotionAskedFor: StepAnswer = () => {
  throw named("Baton.PromotionRequested", "Promotion of db was requested.");
};

/** Steps in the order of their first call. */
function orderOf(rehearsed: Rehearsed): readonly StepName[] {
  return [...new Set(stepsOf(rehearsed))];
}

function lastCall({ calls }: Rehearsed, step: StepName) {
  return calls.findLast((call) => call.step === step);
}

describe("a planned move that goes well", () => {
  test("home: everything reversible comes before the gate, the gate before the freeze, the freeze before the promotion", async () => {
    const rehearsed = await rehearse({ workflow: "failback", approve: APPROVED });
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "recovered" } });
    expect(orderOf(rehearsed)).toEqual([
      "claim",
      "inspect",
      "rebuild",
      "catch-up",
      "warm-up",
      "ask-approval",
      "take-answer",
      "check-again",
      "freeze",
      "drain",
      "promote",
      "verify",
      "switch-traffic",
      "protect",
      "cool-down",
      "close",
    ]);
  });

  test("away: the same order, but nothing has to settle and nothing is rebuilt", async () => {
    const rehearsed = await rehearse({ workflow: "switchover", approve: APPROVED });
    expect(rehearsed.result.status).toBe("SUCCEEDED");
    expect(orderOf(rehearsed)).toEqual([
      "claim",
      "catch-up",
      "warm-up",
      "ask-approval",
      "take-answer",
      "check-again",
      "freeze",
      "drain",
      "promote",
      "verify",
      "switch-traffic",
      "protect",
      "cool-down",
      "close",
    ]);
  });

  test("every step knows its run, in executions of its own too", async () => {
    const { calls } = await rehearse({ workflow: "failback", approve: APPROVED });
    for (const { step, payload } of calls.filter((call) => call.step !== "claim")) {
      expect([step, payload.run]).toEqual([step, expect.objectContaining({ runId: "run-1", workflow: "failback" })]);
    }
    expect(calls.find(({ step }) => step === "rebuild")?.payload).toMatchObject({ resourceId: "db", previous: null });
    expect(calls.find(({ step }) => step === "claim")?.payload.workflow).toBe("failback");
  });

  test("the person's answer is taken onto the record before the second look", async () => {
    const { calls } = await rehearse({ workflow: "failback", approve: APPROVED });
    expect(calls.find(({ step }) => step === "take-answer")?.payload.answer).toEqual(APPROVED);
  });

  test("an application without data or groups moves too", async () => {
    const claim = claimedWith({ data: [], warmUp: [], rest: [] });
    const { result } = await rehearse({ workflow: "failback", approve: APPROVED, steps: { claim } });
    expect(result.status).toBe("SUCCEEDED");
  });
});

describe("hours of waiting", () => {
  test("are polled ever less often, up to five minutes", async () => {
    const { calls } = await rehearse({
      workflow: "failback",
      approve: APPROVED,
      steps: { rebuild: doneAfter(30 * MINUTE_SECONDS) },
    });
    const times = calls.filter(({ step }) => step === "rebuild").map(({ atSeconds }) => atSeconds);
    expect(times).toEqual([0, 60, 180, 420, 720, 1020, 1320, 1620, 1920]);
  });

  test("end at their deadline with what every unfinished resource said last", async () => {
    const claim = claimedWith({ data: ["orders", "users"], warmUp: [], rest: [] });
    const catchUp: StepAnswer = (payload, call) =>
      payload.resourceId === "users" ? doneAfter(60)(payload, call) : pending(payload, call);
    const rehearsed = await rehearse({ workflow: "failback", steps: { claim, "catch-up": catchUp } });
    expect(lastCall(rehearsed, "stand-down")?.payload.reasons).toEqual([
      'In "let the data catch up": Baton.DeadlineExceeded: catch-up orders was not done within 7200 s. still 7 s',
    ]);
  });

  test("end as soon as every resource has answered that waiting will not help, or broke down", async () => {
    const claim = claimedWith({ data: ["orders", "users"], warmUp: [], rest: [] });
    const rebuild: StepAnswer = (payload, call) =>
      payload.resourceId === "orders" ? blocked(payload, call) : broken(payload, call);
    const rehearsed = await rehearse({ workflow: "failback", steps: { claim, rebuild } });
    expect(lastCall(rehearsed, "stand-down")?.payload.reasons).toEqual([
      'In "rebuild the data": Baton.ResourceBlocked: rebuild orders: no such instance ' +
        "rebuild users: InternalFailure: again and again",
    ]);
  });

  /** One turn of a loop is 9 events; half of the limit leaves room for whatever AWS or an operator adds. */
  test("12 hours with 20 resources stay below half of what a history may hold", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `resource-${index}`);
    const rehearsed = await rehearse({
      workflow: "failback",
      approve: APPROVED,
      approvalSeconds: 2 * 3600,
      steps: {
        claim: claimedWith({ data: ids, warmUp: ids, rest: ids }),
        inspect: doneAfter(3600),
        rebuild: doneAfter(4 * 3600),
        "catch-up": doneAfter(3600),
        "warm-up": doneAfter(1200),
        freeze: doneAfter(120),
        drain: doneAfter(180),
        promote: doneAfter(600),
        verify: doneAfter(120),
        "switch-traffic": doneAfter(120),
        protect: doneAfter(4 * 3600),
        "cool-down": doneAfter(600),
      },
    });
    const { result } = rehearsed;
    expect(result.status).toBe("SUCCEEDED");
    expect((result.stoppedAtMs - result.startedAtMs) / 1000).toBeGreaterThan(12 * 3600);
    expect(result.history.length).toBeLessThan(12_500);
  }, 60_000);

  test("even where every step takes as long as its deadline lets it, a run stays below that half", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `resource-${index}`);
    const { deadlines } = Object(CLAIMED_PLANNED);
    const latest = (deadline: string) => doneAfter(deadlines[deadline] - 120);
    const { result } = await rehearse({
      workflow: "failback",
      approve: APPROVED,
      approvalSeconds: 43_000,
      steps: {
        claim: claimedWith({ data: ids, warmUp: ids, rest: ids }),
        inspect: latest("settleSeconds"),
        freeze: latest("freezeSeconds"),
        drain: latest("drainSeconds"),
        promote: latest("promoteSeconds"),
        verify: latest("verifySeconds"),
        "switch-traffic": latest("switchTrafficSeconds"),
      },
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(result.history.length).toBeLessThan(12_500);
  }, 60_000);
});

describe.each(PLANNED)("a %s that is not to be", (workflow) => {
  test.each([
    ["declines", { approve: { approved: false, decidedBy: "ada", remark: "not today" } }, "Declined."],
    ["says nothing", {}, "Nobody decided in time."],
  ])("is undone when the person %s, and nothing was frozen", async (_, script, reason) => {
    const rehearsed = await rehearse({ workflow, ...script });
    expect(rehearsed.result).toMatchObject({
      status: "SUCCEEDED",
      output: { outcome: "stood-down", reasons: [reason] },
    });
    expect(stepsOf(rehearsed).slice(-2)).toEqual(["cool-down", "stand-down"]);
    expect(stepsOf(rehearsed)).not.toContain("freeze");
  });

  test.each(["catch-up", "warm-up", "check-again", "freeze", "drain"] as const)(
    "is abandoned when %s fails: the writer is let go before anything else is undone",
    async (step) => {
      const rehearsed = await rehearse({ workflow, approve: APPROVED, steps: { [step]: blocked } });
      expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "stood-down" } });
      expect(stepsOf(rehearsed).slice(-3)).toEqual(["unfreeze", "cool-down", "stand-down"]);
      expect(stepsOf(rehearsed)).not.toContain("promote");
      expect(lastCall(rehearsed, "stand-down")?.payload.reasons).toEqual([
        expect.stringMatching(new RegExp(`^In ".+": Baton.ResourceBlocked: ${step}.*: no such instance$`)),
      ]);
    },
  );

  test("does not keep the lock because the target cannot be cooled down", async () => {
    const rehearsed = await rehearse({ workflow, steps: { "catch-up": blocked, "cool-down": broken } });
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "stood-down" } });
    expect(lastCall(rehearsed, "stand-down")?.payload.reasons).toHaveLength(2);
  });

  test("calls the operator when the writer cannot be let go: customers cannot write", async () => {
    const rehearsed = await rehearse({ workflow, approve: APPROVED, steps: { drain: blocked, unfreeze: blocked } });
    expect(rehearsed.result).toMatchObject({ status: "FAILED", error: "Baton.NeedsOperator" });
    expect(lastCall(rehearsed, "call-operator")?.payload).toMatchObject({
      workflow,
      failedPhase: "unfreeze the writer",
    });
  });
});

describe.each(PLANNED)("a %s that stood still after its approval", (workflow) => {
  const outOfDate = named("Baton.DecisionOutOfDate", "The run has stood still.");
  const onceOutOfDate: StepAnswer = (_, call) => {
    if (call === 1) throw outOfDate;
    return { status: "done", detail: "no worse" };
  };

  test("asks again before it freezes anything", async () => {
    const rehearsed = await rehearse({ workflow, approve: APPROVED, steps: { "check-again": onceOutOfDate } });
    expect(rehearsed.result.status).toBe("SUCCEEDED");
    expect(stepsOf(rehearsed).filter((step) => ["ask-approval", "check-again", "freeze"].includes(step))).toEqual([
      "ask-approval",
      "check-again",
      "ask-approval",
      "check-again",
      "freeze",
    ]);
  });

  test.each(["freeze", "drain", "promote"] as const)("is abandoned where only %s finds out", async (step) => {
    const steps = { [step]: onceOutOfDate };
    const rehearsed = await rehearse({ workflow, approve: APPROVED, steps });
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "stood-down" } });
    expect(stepsOf(rehearsed).slice(-4)).toEqual([step, "unfreeze", "cool-down", "stand-down"]);
  });
});

describe.each(PLANNED)("a %s whose promotion fails", (workflow) => {
  test("before anything was asked for is abandoned: customers can write again, and no late call promotes beside that", async () => {
    const rehearsed = await rehearse({ workflow, approve: APPROVED, steps: { promote: blocked } });
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "stood-down" } });
    expect(stepsOf(rehearsed).slice(-4)).toEqual(["promote", "unfreeze", "cool-down", "stand-down"]);
    const [failedAt = 0, letGoAt = 0] = (["promote", "unfreeze"] as const).map(
      (step) => lastCall(rehearsed, step)?.atSeconds,
    );
    expect(letGoAt - failedAt).toBeGreaterThan(FUNCTION_TIMEOUT_SECONDS.promote);
    expect(lastCall(rehearsed, "stand-down")?.payload.reasons).toEqual([
      'In "promote the data": Baton.ResourceBlocked: promote db: no such instance',
    ]);
  });

  test("goes forward only once it was asked for: the operator is called, and a redrive promotes", async () => {
    const steps = { promote: broken, unfreeze: promotionAskedFor };
    const failing = await rehearse({ workflow, approve: APPROVED, steps });
    expect(failing.result).toMatchObject({ status: "FAILED", error: "Baton.NeedsOperator" });
    expect(lastCall(failing, "call-operator")?.payload).toMatchObject({
      failedPhase: "promote the data",
      error: "InternalFailure",
      cause: "again and again",
    });
    const redriven = await rehearse({
      workflow,
      resumeFrom: failing.result.resumePoint,
      steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }) },
    });
    expect(redriven.result.status).toBe("SUCCEEDED");
    expect(stepsOf(redriven).slice(0, 3)).toEqual(["call-operator", "promote", "verify"]);
  });

  test("and whose writer cannot be let go calls the operator, who is told both", async () => {
    const failing = await rehearse({ workflow, approve: APPROVED, steps: { promote: broken, unfreeze: blocked } });
    expect(failing.result).toMatchObject({ status: "FAILED", error: "Baton.NeedsOperator" });
    expect(lastCall(failing, "call-operator")?.payload).toMatchObject({
      failedPhase: "promote the data",
      cause: expect.stringMatching(/^again and again Nothing is promoted, .*: Baton.ResourceBlocked: unfreeze db: no/),
    });
  });
});

describe.each(PLANNED)("a %s from its promotion on", (workflow) => {
  test.each([
    ["verify", "verify the target"],
    ["switch-traffic", "switch the traffic"],
    ["protect", "protect again"],
    ["cool-down", "settle the groups"],
    ["close", "close the run"],
  ] as const)(
    "goes forward only: %s that fails calls the operator, and a redrive goes on there",
    async (step, phase) => {
      const failing = await rehearse({ workflow, approve: APPROVED, steps: { [step]: broken } });
      expect(failing.result).toMatchObject({ status: "FAILED", error: "Baton.NeedsOperator" });
      expect(lastCall(failing, "call-operator")?.payload.failedPhase).toBe(phase);
      expect(stepsOf(failing)).not.toContain("unfreeze");
      const redriven = await rehearse({
        workflow,
        resumeFrom: failing.result.resumePoint,
        steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }) },
      });
      expect(redriven.result.status).toBe("SUCCEEDED");
      expect(stepsOf(redriven).slice(0, 2)).toEqual(["call-operator", step]);
    },
  );
});

describe("a planned move that may not begin", () => {
  test.each(["refused", "invalid-input"])("%s: ends with the reason and touches nothing", async (outcome) => {
    const claim: StepAnswer = () => ({ outcome, reason: "because" });
    const rehearsed = await rehearse({ workflow: "failback", steps: { claim } });
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome, reason: "because" } });
    expect(stepsOf(rehearsed)).toEqual(["claim"]);
  });
});
