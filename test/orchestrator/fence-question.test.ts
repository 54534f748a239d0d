import { describe, expect, test } from "@jest/globals";
import { fenceFacts } from "../../orchestrator/fence-question";
import { asksNotice } from "../../orchestrator/gate-notices";
import type { Plan } from "../../orchestrator/plan";
import type { Promotion } from "../../orchestrator/promotion";
import { EXECUTION, NOW_MS, storefront } from "./fixtures";

const PROMOTION: Promotion = {
  resourceId: "orders-db",
  role: "standby",
  instanceId: "storefront-orders-replica",
  runId: "run-0",
  epoch: 1,
  requestedAtMs: NOW_MS - 60_000,
};

const asked = (isServing: boolean, policy: Partial<Plan["policy"]> = {}, promotions: readonly Promotion[] = []) =>
  fenceFacts({
    plan: { ...storefront, policy: { ...storefront.policy, ...policy } },
    trigger: { type: "person", requestedBy: "ada", reason: "customers cannot pay" },
    reasons: ["The fence of orders-db FAILED: AccessDenied"],
    outcomes: [
      { resourceId: "orders-db", verdict: "FAILED", detail: "AccessDenied" },
      { resourceId: "web", verdict: "FENCED", detail: "at zero" },
    ],
    fencedAtMs: NOW_MS,
    application: { isServing, detail: "HTTP 200.", seenAtMs: NOW_MS + 1 },
    promotions,
  });

describe("the question whether to promote beside an unfenced writer", () => {
  test("shows each fence, and what speaks against approving as such", () => {
    const [fences] = asked(false).groups;
    expect(fences?.facts).toEqual([
      { label: "Fence of orders-db", value: "FAILED. AccessDenied", bearing: "against", seenAtMs: NOW_MS },
      { label: "Fence of web", value: "FENCED. at zero", bearing: "for", seenAtMs: NOW_MS },
    ]);
  });

  test.each([
    [true, "against", /PASSES.*serves/],
    [false, "for", /does not pass.*not known/],
  ] as const)("says whether the old application serves (%s)", (isServing, bearing, words) => {
    const fact = asked(isServing).groups[1]?.facts[0];
    expect(fact).toMatchObject({ bearing, seenAtMs: NOW_MS + 1 });
    expect(fact?.value).toMatch(words);
  });

  test.each([
    ["stand-down", /let go first/],
    ["call-operator", /stays fenced/],
  ] as const)("says what no answer means for the fence: %s", (onApprovalTimeout, words) => {
    expect(asked(false, { onApprovalTimeout }).ifNobodyAnswers).toMatch(words);
  });

  test("says what follows an approval, and what of it nobody can undo", () => {
    const { ifApproved, cannotBeUndone } = asked(true);
    expect(ifApproved.join(" ")).toMatch(
      /^Data in eu-west-1 is promoted.*goes on fencing us-east-1 every minute.*may write\.$/,
    );
    expect(cannotBeUndone.join(" ")).toMatch(/^Promotion of orders-db: .*has to be merged by hand\.$/);
  });

  test("says that declining undoes the fence, and that nothing has moved, where nothing was promoted", () => {
    const declined = asked(false).ifDeclined.join(" ");
    expect(declined).toMatch(/is let go again.*Nothing has moved/);
  });

  test.each(["stand-down", "call-operator"] as const)(
    "says neither once a promotion was asked for, but who asked, and that declining calls an operator (%s)",
    (onApprovalTimeout) => {
      const { ifDeclined, ifNobodyAnswers } = asked(false, { onApprovalTimeout }, [PROMOTION]);
      const words = [...ifDeclined, ifNobodyAnswers].join(" ");
      expect(words).not.toMatch(/Nothing has moved|is let go (again|first)|stands down:/);
      expect(words).toContain("Promotion of storefront-orders-replica was requested at");
      expect(words).toMatch(/stays fenced, and the run stops and calls an operator/);
      expect(ifNobodyAnswers).toContain("an operator is called");
    },
  );

  test("fits a subject as a whole", () => {
    const context = {
      plan: storefront,
      run: { runId: "r-07a2b543", executionArn: EXECUTION, workflow: "failover" },
    } as const;
    const facts = asked(true);
    expect(facts.question).toBe("Promote eu-west-1 beside an UNFENCED writer that SERVES?");
    const notice = asksNotice(context, { facts, expiresAtMs: NOW_MS + 3_600_000, nowMs: NOW_MS, link: "https://x/y" });
    expect(notice.subject).toContain(facts.question);
  });
});
