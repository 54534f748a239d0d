import { describe, expect, test } from "@jest/globals";
import { CLAIMED, named, rehearse, type StepAnswer, stepsOf } from "./rehearsal";

const pending: StepAnswer = () => ({ status: "pending", detail: "not yet" });

describe("one resource whose fence breaks down", () => {
  const broken = (ids: readonly string[], slow: readonly string[] = []): StepAnswer => {
    return ({ resourceId, elapsedSeconds }) => {
      if (ids.includes(String(resourceId))) throw named("Lambda.TooManyRequestsException", "Rate exceeded");
      const isSlow = slow.includes(String(resourceId)) && Number(elapsedSeconds) < 16;
      return { status: isSlow ? "pending" : "done", detail: "", facts: { verdict: "FENCED" } };
    };
  };

  test("does not keep another from being fenced to its end", async () => {
    const work = { warmUp: [], fence: ["web", "db"], promote: ["db"], coolDown: [] };
    const { calls, result } = await rehearse({
      steps: { claim: () => ({ ...(CLAIMED as object), work }), fence: broken(["web"], ["db"]) },
    });
    expect(result.status).toBe("SUCCEEDED");
    const fenced = calls.filter(({ step, payload }) => step === "fence" && payload.resourceId === "db");
    expect(fenced.at(-1)?.payload.elapsedSeconds).toBeGreaterThanOrEqual(16);
  });
});

describe("a fence that does not hold", () => {
  const ended = (verdict: string): StepAnswer => {
    return () => ({ status: "done", detail: "AccessDenied", facts: { verdict } });
  };
  const crash: StepAnswer = () => {
    throw named("TypeError", "broken");
  };

  test("because the old Region is silent costs no step and asks nobody", async () => {
    const rehearsed = await rehearse({ steps: { fence: ended("UNREACHABLE") } });
    expect(stepsOf(rehearsed)).not.toContain("judge-fence");
    expect(stepsOf(rehearsed)).not.toContain("ask-approval");
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test.each([
    ["is refused", ended("FAILED"), "AccessDenied"],
    ["crashes", crash, "TypeError: broken"],
    ["never gets done", pending, "not yet"],
  ])("because it %s asks a person before anything is promoted", async (_, fence, detail) => {
    const rehearsed = await rehearse({ steps: { fence }, approve: { approved: true, decidedBy: "ada" } });
    const order = stepsOf(rehearsed).filter((step) => step !== "fence");
    expect(order.slice(order.indexOf("judge-fence"), order.indexOf("promote") + 1)).toEqual([
      "judge-fence",
      "ask-approval",
      "take-answer",
      "gather-evidence",
      "decide",
      "promote",
    ]);
    const fences = [{ resourceId: "db", verdict: "FAILED", detail }];
    const asked = rehearsed.calls.find(({ step }) => step === "ask-approval");
    expect(asked?.payload).toMatchObject({ fences, reasons: ["The old writer could not be fenced."] });
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("goes on where the judgement is that it may", async () => {
    const judge: StepAnswer = () => ({ verdict: "proceed", reasons: [] });
    const rehearsed = await rehearse({ steps: { fence: crash, "judge-fence": judge } });
    expect(stepsOf(rehearsed)).not.toContain("ask-approval");
    expect(stepsOf(rehearsed)).toContain("promote");
  });

  test("is undone before the warm-up when the person declines, and nothing is promoted", async () => {
    const rehearsed = await rehearse({ steps: { fence: ended("FAILED") }, approve: { approved: false } });
    expect(stepsOf(rehearsed).slice(-4)).toEqual(["take-answer", "unfence", "cool-down", "stand-down"]);
    expect(stepsOf(rehearsed)).not.toContain("promote");
    expect(rehearsed.result).toMatchObject({
      output: {
        outcome: "stood-down",
        reasons: ["All say DOWN.", "The old writer could not be fenced.", "Declined."],
      },
    });
  });

  test("is undone when nobody answers; the wait is bounded, whatever the plan says", async () => {
    const patient = { ...(CLAIMED as object), approvalTimeoutSeconds: 6 * 86_400 };
    const rehearsed = await rehearse({ steps: { claim: () => patient, fence: ended("FAILED") } });
    expect(rehearsed.calls.find(({ step }) => step === "take-answer")?.atSeconds).toBe(12 * 3600);
    expect(stepsOf(rehearsed)).toContain("unfence");
  });

  test("is asked about anew by a redrive when nobody answered and the plan says to call an operator", async () => {
    const expired: StepAnswer = () => ({ next: "call-operator", outcome: "expired", reason: "Nobody decided." });
    const late = await rehearse({ steps: { fence: ended("FAILED"), "take-answer": expired } });
    expect(late.calls.at(-1)?.payload).toMatchObject({ failedPhase: "ask about the fence" });
    const redriven = await rehearse({
      resumeFrom: late.result.resumePoint,
      steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }) },
      approve: { approved: true, decidedBy: "ada" },
    });
    const order = ["call-operator", "ask-approval", "take-answer", "gather-evidence", "decide", "fence", "promote"];
    expect(stepsOf(redriven).slice(0, 7)).toEqual(order);
  });

  // What it changed before it failed, or what the sentry finished of it since, keeps a primary that serves from its clients.
  test.each([
    ["failed", ended("FAILED")],
    ["met silence", ended("UNREACHABLE")],
    ["crashed", crash],
    ["held", ended("FENCED")],
  ])("%s before a standstill, is undone where a person then declines", async (_, fence) => {
    const rehearsed = await rehearse({
      steps: {
        fence,
        "judge-fence": () => ({ verdict: "proceed", reasons: [] }),
        promote: () => {
          throw named("Baton.DecisionOutOfDate", "decided three hours ago");
        },
        decide: ({ afterApproval }) =>
          afterApproval === true
            ? { verdict: "ask", reasons: ["The primary serves."], decidedAtMs: 0 }
            : { verdict: "proceed", reasons: ["All say DOWN."], decidedAtMs: 0 },
      },
      approve: { approved: false },
    });
    expect(stepsOf(rehearsed).slice(-4)).toEqual(["take-answer", "unfence", "cool-down", "stand-down"]);
  });

  test("that cannot be undone calls the operator", async () => {
    const unfence: StepAnswer = () => ({ status: "blocked", detail: "nobody remembers" });
    const { calls } = await rehearse({ steps: { fence: ended("FAILED"), unfence }, approve: { approved: false } });
    expect(calls.at(-1)?.payload).toMatchObject({ failedPhase: "undo the fence", error: "Baton.ResourceBlocked" });
  });
});

describe("an approval to promote beside a fence that does not hold", () => {
  const approve = { approved: true, decidedBy: "ada" };
  const two = { ...(CLAIMED as object), work: { warmUp: [], fence: ["db", "old"], promote: ["db"], coolDown: [] } };
  /** Verdicts of each resource, first pass and later. */
  const verdicts = (of: Record<string, readonly [string, string]>): StepAnswer => {
    const visits = new Map<string, number>();
    return ({ resourceId }) => {
      const id = String(resourceId);
      const visit = visits.get(id) ?? 0;
      visits.set(id, visit + 1);
      return { status: "done", detail: "seen", facts: { verdict: of[id]?.[Math.min(visit, 1)] ?? "FENCED" } };
    };
  };
  const fencedAfter = ({ calls }: Awaited<ReturnType<typeof rehearse>>) => {
    const answered = calls.findIndex(({ step }) => step === "take-answer");
    return calls
      .slice(answered)
      .filter(({ step }) => step === "fence")
      .map(({ payload }) => payload.resourceId);
  };

  test("is held against a fresh look, and what is open is tried once more; what holds is left alone", async () => {
    const fence = verdicts({ db: ["FAILED", "FENCED"], old: ["FENCED", "FENCED"] });
    const rehearsed = await rehearse({ steps: { claim: () => two, fence }, approve });
    const answered = stepsOf(rehearsed).slice(stepsOf(rehearsed).indexOf("take-answer") + 1);
    expect(answered.slice(0, 2)).toEqual(["gather-evidence", "decide"]);
    expect(fencedAfter(rehearsed)).toEqual(["db"]);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("asks again where the primary has come back, with that as the first reason; declining undoes the fence", async () => {
    const decide: StepAnswer = ({ afterApproval }) =>
      afterApproval === true
        ? { verdict: "ask", reasons: ["The primary serves again."], decidedAtMs: 0 }
        : { verdict: "proceed", reasons: ["All say DOWN."], decidedAtMs: 0 };
    const answers: StepAnswer = (_, call) =>
      call === 1
        ? { next: "proceed", outcome: "approved", reason: "Approved." }
        : { next: "stand-down", outcome: "declined", reason: "Declined." };
    const fence = verdicts({ db: ["FAILED", "FAILED"] });
    const rehearsed = await rehearse({ steps: { fence, decide, "take-answer": answers }, approve });
    const questions = rehearsed.calls.filter(({ step }) => step === "ask-approval").map(({ payload }) => payload);
    expect(questions.map(({ reasons }) => reasons)).toEqual([
      ["The old writer could not be fenced."],
      ["The primary serves again.", "The old writer could not be fenced."],
    ]);
    expect(questions[1]?.fences).toEqual(questions[0]?.fences);
    expect(fencedAfter(rehearsed)).toEqual([]);
    expect(stepsOf(rehearsed)).not.toContain("promote");
    expect(stepsOf(rehearsed).slice(-3)).toEqual(["unfence", "cool-down", "stand-down"]);
  });

  test("is not one for a writer that was silent then, and answers and refuses now: that is judged and asked", async () => {
    const fence = verdicts({ db: ["FAILED", "FAILED"], old: ["UNREACHABLE", "FAILED"] });
    const rehearsed = await rehearse({ steps: { claim: () => two, fence }, approve });
    const judged = rehearsed.calls.filter(({ step }) => step === "judge-fence");
    expect(judged.map(({ payload }) => payload.fences)).toEqual([
      [expect.objectContaining({ verdict: "FAILED" }), expect.objectContaining({ verdict: "UNREACHABLE" })],
      [expect.objectContaining({ verdict: "FAILED" }), expect.objectContaining({ verdict: "FAILED" })],
    ]);
    expect(rehearsed.calls.filter(({ step }) => step === "ask-approval")).toHaveLength(2);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });

  test("stands where neither the look nor the fence can be had", async () => {
    const broken: StepAnswer = ({ onlyIfOld }) => {
      if (onlyIfOld === true) throw named("TypeError", "broken");
      return { status: "done", detail: "" };
    };
    const crash: StepAnswer = () => {
      throw named("TypeError", "broken");
    };
    const rehearsed = await rehearse({ steps: { "gather-evidence": broken, fence: crash }, approve });
    expect(rehearsed.calls.filter(({ step }) => step === "ask-approval")).toHaveLength(1);
    expect(rehearsed.result).toMatchObject({ output: { outcome: "recovered" } });
  });
});
