import { describe, expect, test } from "@jest/globals";
import { LARGEST_HISTORY_EVENTS, RESOURCES_AT_ONCE } from "../../orchestrator/machine-limits";
import { CLAIMED, named, rehearse, type StepAnswer, stepsOf } from "./rehearsal";

const pendingUntil =
  (call: number): StepAnswer =>
  (_, count) => ({ status: count < call ? "pending" : "done", detail: `call ${count}` });
const pending: StepAnswer = () => ({ status: "pending", detail: "not yet" });

describe("a failover that goes well", () => {
  test("calls the steps in the order of the design, data before traffic", async () => {
    const rehearsed = await rehearse();
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "recovered" } });
    const order = stepsOf(rehearsed);
    expect(order.filter((step) => step !== "warm-up")).toEqual([
      "claim",
      "gather-evidence",
      "decide",
      "fence",
      "promote",
      "verify",
      "switch-traffic",
      "close",
    ]);
    expect(order.filter((step) => step === "warm-up")).toHaveLength(2);
  });

  test("hands lists of one to the steps as lists", async () => {
    const { calls } = await rehearse();
    expect(calls.find(({ step }) => step === "decide")?.payload.readiness).toEqual([
      { resourceId: "web", status: "done", detail: "done" },
    ]);
    expect(calls.find(({ step }) => step === "promote")?.payload).toMatchObject({ resourceId: "db", previous: null });
  });

  test("gives every task what its contract asks for", async () => {
    const { calls } = await rehearse();
    for (const { payload } of calls) expect(payload.enteredAt).toMatch(/^2026-01-01T.*Z$/);
    for (const { payload, step } of calls.filter((call) => call.step !== "claim")) {
      expect([step, payload.run]).toEqual([step, expect.objectContaining({ runId: "run-1", epoch: 2 })]);
    }
  });

  test("works without a single resource for a step", async () => {
    const work = { warmUp: [], fence: [], promote: [], coolDown: [] };
    const { result } = await rehearse({ steps: { claim: () => ({ ...(CLAIMED as object), work }) } });
    expect(result.status).toBe("SUCCEEDED");
  });
});

describe("the converge loop", () => {
  test("asks again with the answer before and the time that has passed", async () => {
    const { calls } = await rehearse({ steps: { promote: pendingUntil(3) } });
    const asked = calls.filter(({ step }) => step === "promote").map(({ payload }) => payload);
    expect(asked.map(({ elapsedSeconds }) => elapsedSeconds)).toEqual([0, 5, 10]);
    expect(asked[2]?.previous).toEqual({ status: "pending", detail: "call 2" });
  });

  test("asks less often for many resources, so that the history stays small", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `db-${index}`);
    const work = { warmUp: [], fence: [], promote: ids, coolDown: [] };
    const deadlines = { ...(CLAIMED as { deadlines: object }).deadlines, promoteSeconds: 900 };
    const { calls } = await rehearse({
      steps: {
        claim: () => ({ ...(CLAIMED as object), work, deadlines }),
        promote: ({ previous }) =>
          previous === null ? { status: "pending", detail: "" } : { status: "done", detail: "" },
      },
    });
    const times = calls.filter(({ step }) => step === "promote").map(({ atSeconds }) => atSeconds);
    expect(new Set(times)).toEqual(new Set([0, 64]));
  });

  test("waits as long as an answer asks, and no longer than the deadline", async () => {
    const waitSeconds = [40, 40, 1];
    const promote: StepAnswer = (_, call) => ({
      status: "pending",
      detail: "",
      waitSeconds: waitSeconds[call - 1] ?? 5,
    });
    const { calls } = await rehearse({ steps: { promote } });
    const asked = calls.filter(({ step }) => step === "promote").map(({ payload }) => payload.elapsedSeconds);
    expect(asked).toEqual([0, 40, 60]);
  });

  const refused = { paceSeconds: 8, hasLooked: true, refusal: "AWS throttles the account: Rate exceeded." };

  test("goes on beyond its deadline while AWS throttles it, for five minutes and no longer", async () => {
    const throttled: StepAnswer = () => ({
      status: "pending",
      detail: "a replica.",
      waitSeconds: 8,
      throttle: refused,
    });
    const { calls } = await rehearse({ steps: { promote: throttled } });
    const asked = calls.filter(({ step }) => step === "promote").map(({ payload }) => Number(payload.elapsedSeconds));
    expect(Math.max(...asked)).toBe(360);
    expect(calls.at(-1)?.payload).toMatchObject({
      error: "Baton.DeadlineExceeded",
      cause: "promote db was not done within 60 s. a replica. AWS throttles the account: Rate exceeded.",
    });
  });

  test("ends at its deadline when it is answered then", async () => {
    const promote: StepAnswer = ({ elapsedSeconds }) => ({
      status: "pending",
      detail: "a replica.",
      ...(Number(elapsedSeconds) < 70 && { waitSeconds: 8, throttle: refused }),
    });
    const { calls } = await rehearse({ steps: { promote } });
    const asked = calls.filter(({ step }) => step === "promote").map(({ payload }) => payload.elapsedSeconds);
    expect(asked.at(-1)).toBe(72);
  });

  test("does not go on with evidence beyond its deadline: the decision is made on what is known", async () => {
    const throttled: StepAnswer = () => ({ status: "pending", detail: "", waitSeconds: 8, throttle: refused });
    const { calls } = await rehearse({ steps: { "gather-evidence": throttled } });
    expect(calls.find(({ step }) => step === "decide")?.atSeconds).toBeLessThanOrEqual(30);
  });

  test("fits the history with as many resources as a plan may have, throttled for as long as a run waits", async () => {
    const ids = Array.from({ length: RESOURCES_AT_ONCE }, (_, index) => `r-${index}`);
    const work = { warmUp: ids, fence: ids, promote: ids, coolDown: [] };
    const phases = ["confirm", "fence", "promote", "fillCapacity", "verify", "switchTraffic"];
    const deadlines = Object.fromEntries(phases.map((phase) => [`${phase}Seconds`, 300]));
    const throttled: StepAnswer = ({ elapsedSeconds }) =>
      Number(elapsedSeconds) < 540
        ? { status: "pending", detail: "", waitSeconds: 6, throttle: refused }
        : { status: "done", detail: "" };
    const fence: StepAnswer = ({ elapsedSeconds }) =>
      Number(elapsedSeconds) < 240
        ? { status: "pending", detail: "" }
        : { status: "done", detail: "", facts: { verdict: "FENCED" } };
    const { result } = await rehearse({
      steps: {
        claim: () => ({ ...(CLAIMED as object), work, deadlines }),
        "warm-up": ({ canWait, ...payload }, call) =>
          canWait === true ? throttled(payload, call) : { status: "done", detail: "" },
        fence,
        promote: throttled,
        verify: throttled,
        "switch-traffic": throttled,
      },
    });
    expect(result.status).toBe("SUCCEEDED");
    expect(result.history.length).toBeLessThan(LARGEST_HISTORY_EVENTS - 1000);
  }, 60_000);

  test.each([60, 900, 7200])(
    "fits the history with as many resources as a plan may have, each taking all of its %d s",
    async (deadlineSeconds) => {
      const half = RESOURCES_AT_ONCE / 2;
      const named = (kind: string) => Array.from({ length: half }, (_, index) => `${kind}-${index}`);
      const [databases, groups] = [named("db"), named("group")];
      const work = { warmUp: groups, fence: [...databases, ...groups], promote: databases, coolDown: groups };
      const phases = ["confirm", "fence", "promote", "fillCapacity", "verify", "switchTraffic"];
      const deadlines = Object.fromEntries(phases.map((phase) => [`${phase}Seconds`, deadlineSeconds]));
      const atTheLastMoment: StepAnswer = ({ elapsedSeconds }) => ({
        status: Number(elapsedSeconds) > deadlineSeconds * 0.9 ? "done" : "pending",
        detail: "",
      });
      // Every fence is tried a second time, after an approval.
      const unfenced: StepAnswer = (payload, call) => {
        const { status } = atTheLastMoment(payload, call) as { readonly status: string };
        return { status, detail: "", ...(status === "done" && { facts: { verdict: "FAILED" } }) };
      };
      const { result } = await rehearse({
        approve: { approved: true, decidedBy: "ada" },
        steps: {
          claim: () => ({ ...(CLAIMED as object), work, deadlines }),
          "gather-evidence": atTheLastMoment,
          "warm-up": atTheLastMoment,
          fence: unfenced,
          promote: atTheLastMoment,
          verify: atTheLastMoment,
          "switch-traffic": atTheLastMoment,
        },
      });
      expect(result.status).toBe("SUCCEEDED");
      expect(result.history.length).toBeLessThan(LARGEST_HISTORY_EVENTS - 1000);
    },
    60_000,
  );

  test("ends at its deadline with an error that says what was missing", async () => {
    const { result, calls } = await rehearse({ steps: { promote: pending } });
    expect(result).toMatchObject({ status: "FAILED", error: "Baton.NeedsOperator" });
    expect(calls.at(-1)?.payload).toMatchObject({
      failedPhase: "promote and fill capacity",
      error: "Baton.DeadlineExceeded",
      cause: "promote db was not done within 60 s. not yet",
      redriveCount: 0,
    });
  });

  test("ends at once when a person must change something first", async () => {
    const { calls } = await rehearse({ steps: { verify: () => ({ status: "blocked", detail: "no image" }) } });
    expect(calls.at(-1)?.payload).toMatchObject({ error: "Baton.ResourceBlocked", cause: "verify: no image" });
  });
});

describe("what only looks like a reason to stop", () => {
  test("evidence that stays inconclusive goes to the decision at its deadline", async () => {
    const rehearsed = await rehearse({ steps: { "gather-evidence": pending } });
    expect(rehearsed.result.status).toBe("SUCCEEDED");
    expect(rehearsed.calls.find(({ step }) => step === "decide")?.atSeconds).toBe(30);
  });

  test("a warm-up that fails early is a fact for the decision", async () => {
    const { calls } = await rehearse({
      steps: {
        "warm-up": (_, call) => {
          if (call <= 2) throw named("AccessDenied", "not allowed");
          return { status: "done", detail: "" };
        },
      },
    });
    expect(calls.find(({ step }) => step === "decide")?.payload.readiness).toEqual([
      { resourceId: "web", status: "blocked", detail: expect.stringContaining("AccessDenied") },
    ]);
  });

  test("a warm-up that is throttled for minutes is not taken for a standby that is not ready", async () => {
    const { calls } = await rehearse({
      steps: {
        "warm-up": (_, call) => {
          if (call <= 15) throw named("Throttling", "Rate exceeded");
          return { status: "done", detail: "" };
        },
      },
    });
    expect(calls.find(({ step }) => step === "decide")?.payload.readiness).toEqual([
      { resourceId: "web", status: "done", detail: "" },
    ]);
  });

  test.each(["Throttling", "ThrottlingException", "RequestLimitExceeded", "TooManyRequestsException"])(
    "a warm-up that AWS refuses with %s for a while is tried again before the decision",
    async (name) => {
      const { calls } = await rehearse({
        steps: {
          "warm-up": (_, call) => {
            if (call <= 6) throw named(name, "slow down");
            return { status: "done", detail: "" };
          },
        },
      });
      expect(calls.find(({ step }) => step === "decide")?.payload.readiness).toEqual([
        { resourceId: "web", status: "done", detail: "" },
      ]);
    },
  );
});

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
    const looks = rehearsed.calls.filter(({ payload }) => payload.onlyIfOld === true || payload.afterApproval === true);
    expect(looks.map(({ step }) => step)).toEqual(["gather-evidence", "decide"]);
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

describe("a run that may not begin", () => {
  test.each(["refused", "ignored", "invalid-input"])(
    "%s: ends with the reason and touches nothing",
    async (outcome) => {
      const rehearsed = await rehearse({ steps: { claim: () => ({ outcome, reason: "because" }) } });
      expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome, reason: "because" } });
      expect(stepsOf(rehearsed)).toEqual(["claim"]);
    },
  );
});

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
    expect(stepsOf(rehearsed).slice(-2)).toEqual(["cool-down", "stand-down"]);
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

describe("a run that needs an operator", () => {
  test("fails at the call itself, and a redrive enters the failed phase again", async () => {
    const broken = await rehearse({ steps: { verify: pending } });
    expect(broken.result.status).toBe("FAILED");
    expect(broken.result.resumePoint?.state).toBe("Call the operator");
    const redriven = await rehearse({
      resumeFrom: broken.result.resumePoint,
      steps: { "call-operator": ({ failedPhase }) => ({ resumePhase: failedPhase ?? null }) },
    });
    expect(redriven.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "recovered" } });
    expect(stepsOf(redriven)).toEqual(["call-operator", "verify", "switch-traffic", "close"]);
    expect(redriven.calls[0]?.payload).toMatchObject({ redriveCount: 1, failedPhase: "verify the standby" });
  });

  test("is called without a run when the claim itself fails", async () => {
    const claim: StepAnswer = () => {
      throw named("Baton.BatonHeld", "lost every race");
    };
    const { calls } = await rehearse({ steps: { claim } });
    expect(calls.at(-1)).toMatchObject({ step: "call-operator", payload: { run: null, error: "Baton.BatonHeld" } });
  });

  test("tries a step again before it gives up", async () => {
    const promote: StepAnswer = (_, call) => {
      if (call <= 3) throw named("InternalFailure", "try again");
      return { status: "done", detail: "" };
    };
    const { result } = await rehearse({ steps: { promote } });
    expect(result.status).toBe("SUCCEEDED");
  });
});
