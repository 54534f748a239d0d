import { describe, expect, test } from "@jest/globals";
import { named, rehearse, type StepAnswer, stepsOf } from "./rehearsal";

describe("a decision that is not to proceed", () => {
  /** Asks at first; an approval stands. */
  const ask: StepAnswer = ({ afterApproval }) =>
    afterApproval === true
      ? { verdict: "proceed", reasons: ["The approval stands."], decidedAtMs: 0 }
      : { verdict: "ask", reasons: ["Lag is unknown."], decidedAtMs: 0 };

  test("stands down after undoing the warm-up, with its reasons", async () => {
    const decide: StepAnswer = () => ({ verdict: "stand-down", reasons: ["It serves."], decidedAtMs: 0 });
    const rehearsed = await rehearse({ steps: { decide } });
    expect(rehearsed.result).toMatchObject({ output: { outcome: "stood-down", reasons: ["It serves."] } });
    // The fence may be that of a dead run from which this one took over.
    expect(stepsOf(rehearsed).slice(-3)).toEqual(["unfence", "cool-down", "stand-down"]);
    expect(stepsOf(rehearsed)).not.toContain("fence");
  });

  test("asks with a token and goes on when a person approves", async () => {
    const approve = { approved: true, decidedBy: "ada" };
    const rehearsed = await rehearse({ steps: { decide: ask }, approve });
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
    const question = rehearsed.calls.find(({ step }) => step === "ask-approval");
    expect(question?.payload).toMatchObject({ reasons: ["Lag is unknown."], taskToken: expect.any(String) });
  });

  test("looks once more after the approval, and moves even where that look fails", async () => {
    const gather: StepAnswer = ({ onlyIfOld }) => {
      if (onlyIfOld === true) throw named("TypeError", "broken");
      return { status: "done", detail: "" };
    };
    const approve = { approved: true, decidedBy: "ada" };
    const rehearsed = await rehearse({ steps: { decide: ask, "gather-evidence": gather }, approve });
    const order = stepsOf(rehearsed);
    const after = order.slice(order.indexOf("take-answer"), order.indexOf("fence"));
    expect(new Set(after)).toEqual(new Set(["take-answer", "gather-evidence", "decide"]));
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("asks again, with the new reasons, where the approval no longer stands; then its second answer counts", async () => {
    const reasons = ["The primary serves again."];
    const recovered: StepAnswer = (payload, call) =>
      call === 2 ? { verdict: "ask", reasons, decidedAtMs: 0 } : ask(payload, call);
    const answers: StepAnswer = (_, call) =>
      call === 1
        ? { next: "proceed", outcome: "approved", reason: "Approved." }
        : { next: "stand-down", outcome: "declined", reason: "Declined." };
    const steps = { decide: recovered, "take-answer": answers };
    const rehearsed = await rehearse({ steps, approve: { approved: true, decidedBy: "ada" } });
    const questions = rehearsed.calls.filter(({ step }) => step === "ask-approval");
    expect(questions.map(({ payload }) => payload.reasons)).toEqual([["Lag is unknown."], reasons]);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "stood-down", reasons: [...reasons, "Declined."] } });
    expect(stepsOf(rehearsed)).not.toContain("fence");
  });

  test.each([
    ["declines", { approved: false, decidedBy: "ada", remark: "not now" }],
    ["answers something else", { yes: 1 }],
  ])("stands down when the person %s", async (_, approve) => {
    const { result, calls } = await rehearse({ steps: { decide: ask }, approve });
    expect(result).toMatchObject({ output: { outcome: "stood-down", reasons: ["Lag is unknown.", "Declined."] } });
    expect(calls.find(({ step }) => step === "take-answer")?.payload.answer).toEqual(approve);
  });

  test("takes the answer when nobody has given one in time, and goes on as that says", async () => {
    const rehearsed = await rehearse({ steps: { decide: ask } });
    expect(rehearsed.result).toMatchObject({
      output: { outcome: "stood-down", reasons: ["Lag is unknown.", "Nobody decided in time."] },
    });
    expect(rehearsed.calls.find(({ step }) => step === "take-answer")).toMatchObject({
      payload: { answer: null },
      atSeconds: 600,
    });
  });

  test("takes the answer at once that was given to a try of the question whose answer Lambda has lost", async () => {
    const asking: StepAnswer = (_, call) => {
      throw call === 1 ? named("Lambda.SdkClientException", "lost") : named("Baton.AnswerGiven", "answered");
    };
    const take: StepAnswer = () => ({ next: "proceed", outcome: "approved", reason: "Approved." });
    const rehearsed = await rehearse({ steps: { decide: ask, "ask-approval": asking, "take-answer": take } });
    expect(stepsOf(rehearsed).filter((step) => step === "ask-approval")).toHaveLength(2);
    const taking = rehearsed.calls.find(({ step }) => step === "take-answer");
    expect(taking?.payload).toMatchObject({ answer: null });
    expect(taking?.atSeconds).toBeLessThan(60);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("calls the operator when nobody answers and the plan says so; a redrive asks again", async () => {
    const expired: StepAnswer = () => ({ next: "call-operator", outcome: "expired", reason: "Nobody decided." });
    const late = await rehearse({ steps: { decide: ask, "take-answer": expired } });
    expect(late.result).toMatchObject({ status: "FAILED", error: "Baton.NeedsOperator" });
    expect(late.calls.at(-1)?.payload).toMatchObject({
      failedPhase: "ask for approval",
      error: "Baton.DeadlineExceeded",
      cause: "Nobody decided. The standby is still warm; redrive the run to ask again.",
    });
    const redriven = await rehearse({
      resumeFrom: late.result.resumePoint,
      steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }) },
      approve: { approved: true, decidedBy: "ada" },
    });
    expect(stepsOf(redriven).slice(0, 6)).toEqual([
      "call-operator",
      "ask-approval",
      "take-answer",
      "gather-evidence",
      "decide",
      "fence",
    ]);
  });

  test("takes an answer that was given, and does not ask again, when taking it failed first", async () => {
    const broken: StepAnswer = () => {
      throw named("InternalServerError", "table");
    };
    const approve = { approved: true, decidedBy: "ada" };
    const failed = await rehearse({ steps: { decide: ask, "take-answer": broken }, approve });
    expect(failed.calls.at(-1)?.payload).toMatchObject({ failedPhase: "take the answer" });
    const redriven = await rehearse({
      resumeFrom: failed.result.resumePoint,
      steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }) },
    });
    expect(stepsOf(redriven).slice(0, 3)).toEqual(["call-operator", "take-answer", "gather-evidence"]);
    expect(stepsOf(redriven)).not.toContain("ask-approval");
  });
});

describe("a decision from before a standstill", () => {
  const outOfDate = named("Baton.DecisionOutOfDate", "decided three hours ago");
  const promoteAfter = (refusals: number): StepAnswer => {
    return (_, call) => {
      if (call <= refusals) throw outOfDate;
      return { status: "done", detail: "" };
    };
  };
  const looksIn = ({ calls }: Awaited<ReturnType<typeof rehearse>>) =>
    calls.filter(({ payload }) => payload.afterApproval === true).length;

  test("is followed by a look and a fence, and then by the promotion", async () => {
    const rehearsed = await rehearse({ steps: { promote: promoteAfter(1) } });
    const order = stepsOf(rehearsed).filter((step) => step !== "warm-up");
    expect(order.slice(order.indexOf("promote"), -3)).toEqual([
      "promote",
      "gather-evidence",
      "decide",
      "fence",
      "promote",
    ]);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  const fenceAfter = (refusals: number): StepAnswer => {
    return (_, call) => ({
      status: "done",
      detail: "old",
      facts: { verdict: call <= refusals ? "OUT_OF_DATE" : "FENCED" },
    });
  };

  test("is followed by a look before anything is fenced, in a run that was redriven in its fence", async () => {
    const rehearsed = await rehearse({ steps: { fence: fenceAfter(1) } });
    const order = stepsOf(rehearsed).filter((step) => step !== "warm-up");
    expect(order.slice(order.indexOf("fence"), -3)).toEqual(["fence", "gather-evidence", "decide", "fence", "promote"]);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("is followed by a look, too, in a run that was redriven while it fenced what was open", async () => {
    const fence: StepAnswer = (_, call) => ({
      status: "done",
      detail: "",
      facts: { verdict: ["FAILED", "OUT_OF_DATE"][call - 1] ?? "FENCED" },
    });
    const rehearsed = await rehearse({ steps: { fence }, approve: { approved: true, decidedBy: "ada" } });
    const order = stepsOf(rehearsed).filter((step) => step !== "warm-up");
    const look = ["gather-evidence", "decide", "fence"];
    expect(order.slice(order.indexOf("take-answer") + 1, -3)).toEqual([...look, ...look, "promote"]);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("that never stands before a fence calls a person after three looks", async () => {
    const stuck = await rehearse({ steps: { fence: fenceAfter(Number.POSITIVE_INFINITY) } });
    expect(stepsOf(stuck)).not.toContain("judge-fence");
    expect(stuck.calls.at(-1)?.payload).toMatchObject({
      failedPhase: "fence the old writer",
      error: "Baton.DecisionOutOfDate",
      cause: "Looked again 3 times, to no avail. old",
    });
  });

  test("is not looked at for ever: on the fourth time a person is called, and a redrive begins anew", async () => {
    const never = promoteAfter(Number.POSITIVE_INFINITY);
    const stuck = await rehearse({ steps: { promote: never } });
    expect(looksIn(stuck)).toBe(3);
    expect(stuck.calls.at(-1)?.payload).toMatchObject({
      failedPhase: "promote and fill capacity",
      error: "Baton.DecisionOutOfDate",
      cause: "Looked again 3 times, to no avail. decided three hours ago",
    });
    const redriven = await rehearse({
      resumeFrom: stuck.result.resumePoint,
      steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }), promote: promoteAfter(3) },
    });
    expect(looksIn(redriven)).toBe(3);
    expect(redriven.result).toMatchObject({ output: { outcome: "recovered" } });
  });
});
