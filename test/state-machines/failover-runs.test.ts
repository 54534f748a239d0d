import { describe, expect, test } from "@jest/globals";
import { CLAIMED, named, rehearse, type StepAnswer, stepsOf } from "./rehearsal";

const pending: StepAnswer = () => ({ status: "pending", detail: "not yet" });

describe("a failover that goes well", () => {
  test("calls the steps in the order of the design, data before traffic", async () => {
    const rehearsed = await rehearse();
    expect(rehearsed.result).toMatchObject({ status: "SUCCEEDED", output: { outcome: "recovered" } });
    const order = stepsOf(rehearsed);
    expect(order.filter((step) => step !== "warm-up")).toEqual([
      "claim",
      "gather-evidence",
      // Once more, unless that was seconds ago.
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
