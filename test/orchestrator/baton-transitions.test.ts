import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Baton, FIRST_BATON, RECENT_FAILOVERS_KEPT } from "../../orchestrator/baton";
import { TRANSITIONS } from "../../orchestrator/baton-edges";
import {
  type BatonChange,
  callOperator,
  claim,
  close,
  moveTo,
  release,
  resume,
  workflowOf,
  workOn,
} from "../../orchestrator/baton-transitions";
import { targetRoleOf, WORKFLOWS } from "../../orchestrator/workflow";

const ours = "arn:aws:states:eu-west-1:123456789012:execution:failover:ours";
const theirs = "arn:aws:states:eu-west-1:123456789012:execution:failover:theirs";
const by = (executionArn: string, nowMs = 1_000) => ({ executionArn, nowMs });
const claimBy = (executionArn: string, changes: Partial<Parameters<typeof claim>[1]> = {}) => ({
  ...by(executionArn),
  workflow: "failover" as const,
  holderIsRunning: false,
  startedByPerson: false,
  ...changes,
});

const steady = FIRST_BATON;
const held: Baton = { ...FIRST_BATON, phase: "failing-over", holder: ours, workflow: "failover", changedAtMs: 500 };
const moved: Baton = { ...held, active: "standby", epoch: 2, recentFailovers: [600] };
const stuck: Baton = { ...held, phase: "needs-operator" };
const failedOver: Baton = { ...moved, phase: "failed-over", holder: null, workflow: null };
const goingHome: Baton = { ...failedOver, phase: "failing-back", holder: ours, workflow: "failback" };
const arrivedHome: Baton = { ...goingHome, active: "primary", epoch: 3 };
const stuckGoingHome: Baton = { ...goingHome, phase: "needs-operator" };

function batonAfter(change: BatonChange): Baton {
  if ("refusal" in change) throw new Error(change.refusal.reason);
  return change.baton;
}

function refusalOf(change: BatonChange) {
  return "refusal" in change ? change.refusal : undefined;
}

describe("claiming", () => {
  test("a steady baton gets a holder and keeps its epoch, which is the move's from then on", () => {
    expect(batonAfter(claim(steady, claimBy(ours)))).toEqual({
      ...steady,
      claimedEpoch: 1,
      predecessor: null,
      phase: "failing-over",
      holder: ours,
      workflow: "failover",
      changedAtMs: 1_000,
    });
  });

  test("a retried claim finds its own lock and changes nothing", () => {
    expect(claim(held, claimBy(ours, { holderIsRunning: true }))).toEqual({ changed: false, baton: held });
  });

  test("a living holder is not disturbed, and the refusal says who it is and since when", () => {
    const refusal = refusalOf(claim(held, claimBy(theirs, { holderIsRunning: true, startedByPerson: true })));
    expect(refusal).toMatchObject({ name: "held", holder: ours, sinceMs: 500 });
    expect(refusal?.reason).toContain(ours);
    expect(refusal?.reason).toContain("1970-01-01T00:00:00.500Z");
  });

  test("a dead holder is taken over under a new epoch", () => {
    expect(batonAfter(claim(held, claimBy(theirs)))).toMatchObject({
      holder: theirs,
      predecessor: held.holder,
      epoch: 2,
      phase: "failing-over",
    });
  });

  test("what an operator was called for, only a person starts over", () => {
    expect(refusalOf(claim(stuck, claimBy(theirs)))?.name).toBe("needs-operator");
    expect(batonAfter(claim(stuck, claimBy(theirs, { startedByPerson: true })))).toMatchObject({
      holder: theirs,
      epoch: 2,
    });
  });

  test("after a failover there is nothing left to claim, and nobody is named as holder", () => {
    const refusal = refusalOf(claim(failedOver, claimBy(theirs, { startedByPerson: true })));
    expect(refusal?.name).toBe("failed-over");
    expect(refusal?.reason).toContain("held by nobody");
  });

  test("a failback under way with a dead holder is not taken over by a failover", () => {
    expect(refusalOf(claim(goingHome, claimBy(theirs)))?.name).toBe("no-such-transition");
  });

  test("a failback starts from failed-over only, a switchover from steady only", () => {
    const home = claimBy(ours, { workflow: "failback", startedByPerson: true });
    const away = claimBy(ours, { workflow: "switchover", startedByPerson: true });
    expect(batonAfter(claim(failedOver, home))).toMatchObject({
      phase: "failing-back",
      holder: ours,
      workflow: "failback",
      active: "standby",
      epoch: 2,
    });
    expect(batonAfter(claim(steady, away))).toMatchObject({ phase: "failing-over", workflow: "switchover", epoch: 1 });
    expect(refusalOf(claim(steady, home))).toMatchObject({ name: "steady" });
    expect(refusalOf(claim(failedOver, away))).toMatchObject({ name: "failed-over" });
    expect(refusalOf(claim(steady, home))?.reason).toContain("the primary already serves");
  });

  test("a planned move does not disturb a run that lives, nor start where another direction was left", () => {
    const home = claimBy(theirs, { workflow: "failback", startedByPerson: true });
    expect(refusalOf(claim(goingHome, { ...home, holderIsRunning: true }))?.name).toBe("held");
    expect(refusalOf(claim(held, home))?.name).toBe("no-such-transition");
    expect(refusalOf(claim(stuck, home))?.name).toBe("no-such-transition");
  });

  test("a dead failback is started over by another one, but not once it has come home", () => {
    const home = claimBy(theirs, { workflow: "failback", startedByPerson: true });
    for (const baton of [goingHome, stuckGoingHome]) {
      expect(batonAfter(claim(baton, home))).toMatchObject({ holder: theirs, phase: "failing-back", epoch: 3 });
    }
    expect(refusalOf(claim(arrivedHome, home))).toMatchObject({ name: "steady" });
  });

  test("the way out of a failback that broke down at home: a person may fail over", () => {
    const stuckAtHome: Baton = { ...arrivedHome, phase: "needs-operator" };
    const away = claimBy(theirs, { startedByPerson: true });
    expect(batonAfter(claim(stuckAtHome, away))).toMatchObject({
      workflow: "failover",
      phase: "failing-over",
      epoch: 4,
    });
    expect(refusalOf(claim(stuckAtHome, claimBy(theirs)))?.name).toBe("needs-operator");
    expect(refusalOf(claim(stuckGoingHome, away))?.name).toBe("no-such-transition");
  });
});

describe("moving", () => {
  test("the holder moves the baton: the epoch grows by one and the failover is remembered", () => {
    expect(batonAfter(moveTo(held, "standby", by(ours)))).toMatchObject({
      active: "standby",
      epoch: 2,
      recentFailovers: [1_000],
      holder: ours,
    });
  });

  test("moving home is not remembered as a failover", () => {
    expect(batonAfter(moveTo(goingHome, "primary", by(ours)))).toMatchObject({
      active: "primary",
      phase: "failing-back",
      epoch: 3,
      recentFailovers: [600],
    });
  });

  test("a switchover is no failover either: the circuit breaker counts what Regions do, not what people plan", () => {
    const away: Baton = { ...held, workflow: "switchover" };
    expect(batonAfter(moveTo(away, "standby", by(ours)))).toMatchObject({ active: "standby", recentFailovers: [] });
  });

  test("no workflow moves it against its direction", () => {
    expect(refusalOf(moveTo(moved, "primary", by(ours)))?.reason).toContain(
      "a failover does not move it to the primary",
    );
    expect(refusalOf(moveTo(arrivedHome, "standby", by(ours)))?.name).toBe("no-such-transition");
  });

  test("moving to where it is changes nothing", () => {
    expect(moveTo(moved, "standby", by(ours))).toEqual({ changed: false, baton: moved });
  });

  test("a stranger is refused, and so is a holder that is not failing over", () => {
    expect(refusalOf(moveTo(held, "standby", by(theirs)))?.name).toBe("not-holder");
    expect(refusalOf(moveTo({ ...held, phase: "failing-back" }, "standby", by(ours)))?.name).toBe("no-such-transition");
  });

  test("an aborted run that was redriven past the operator's call goes on", () => {
    expect(batonAfter(moveTo(stuck, "standby", by(ours)))).toMatchObject({ active: "standby", phase: "failing-over" });
    expect(batonAfter(release(stuck, by(ours)))).toMatchObject({ phase: "steady", holder: null });
    expect(batonAfter(close({ ...moved, phase: "needs-operator" }, by(ours)))).toMatchObject({ phase: "failed-over" });
  });

  test("only so many failovers are remembered, the latest ones", () => {
    const full = { ...held, recentFailovers: Array.from({ length: RECENT_FAILOVERS_KEPT }, (_, index) => index) };
    const { recentFailovers } = batonAfter(moveTo(full, "standby", by(ours)));
    expect(recentFailovers).toHaveLength(RECENT_FAILOVERS_KEPT);
    expect(recentFailovers.at(-1)).toBe(1_000);
    expect(recentFailovers[0]).toBe(1);
  });
});

describe("ending", () => {
  test("standing down leaves the baton where it is", () => {
    expect(batonAfter(release(held, by(ours)))).toMatchObject({
      phase: "steady",
      holder: null,
      active: "primary",
      epoch: 1,
    });
    expect(batonAfter(release(moved, by(ours)))).toMatchObject({
      phase: "failed-over",
      holder: null,
      active: "standby",
    });
  });

  test("a failback that is abandoned leaves the standby serving; one that arrived leaves the primary", () => {
    expect(batonAfter(release(goingHome, by(ours)))).toMatchObject({
      phase: "failed-over",
      holder: null,
      workflow: null,
    });
    expect(batonAfter(release(arrivedHome, by(ours)))).toMatchObject({ phase: "steady", holder: null, workflow: null });
  });

  test("closing needs a baton that has moved", () => {
    expect(batonAfter(close(arrivedHome, by(ours)))).toMatchObject({ phase: "steady", holder: null, workflow: null });
    expect(refusalOf(close(goingHome, by(ours)))?.name).toBe("no-such-transition");
    expect(batonAfter(close(moved, by(ours)))).toMatchObject({ phase: "failed-over", holder: null, epoch: 2 });
    expect(refusalOf(close(held, by(ours)))?.name).toBe("no-such-transition");
  });

  test("ending twice changes nothing; a stranger ends nothing", () => {
    expect(release(steady, by(ours))).toEqual({ changed: false, baton: steady });
    expect(close(failedOver, by(ours))).toEqual({ changed: false, baton: failedOver });
    expect(refusalOf(release(held, by(theirs)))?.name).toBe("not-holder");
    expect(refusalOf(close(moved, by(theirs)))?.name).toBe("not-holder");
  });
});

describe("an operator", () => {
  test("is called once, and the run keeps the baton", () => {
    expect(batonAfter(callOperator(held, by(ours)))).toMatchObject({ phase: "needs-operator", holder: ours });
    expect(callOperator(stuck, by(ours))).toEqual({ changed: false, baton: stuck });
    expect(refusalOf(callOperator(stuck, by(theirs)))?.name).toBe("not-holder");
  });

  test("lets the run go on by redriving it", () => {
    expect(batonAfter(resume(stuck, by(ours)))).toMatchObject({ phase: "failing-over", holder: ours, epoch: 1 });
    expect(batonAfter(resume(stuckGoingHome, by(ours)))).toMatchObject({ phase: "failing-back", workflow: "failback" });
    expect(resume(held, by(ours))).toEqual({ changed: false, baton: held });
    expect(refusalOf(resume(stuck, by(theirs)))?.name).toBe("not-holder");
  });

  test("a holder that enters a state after the call is at work again, and only the first such visit says so", () => {
    const visit = (enteredAtMs: number, executionArn = ours) => ({ ...by(executionArn), enteredAtMs });
    const again = batonAfter(workOn(stuck, visit(501)));
    expect(again).toMatchObject({ phase: "failing-over", holder: ours, epoch: 1, changedAtMs: 1_000 });
    expect(workOn(again, visit(1_001))).toEqual({ changed: false, baton: again });
    expect(workOn(stuck, visit(500))).toEqual({ changed: false, baton: stuck });
    expect(workOn(held, visit(501))).toEqual({ changed: false, baton: held });
    expect(refusalOf(workOn(stuck, visit(501, theirs)))?.name).toBe("not-holder");
  });
});

const executions = fc.constantFrom(ours, theirs, `${ours}-third`);
const step = fc.oneof(
  fc.record({
    type: fc.constant("claim" as const),
    who: executions,
    workflow: fc.constantFrom(...WORKFLOWS),
    alive: fc.boolean(),
    person: fc.boolean(),
  }),
  fc.record({ type: fc.constantFrom("move", "release", "close", "callOperator", "resume"), who: executions }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function perform(baton: Baton, action: Step, nowMs: number): BatonChange {
  const who = by(action.who, nowMs);
  if ("alive" in action) {
    const { workflow, alive: holderIsRunning, person: startedByPerson } = action;
    return claim(baton, { ...who, workflow, holderIsRunning, startedByPerson });
  }
  if (action.type === "move") return moveTo(baton, targetRoleOf(workflowOf(baton)), who);
  const byName = { release, close, callOperator, resume };
  return byName[action.type as keyof typeof byName](baton, who);
}

describe("laws, whatever happens in whatever order", () => {
  test("the epoch grows by exactly one when the baton moves or is taken over, and never else", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (actions) => {
        let baton: Baton = FIRST_BATON;
        actions.forEach((action, index) => {
          const change = perform(baton, action, index);
          if ("refusal" in change) return;
          const next = change.baton;
          const hasMoved = next.active !== baton.active;
          const wasTakenOver = baton.holder !== null && next.holder !== null && next.holder !== baton.holder;
          expect(next.epoch - baton.epoch).toBe(hasMoved || wasTakenOver ? 1 : 0);
          baton = next;
        });
      }),
    );
  });

  test("a phase only changes along an edge of the table", () => {
    const edges = new Set(TRANSITIONS.map(({ from, to }) => `${from} > ${to}`));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (actions) => {
        let baton: Baton = FIRST_BATON;
        actions.forEach((action, index) => {
          const change = perform(baton, action, index);
          if ("refusal" in change) return;
          if (change.baton.phase !== baton.phase) expect(edges).toContain(`${baton.phase} > ${change.baton.phase}`);
          baton = change.baton;
        });
      }),
    );
  });

  test("at rest nobody holds it, and whoever holds it is not at rest; phase and active Region agree", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (actions) => {
        let baton: Baton = FIRST_BATON;
        actions.forEach((action, index) => {
          const change = perform(baton, action, index);
          baton = "refusal" in change ? baton : change.baton;
          expect(baton.holder === null).toBe(baton.phase === "steady" || baton.phase === "failed-over");
          expect(baton.workflow === null).toBe(baton.holder === null);
          if (baton.phase === "failing-back") expect(baton.workflow).toBe("failback");
          if (baton.phase === "failing-over") expect(baton.workflow).not.toBe("failback");
          if (baton.phase === "steady") expect(baton.active).toBe("primary");
          if (baton.phase === "failed-over") expect(baton.active).toBe("standby");
        });
      }),
    );
  });

  test("repeating a change that was accepted changes nothing", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), step, (actions, last) => {
        const baton = actions.reduce<Baton>((current, action, index) => {
          const change = perform(current, action, index);
          return "refusal" in change ? current : change.baton;
        }, FIRST_BATON);
        const first = perform(baton, last, 100);
        if ("refusal" in first) return;
        expect(perform(first.baton, last, 200)).toEqual({ changed: false, baton: first.baton });
      }),
    );
  });
});

test("records of before there was more than one workflow still say what runs", () => {
  expect(workflowOf({ ...held, workflow: null })).toBe("failover");
  expect(workflowOf({ ...goingHome, workflow: null })).toBe("failback");
});

test("every edge of the table is reached by some function", () => {
  const home = claimBy(theirs, { workflow: "failback", startedByPerson: true });
  const reached = [
    claim(failedOver, home),
    claim(goingHome, home),
    claim(stuckGoingHome, home),
    release(goingHome, by(ours)),
    release(arrivedHome, by(ours)),
    close(arrivedHome, by(ours)),
    callOperator(goingHome, by(ours)),
    close({ ...arrivedHome, phase: "needs-operator" }, by(ours)),
    resume(stuckGoingHome, by(ours)),
    claim(steady, claimBy(ours)),
    claim(held, claimBy(theirs)),
    claim(stuck, claimBy(theirs, { startedByPerson: true })),
    release(held, by(ours)),
    release(moved, by(ours)),
    close(moved, by(ours)),
    release(stuck, by(ours)),
    release({ ...moved, phase: "needs-operator" }, by(ours)),
    close({ ...moved, phase: "needs-operator" }, by(ours)),
    callOperator(held, by(ours)),
    resume(stuck, by(ours)),
  ].filter((change) => !("refusal" in change) && change.changed);
  expect(reached).toHaveLength(TRANSITIONS.length);
});
