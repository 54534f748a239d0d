import { describe, expect, test } from "@jest/globals";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { failoverHeldNotice, type Hold, heldOccasion, isFailoverHeld } from "../../orchestrator/failover-held";
import type { Standing } from "../../orchestrator/operator-notice";
import type { SeenOutage } from "../../orchestrator/outage";
import type { Workflow } from "../../orchestrator/workflow";
import { EXECUTION, NOW_MS, storefront } from "./fixtures";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LONG_AGO_MS = NOW_MS - 10 * HOUR_MS;

const standing: Standing = { active: "primary", holdsBaton: true, promotionBeganAtMs: null, frozenAtMs: null };
const atWork: Hold = {
  workflow: "switchover",
  state: "at work",
  sinceMs: LONG_AGO_MS,
  standing,
};
const atGate: Hold = { ...atWork, state: "asks" };
const stuck: Hold = { ...atWork, state: "operator called" };
const over: Hold = { ...atWork, state: "over" };
const promoting: Standing = { ...standing, frozenAtMs: NOW_MS - 90_000, promotionBeganAtMs: NOW_MS - 60_000 };

describe("a failover is held up", () => {
  const held = (changes: Partial<Baton>) => isFailoverHeld({ ...FIRST_BATON, holder: EXECUTION, ...changes });

  test.each<[string, boolean, Partial<Baton>]>([
    ["by whatever holds the baton", true, { phase: "failing-over", workflow: "switchover" }],
    ["not by nobody", false, { holder: null }],
    ["not where the standby serves", false, { active: "standby", phase: "failing-back", workflow: "failback" }],
  ])("%s", (_, expected, changes) => expect(held(changes)).toBe(expected));
});

describe("on-call is told", () => {
  const occasion = (hold: Hold, failingForMs: number) =>
    heldOccasion({ seenBy: "the sentry", failingSinceMs: NOW_MS - failingForMs }, hold, NOW_MS);

  test.each<[string, Hold, number]>([
    ["three minutes into the outage", atGate, 3 * MINUTE_MS],
    ["three minutes into it where an operator was called before", stuck, 3 * MINUTE_MS],
    ["three minutes after the run began in it", { ...atGate, sinceMs: NOW_MS - 3 * MINUTE_MS }, 9 * MINUTE_MS],
    ["twenty minutes into it by a move that froze the writer", { ...atWork, standing: promoting }, 20 * MINUTE_MS],
    [
      "three minutes into it by a failback that has arrived, whose frozen writer was the other one",
      { ...atWork, workflow: "failback", standing: promoting },
      3 * MINUTE_MS,
    ],
    ["three minutes into it where the table says nothing", { ...atWork, standing: null }, 3 * MINUTE_MS],
    ["an hour after the call of an operator that came in it", { ...stuck, sinceMs: NOW_MS - HOUR_MS }, 2 * HOUR_MS],
    ["an hour after the end of a run that ended in it", { ...over, sinceMs: NOW_MS - HOUR_MS }, 2 * HOUR_MS],
    ["three minutes into it where a run was over before", over, 3 * MINUTE_MS],
    ["an hour into it by a run that had begun to promote", { ...stuck, standing: promoting }, HOUR_MS],
    [
      "three minutes into it by a failback that had arrived",
      { ...stuck, workflow: "failback", standing: promoting },
      3 * MINUTE_MS,
    ],
  ])("%s, and not before", (_, hold, dueAfterMs) => {
    expect(occasion(hold, dueAfterMs)).toMatch(/#1$/);
    const aMomentBefore = { ...hold, sinceMs: hold.sinceMs + 1 };
    expect(occasion(aMomentBefore, dueAfterMs - 1)).toBeNull();
  });

  test("by a failover that asks, only of an outage that is younger than its question", () => {
    const asked: Hold = { ...atGate, workflow: "failover", sinceMs: NOW_MS - 10 * MINUTE_MS };
    expect(occasion(asked, 10 * MINUTE_MS)).toBeNull();
    expect(occasion(asked, 10 * MINUTE_MS - 1)).toMatch(/#1$/);
    expect(occasion(asked, 3 * MINUTE_MS - 1)).toBeNull();
  });

  test("not by a failover at work, which pages for itself", () => {
    expect(occasion({ ...atWork, workflow: "failover" }, HOUR_MS)).toBeNull();
  });

  test("once an hour, under the name of the outage, and for a day at most", () => {
    const failingSinceMs = NOW_MS;
    const outage = { seenBy: "the sentry", failingSinceMs } as const;
    const minutes = Array.from({ length: 40 * 60 }, (_, minute) => NOW_MS + minute * MINUTE_MS);
    const told = new Set(minutes.map((atMs) => heldOccasion(outage, atGate, atMs)).filter((each) => each !== null));
    expect(told.size).toBe(24);
    expect([...told][0]).toBe(`${new Date(failingSinceMs).toISOString()}#1`);
  });
});

describe("the message", () => {
  const noticeOf = (held: Hold, workflow: Workflow = "switchover", seenBy: SeenOutage["seenBy"] = "the sentry") => {
    const hold = { ...held, workflow };
    const run = { runId: "9e1c-aaaa_run-0001", executionArn: EXECUTION, workflow };
    const facts = { hold, seenBy, failingSinceMs: NOW_MS - 4 * MINUTE_MS, nowMs: NOW_MS };
    return failoverHeldNotice({ plan: storefront, run }, facts);
  };

  test("asks for the answer to a failover's question, which was asked before the outage", () => {
    const { subject, email, sms } = noticeOf(atGate, "failover");
    expect(subject).toContain("us-east-1 does not answer, and the failover asks you");
    expect(email).toContain("its question of 2026-03-13 17:09 UTC, which is older than the outage");
    expect(email).toContain("npm run baton -- approve --application storefront --run 9e1c-aaaa_run-0001");
    expect(email).not.toMatch(/baton -- (decline|failover)/);
    expect(sms).toContain("Approve it.");
  });

  const FAILOVER =
    'npm run baton -- failover --application storefront --by you@example.com --reason "instead of run-0001"';

  test("says since when, that it is one look alone, who holds the baton and why", () => {
    const { subject, email, sms } = noticeOf(atGate);
    expect(subject).toBe("[Baton storefront run-0001] NEEDS YOU: us-east-1 does not answer, and no failover starts");
    expect(email).toContain("since 2026-03-14 03:05 UTC, for 4 min now");
    expect(email).toContain("That is its look alone, from eu-west-1");
    expect(email).toContain(
      "the switchover 9e1c-aaaa_run-0001 holds the baton. It waits for an answer to its question.",
    );
    expect(sms).toContain("Decline it. See e-mail.");
  });

  test("says that customers may be cut off where Route 53 alone does not reach the primary", () => {
    const { subject, email, sms } = noticeOf(atGate, "switchover", "Route 53");
    expect(subject).toContain("NEEDS YOU: Route 53 does not reach us-east-1, and no failover starts");
    expect(email).toContain("their alarm is on since 2026-03-14 03:05 UTC, for 4 min now");
    expect(email).toContain("The sentry does reach it from eu-west-1");
    expect(sms).toContain("Route 53 does not reach us-east-1 since");
  });

  test.each<[string, Hold, string]>([
    ["a call of an operator", stuck, "An operator was called for it at 2026-03-13 17:09 UTC, and it waits.\n"],
    ["an end", over, "It ended at 2026-03-13 17:09 UTC without letting the baton go.\n"],
    ["work", atWork, "It is at work since 2026-03-13 17:09 UTC.\n"],
    ["a freeze", { ...atWork, standing: promoting }, " It froze a writer at 2026-03-14 03:07 UTC.\n"],
  ])("says %s", (_, hold, words) => expect(noticeOf(hold).email).toContain(words));

  test("names the Region whose execution is to be stopped", () => {
    expect(noticeOf(atWork).email).toContain(`stop-execution --region eu-west-1 --execution-arn ${EXECUTION}`);
    expect(noticeOf({ ...stuck, standing: promoting }).email).toContain("--region eu-west-1");
  });

  test.each<[string, Hold, Workflow, readonly string[], string]>([
    [
      "declines an open question",
      atGate,
      "switchover",
      ["npm run baton -- decline --application storefront --run 9e1c-aaaa_run-0001 --by you@example.com", FAILOVER],
      "Decline it.",
    ],
    ["stops a move at work", atWork, "switchover", ["aws stepfunctions stop-execution", FAILOVER], "Stop it."],
    ["takes over where an operator was called", stuck, "failover", [FAILOVER], "Start a failover."],
    [
      "takes over from a failback that had arrived",
      { ...stuck, standing: promoting },
      "failback",
      [FAILOVER],
      "Start a failover.",
    ],
    ["takes over from a run that is over", over, "switchover", [FAILOVER], "Start a failover."],
    [
      "redrives a failback that is over and had arrived, from which no failover takes over before it has called",
      { ...over, standing: promoting },
      "failback",
      ["aws stepfunctions redrive-execution", FAILOVER],
      "Redrive it.",
    ],
    [
      "redrives a run that is over and had begun to promote",
      { ...over, standing: promoting },
      "switchover",
      ["It has begun to promote", "aws stepfunctions redrive-execution"],
      "Redrive it.",
    ],
    ["leaves a promotion alone", { ...atWork, standing: promoting }, "switchover", ["Do not stop it"], "Let it go on."],
    [
      "redrives what has begun to promote",
      { ...stuck, standing: promoting },
      "switchover",
      ["It has begun to promote", "aws stepfunctions redrive-execution"],
      "Redrive it.",
    ],
    [
      "goes forward where the table says nothing",
      { ...stuck, standing: null },
      "failover",
      ["It may have begun to promote", "aws stepfunctions redrive-execution"],
      "Redrive it.",
    ],
  ])("%s, with the exact commands", (_, hold, workflow, words, inShort) => {
    const { email, sms } = noticeOf(hold, workflow);
    for (const each of words) expect(email).toContain(each);
    expect(sms).toContain(`${inShort} See e-mail.`);
    expect(email.includes(FAILOVER)).toBe(words.includes(FAILOVER));
  });

  test("names what a frozen writer has to do with it", () => {
    const frozen = { ...standing, frozenAtMs: NOW_MS - 90_000 };
    for (const hold of [atWork, stuck]) {
      expect(noticeOf({ ...hold, standing: frozen }).email).toContain("It froze a writer at 2026-03-14");
    }
  });
});
