import { describe, expect, test } from "@jest/globals";
import { type FailoverCircumstances, failoverFacts } from "../../orchestrator/failover-facts";
import type { GateFact } from "../../orchestrator/gate";
import { ALL_DOWN, evidence, NOW_MS, storefront } from "./fixtures";

const usual: FailoverCircumstances = {
  plan: storefront,
  trigger: {
    type: "alarm",
    alarmArn: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:baton-storefront-primary-unhealthy",
    eventId: "e",
    changedAtMs: NOW_MS,
  },
  reasons: ["The lag was too high."],
  evidence: ALL_DOWN,
  lastSeen: [
    { resourceId: "orders-db", seenAtMs: NOW_MS, lagSampledAtMs: NOW_MS - 60_000, replicaLagSeconds: 300 },
    { resourceId: "web", seenAtMs: NOW_MS - 60_000, capacity: 6 },
  ],
  readiness: [{ resourceId: "web", status: "pending", detail: "3 of 6 are in service" }],
  readinessSeenAtMs: NOW_MS - 10_000,
  promotions: [],
  hasFenceBegun: false,
};

function all(changes: Partial<FailoverCircumstances> = {}): readonly GateFact[] {
  return failoverFacts({ ...usual, ...changes }).groups.flatMap(({ facts }) => facts);
}
const named = (label: string, changes: Partial<FailoverCircumstances> = {}) =>
  all(changes).find((fact) => fact.label === label);

describe("what a person sees before a failover", () => {
  test("who asked: the alarm and when, or the person and why", () => {
    expect(failoverFacts(usual).askedBy).toBe(
      "The alarm baton-storefront-primary-unhealthy, which went off at 2026-03-14 03:09 UTC",
    );
    const trigger = { type: "person", requestedBy: "ada", reason: "customers cannot pay" } as const;
    expect(failoverFacts({ ...usual, trigger }).askedBy).toBe("ada, who says: customers cannot pay");
  });

  test("each observer with its verdict, its age, and what that says about moving", () => {
    const seen = { evidence: evidence({ route53: "DOWN", standbyProbe: "UP", witnessProbe: "UNKNOWN" }) };
    expect(named("Route 53's checkers", seen)).toMatchObject({ bearing: "for", seenAtMs: NOW_MS });
    expect(named("Probe from the standby", seen)).toMatchObject({ bearing: "against" });
    expect(named("Probe from the witness", seen)?.bearing).toBe("unknown");
    expect(named("Evidence", { evidence: { observations: [], gatheredAtMs: NOW_MS } })?.bearing).toBe("unknown");
  });

  test("the lag from before the incident beside the plan's limit, or that nobody knows it", () => {
    expect(named("Replication lag of orders-db")).toEqual({
      label: "Replication lag of orders-db",
      value: "5 min; the plan allows 30 s without a person.",
      bearing: "against",
      seenAtMs: NOW_MS - 60_000,
    });
    const fine = [{ resourceId: "orders-db", seenAtMs: NOW_MS, lagSampledAtMs: NOW_MS, replicaLagSeconds: 1 }];
    expect(named("Replication lag of orders-db", { lastSeen: fine })?.bearing).toBe("for");
    expect(named("Replication lag of orders-db", { lastSeen: [] })).toMatchObject({
      bearing: "unknown",
      seenAtMs: null,
    });
    expect(named("Estimate")?.value).toContain("The objective is 1 min.");
  });

  test("all of a list of forty, in its order; of a longer one what speaks against it first, and how much is left out", () => {
    const readiness = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        resourceId: `web-${index}`,
        status: index === count - 1 ? ("blocked" as const) : ("done" as const),
        detail: "as it is",
      }));
    const labels = (count: number) =>
      failoverFacts({ ...usual, lastSeen: [], readiness: readiness(count) })
        .groups.map(({ facts }) => facts.map(({ label }) => label))
        .find(([first, second]) => [first, second].includes("web-0"));
    expect(labels(40)).toEqual(readiness(40).map(({ resourceId }) => resourceId));
    expect(labels(42)?.slice(0, 2)).toEqual(["web-41", "web-0"]);
    expect(labels(42)).toHaveLength(41);
    expect(named("And more", { lastSeen: [], readiness: readiness(42) })?.value).toBe(
      "2 more are in the run's record.",
    );
    expect(named("And more", { lastSeen: [], readiness: readiness(40) })).toBeUndefined();
  });

  test("readiness of the standby and the primary's capacity", () => {
    expect(named("web")).toMatchObject({ value: "Warming up. 3 of 6 are in service", seenAtMs: NOW_MS - 10_000 });
    expect(named("web in the primary")?.value).toBe("6 instances, the most within half an hour before the incident.");
    const blocked = [{ resourceId: "web", status: "blocked", detail: "no image" }] as const;
    expect(named("web", { readiness: blocked })?.bearing).toBe("against");
    const refusal = 'Throttling: {"errorType":"Throttling","errorMessage":"Rate exceeded"}';
    const unseen = [{ resourceId: "web", status: "unseen", detail: refusal }] as const;
    expect(named("web", { readiness: unseen })).toMatchObject({
      value: "Nobody could look. Throttling: Rate exceeded",
      bearing: "unknown",
    });
  });

  test("what follows, what cannot be undone, and what silence means in this plan", () => {
    const facts = failoverFacts(usual);
    expect(facts.cannotBeUndone.join(" ")).toContain("Promotion of orders-db");
    expect(facts.ifApproved.length).toBeGreaterThan(2);
    expect(facts.ifApproved[0]).toMatch(/fenced.*cannot be fenced you are asked first/);
    expect(facts.ifNobodyAnswers).toContain("stands down");
    const policy = { ...storefront.policy, onApprovalTimeout: "call-operator" } as const;
    const plan = { ...storefront, policy };
    const called = failoverFacts({ ...usual, plan }).ifNobodyAnswers;
    expect(called).toContain("an operator is called");
    // Before the decision nothing is fenced: that would frighten for nothing.
    for (const words of [facts.ifNobodyAnswers, called]) expect(words).not.toMatch(/fenced|let go/);
  });

  test("declining after a promotion was asked for: no word that nothing has moved, but who asked, and a call for an operator", () => {
    expect(failoverFacts(usual).ifDeclined).toEqual([
      "The warm-up of the standby is undone.",
      "us-east-1 stays active. Nothing has moved.",
      "On-call gets an all-clear with your name and your remark.",
    ]);
    const asked = { resourceId: "orders-db", role: "standby", instanceId: "orders-replica", runId: "run-0" } as const;
    const promotions = [{ ...asked, epoch: 1, requestedAtMs: NOW_MS - 60_000 }];
    const { ifDeclined, ifNobodyAnswers } = failoverFacts({ ...usual, promotions });
    expect(ifDeclined.join(" ")).toMatch(
      /Promotion of orders-replica was requested .* by the run run-0.*calls an operator/,
    );
    expect(ifDeclined.join(" ")).not.toMatch(/Nothing has moved|stays fenced/);
    expect(ifNobodyAnswers).toContain("The same as declining");
  });

  test.each(["stand-down", "call-operator"] as const)(
    "what becomes of a fence that a dead run has begun, or this one before it stood still: %s",
    (onApprovalTimeout) => {
      const plan = { ...storefront, policy: { ...storefront.policy, onApprovalTimeout } };
      const { ifDeclined, ifNobodyAnswers } = failoverFacts({ ...usual, plan, hasFenceBegun: true });
      expect(ifDeclined[0]).toBe(
        "What was fenced in us-east-1 is let go again: security groups, sizes and processes as before.",
      );
      expect(ifNobodyAnswers).toMatch(onApprovalTimeout === "stand-down" ? /is let go first/ : /stays fenced/);
    },
  );

  test("a plan without data says so instead of promising a promotion", () => {
    const plan = { ...storefront, resources: storefront.resources.filter(({ kind }) => kind === "autoScalingGroup") };
    expect(named("Data", { plan })?.value).toBe("The plan has no data to promote.");
    expect(failoverFacts({ ...usual, plan }).cannotBeUndone[0]).toContain("Nothing");
  });

  test("stays readable with hundreds of resources and endless errors: what speaks against it comes first", () => {
    const readiness = Array.from({ length: 300 }, (_, index) => ({
      resourceId: `web-${index}`,
      status: index === 299 ? ("blocked" as const) : ("done" as const),
      detail: "x".repeat(5000),
    }));
    const facts = failoverFacts({ ...usual, readiness, reasons: ["y".repeat(5000)] });
    const standby = facts.groups.at(-1)?.facts ?? [];
    expect(standby[0]?.label).toBe("web-299");
    expect(standby.at(-1)?.value).toBe("261 more are in the run's record.");
    // An item of the table holds 400 KB, this gate and its token included.
    expect(JSON.stringify(facts).length).toBeLessThan(60_000);
  });
});
