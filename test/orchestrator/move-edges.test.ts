/** Who may move, what is lost and what got worse, at the very edge of what is allowed. */
import { describe, expect, test } from "@jest/globals";
import { arrivalAt } from "../../orchestrator/arrival";
import { FIRST_BATON } from "../../orchestrator/baton";
import { callOperator, claim, workOn } from "../../orchestrator/baton-transitions";
import { firstSignMs } from "../../orchestrator/data-loss";
import { isWorthTelling, keptFence } from "../../orchestrator/kept-fence";
import { asShown } from "../../orchestrator/late-approval";
import { type MoveFacts, oldestFactMs, worsened } from "../../orchestrator/move-facts";
import { isAnswerWorthTelling } from "../../orchestrator/primary-answers";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { ALL_DOWN, EXECUTION, evidence, NOW_MS } from "./fixtures";
import { READY, seen } from "./planned-fixtures";

const limits = { largestCatchUpLagSeconds: 5 };
const capacity = (primary: number | null, atMs = NOW_MS): MoveFacts => ({
  ...READY,
  inService: { web: { primary: { value: primary, atMs }, standby: { value: 6, atMs } } },
});

describe("a failover that broke down after the standby had begun to serve", () => {
  const arrived = {
    ...FIRST_BATON,
    active: "standby",
    phase: "needs-operator",
    workflow: "failover",
    holder: EXECUTION,
    epoch: 4,
  } as const;
  const request = {
    executionArn: `${EXECUTION}-again`,
    nowMs: NOW_MS,
    workflow: "failover",
    holderIsRunning: false,
    startedByPerson: true,
  } as const;

  test("may be started over by a person: it ends what the first one began", () => {
    expect(claim(arrived, request)).toMatchObject({ changed: true, baton: { phase: "failing-over", epoch: 5 } });
  });

  test("is worked on by nobody else meanwhile, and a call of an operator by a stranger changes nothing", () => {
    const stranger = { executionArn: request.executionArn, nowMs: NOW_MS, enteredAtMs: NOW_MS };
    expect(workOn(arrived, stranger)).toMatchObject({ refusal: { name: "not-holder" } });
    expect(callOperator(arrived, stranger)).toMatchObject({ refusal: { name: "not-holder" } });
  });
});

describe("the moment when the primary stopped", () => {
  const seen = { resourceId: "orders-db", seenAtMs: NOW_MS - 60_000 };
  const sawDown = (agoMs: number) => ({
    ...evidence({ route53: "DOWN" }, NOW_MS - agoMs),
    gatheredAtMs: NOW_MS,
  });

  test("may be the very moment when it was last seen to serve", () => {
    expect(firstSignMs(seen, sawDown(60_000))).toBe(NOW_MS - 60_000);
    expect(firstSignMs({ ...seen, unhealthySinceMs: NOW_MS - 60_000 }, sawDown(20_000))).toBe(NOW_MS - 60_000);
  });

  test("is not before that: who saw it DOWN earlier saw something that has passed", () => {
    expect(firstSignMs(seen, sawDown(60_001))).toBe(NOW_MS);
    expect(firstSignMs({ ...seen, unhealthySinceMs: NOW_MS - 60_001 }, sawDown(20_000))).toBe(NOW_MS - 20_000);
  });
});

describe("between the gate and the move", () => {
  test.each([0, 5])("a lag of %d s is good enough: the plan allows 5", (value) => {
    const now = { ...READY, lagSeconds: { "orders-db": { value, atMs: NOW_MS } } };
    expect(worsened(READY, seen(now), "primary", limits)).toEqual([]);
  });

  test("a capacity that nobody knew at the gate cannot have become worse", () => {
    expect(worsened(capacity(null), seen(capacity(1)), "primary", limits)).toEqual([]);
    expect(worsened(capacity(null), seen(capacity(null)), "primary", limits)).toEqual([]);
  });

  test("one that was nothing and is unknown now is told, and so is one that is not told of any more", () => {
    expect(worsened(capacity(0), seen(capacity(null)), "primary", limits)).toHaveLength(1);
    expect(worsened(READY, seen({ ...READY, inService: {} }), "primary", limits)).toEqual([
      expect.stringMatching(/^web had 6 instances .* has not known now\.$/),
    ]);
  });

  test("capacities have an age like every other fact", () => {
    expect(oldestFactMs(capacity(6, NOW_MS - 300_000), NOW_MS)).toBe(NOW_MS - 300_000);
  });
});

describe("on-call hears", () => {
  const left = { resourceId: "db", runId: "run-1", executionArn: EXECUTION };
  const unreachable = { ...keptFence({ ...left, verdict: "UNREACHABLE" }, NOW_MS), answeredAtMs: NOW_MS - 300_000 };
  const failed = keptFence({ ...left, resourceId: "web", verdict: "FAILED" }, NOW_MS);

  test("that the old Region answers, although another of its fences was refused", () => {
    expect(isWorthTelling([failed, unreachable], NOW_MS)).toBe(true);
    expect(isWorthTelling([unreachable, failed], NOW_MS)).toBe(true);
  });

  test("that the primary answers only beside a failover's question, and one that showed something", () => {
    const healthy = { ...FIRST_WATCH, lookedAtMs: NOW_MS, healthySinceMs: NOW_MS - 120_000 };
    const shown = asShown(ALL_DOWN);
    expect(isAnswerWorthTelling(healthy, { status: "open" }, { workflow: "failover", shown })).toBe(true);
    expect(isAnswerWorthTelling(healthy, { status: "open" }, { workflow: "failback", shown })).toBe(false);
    expect(isAnswerWorthTelling(healthy, { status: "open" }, { workflow: "failover" })).toBe(false);
  });

  test("which Region customers are still sent to, whichever way they go", () => {
    const seen = { publicName: ["52.0.0.2"], target: ["52.0.0.1"], source: ["52.0.0.2"] };
    expect(arrivalAt("primary", seen).detail).toBe("still leads to the standby");
    expect(arrivalAt("standby", seen).detail).toBe("still leads to the primary");
  });
});
