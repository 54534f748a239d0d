import { describe, expect, test } from "@jest/globals";
import { asShown } from "../../orchestrator/late-approval";
import { isAnswerWorthTelling, primaryAnswersNotice } from "../../orchestrator/primary-answers";
import { FIRST_WATCH, type Watch } from "../../orchestrator/watch";
import { ALL_DOWN, EXECUTION, evidence, NOW_MS, storefront } from "./fixtures";

const healthy: Watch = { ...FIRST_WATCH, lookedAtMs: NOW_MS, healthySinceMs: NOW_MS - 120_000 };
const run = { workflow: "failover", shown: asShown(ALL_DOWN) } as const;
const open = { status: "open" } as const;

describe("whoever was asked hears that the primary answers again", () => {
  test("after three healthy looks", () => {
    expect(isAnswerWorthTelling(healthy, open, run)).toBe(true);
    expect(isAnswerWorthTelling(healthy, open, { ...run, fenceVerdicts: {} })).toBe(true);
  });

  test.each<[string, ...Parameters<typeof isAnswerWorthTelling>]>([
    ["it has answered only twice", { ...healthy, healthySinceMs: NOW_MS - 119_999 }, open, run],
    ["it does not answer", { ...healthy, healthySinceMs: null }, open, run],
    ["nobody was asked", healthy, null, run],
    ["it is decided", healthy, { status: "decided" }, run],
    [
      "the question said so",
      healthy,
      open,
      { ...run, shown: asShown(evidence({ route53: "UP", witnessProbe: "UP" })) },
    ],
    ["the question is about a planned move", healthy, open, { workflow: "failback" }],
    ["the question is about a fence", healthy, open, { ...run, fenceVerdicts: { web: "FAILED" } }],
  ])("but not when %s", (_, watch, gate, record) => {
    expect(isAnswerWorthTelling(watch, gate, record)).toBe(false);
  });

  test("with the command that declines, and within what the channels carry", () => {
    const context = {
      plan: storefront,
      run: { runId: "run-1", executionArn: EXECUTION, workflow: "failover" },
    } as const;
    const { subject, email, sms } = primaryAnswersNotice(context, NOW_MS);
    expect(email).toContain("npm run baton -- decline --application storefront --run run-1 --by you@example.com");
    expect(email).toContain("at every look since 2026-03-14 03:09 UTC");
    expect(subject.endsWith("us-east-1 answers again; the question is still open")).toBe(true);
    expect(sms.length).toBeLessThanOrEqual(148);
    expect(sms.endsWith("...")).toBe(false);
  });
});
