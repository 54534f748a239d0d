import { describe, expect, test } from "@jest/globals";
import { LARGEST_HISTORY_EVENTS, RESOURCES_AT_ONCE } from "../../orchestrator/machine-limits";
import { CLAIMED, named, rehearse, type StepAnswer } from "./rehearsal";

const pendingUntil =
  (call: number): StepAnswer =>
  (_, count) => ({ status: count < call ? "pending" : "done", detail: `call ${count}` });
const pending: StepAnswer = () => ({ status: "pending", detail: "not yet" });

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

  test("looks sooner than its own distance where an answer says that what is to be seen passes", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `db-${index}`);
    const work = { warmUp: [], fence: [], promote: ids, coolDown: [] };
    const deadlines = { ...(CLAIMED as { deadlines: object }).deadlines, promoteSeconds: 900 };
    const promote: StepAnswer = ({ elapsedSeconds }) =>
      Number(elapsedSeconds) < 25
        ? { status: "pending", detail: "", soonSeconds: 10 }
        : { status: Number(elapsedSeconds) < 60 ? "pending" : "done", detail: "" };
    const { calls } = await rehearse({
      steps: { claim: () => ({ ...(CLAIMED as object), work, deadlines }), promote },
    });
    const times = calls.filter(({ step }) => step === "promote").map(({ atSeconds }) => atSeconds);
    expect([...new Set(times)]).toEqual([0, 10, 20, 30, 94]);
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
      cause: "promote db was not done within 360 s. a replica. AWS throttles the account: Rate exceeded.",
    });
  });

  test("goes on beyond its deadline while it looks seldom because AWS has throttled it", async () => {
    const promote: StepAnswer = ({ elapsedSeconds }) =>
      Number(elapsedSeconds) < 100
        ? { status: "pending", detail: "", waitSeconds: 30, throttle: { paceSeconds: 30, hasLooked: true } }
        : { status: "done", detail: "" };
    const { result, calls } = await rehearse({ steps: { promote } });
    const asked = calls.filter(({ step }) => step === "promote").map(({ payload }) => payload.elapsedSeconds);
    expect(asked).toEqual([0, 30, 60, 90, 120]);
    expect(result.status).toBe("SUCCEEDED");
  });

  test("ends at its deadline when it is answered then, and as often as ever", async () => {
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
          if (call <= 3) throw named("AccessDenied", "not allowed");
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

  test.each(["Throttling", "Lambda.TooManyRequestsException"])(
    "a warm-up that AWS refuses with %s for longer than anybody waits speaks neither for nor against the standby",
    async (name) => {
      const { calls } = await rehearse({
        steps: {
          "warm-up": ({ canWait }) => {
            if (canWait !== true) throw named(name, "Rate exceeded");
            return { status: "done", detail: "" };
          },
        },
      });
      expect(calls.find(({ step }) => step === "decide")?.payload.readiness).toEqual([
        { resourceId: "web", status: "unseen", detail: `${name}: Rate exceeded` },
      ]);
    },
  );

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
