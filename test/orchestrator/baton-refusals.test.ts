/** Changes of the baton that would be lost, or that must not happen, told from those beside them. */
import { describe, expect, test } from "@jest/globals";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { callOperator, claim, close, moveTo, resume, workOn } from "../../orchestrator/baton-transitions";
import { firstSignMs } from "../../orchestrator/data-loss";
import { evidence, NOW_MS } from "./fixtures";

const ours = "arn:aws:states:eu-west-1:123456789012:execution:failover:ours";
const theirs = "arn:aws:states:eu-west-1:123456789012:execution:failover:theirs";
const held: Baton = { ...FIRST_BATON, phase: "failing-over", holder: ours, workflow: "failover", changedAtMs: 500 };
const visit = (executionArn: string, enteredAtMs: number) => ({ executionArn, nowMs: 1_000, enteredAtMs });

test("a move is a change that has to be written", () => {
  expect(moveTo(held, "standby", visit(ours, 0))).toMatchObject({ changed: true, baton: { active: "standby" } });
});

test("a run that has not moved the baton cannot end as if it had", () => {
  expect(close(held, visit(ours, 0))).toMatchObject({
    refusal: { name: "no-such-transition", reason: expect.stringContaining("has not moved yet") },
  });
});

test("a failover that finds the primary serving after a failback that broke down may take over; while it runs, not", () => {
  const home = { ...held, workflow: "failback" as const, phase: "needs-operator" as const };
  const request = { ...visit(theirs, 0), workflow: "failover" as const, holderIsRunning: false, startedByPerson: true };
  expect(claim(home, request)).toMatchObject({ changed: true });
  expect(claim({ ...home, phase: "failing-back" }, request)).toMatchObject({ refusal: { name: "no-such-transition" } });
});

describe("a run that takes over knows which one somebody has aborted", () => {
  const before = "arn:aws:states:eu-west-1:123456789012:execution:failover:before";
  test.each<[string, Partial<Parameters<typeof claim>[1]>, string | null]>([
    ["the one that it takes over from", { holderWasAborted: true }, ours],
    ["one before that, where this one only died", { holderWasAborted: false }, before],
    ["one before that, where nobody knows how this one ended", {}, before],
    ["none, where a person starts over: that is decided anew", { holderWasAborted: true, startedByPerson: true }, null],
  ])("%s", (_, ended, aborted) => {
    const workflow = "failover" as const;
    const request = { ...visit(theirs, 0), workflow, holderIsRunning: false, startedByPerson: false, ...ended };
    expect(claim({ ...held, aborted: before }, request)).toMatchObject({ changed: true, baton: { aborted } });
  });
});

describe("working on", () => {
  test("is for the holder, whatever the phase", () => {
    for (const phase of ["failing-over", "needs-operator"] as const) {
      expect(workOn({ ...held, phase }, visit(theirs, 2_000))).toMatchObject({ refusal: { name: "not-holder" } });
      expect(resume({ ...held, phase }, visit(theirs, 2_000))).toMatchObject({ refusal: { name: "not-holder" } });
    }
  });

  test("takes a run out of an operator's hands only when it enters a state after the call", () => {
    const called = callOperator(held, visit(ours, 0));
    if ("refusal" in called) throw new Error(called.refusal.reason);
    expect(called).toMatchObject({ changed: true, baton: { phase: "needs-operator", changedAtMs: 1_000 } });
    expect(workOn(called.baton, visit(ours, 1_000))).toEqual({ changed: false, baton: called.baton });
    expect(workOn(called.baton, visit(ours, 1_001))).toMatchObject({ changed: true, baton: { phase: "failing-over" } });
    expect(workOn(held, visit(ours, 1_001))).toEqual({ changed: false, baton: held });
  });
});

test("the primary stopped when somebody saw it DOWN after it had served; who saw nothing says nothing of that", () => {
  const seen = { resourceId: "orders-db", seenAtMs: NOW_MS - 60_000 };
  const at = (verdicts: Parameters<typeof evidence>[0], agoMs: number) =>
    evidence(verdicts, NOW_MS - agoMs).observations;
  const observations = [...at({ witnessProbe: "UNKNOWN" }, 40_000), ...at({ route53: "DOWN" }, 20_000)];
  expect(firstSignMs(seen, { observations, gatheredAtMs: NOW_MS })).toBe(NOW_MS - 20_000);
  expect(firstSignMs({ ...seen, unhealthySinceMs: NOW_MS - 60_000 }, { observations, gatheredAtMs: NOW_MS })).toBe(
    NOW_MS - 60_000,
  );
});
