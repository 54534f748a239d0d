/** Circumstances that several tests start from. */
import { FIRST_BATON } from "../../orchestrator/baton";
import type { DecideInput } from "../../orchestrator/decide";
import type { Evidence, Observer, Verdict } from "../../orchestrator/evidence";
import type { PlanInput } from "../../orchestrator/plan";
import { requirePlan } from "../../orchestrator/plan-rules";
import { plan as storefrontInput } from "../../plans/storefront";

export const NOW_MS = Date.UTC(2026, 2, 14, 3, 9, 26);
export const storefront = requirePlan(storefrontInput, "plans/storefront.ts");

/** The storefront plan as its author wrote it, free to be spoiled. */
export function draft(): PlanInput {
  return structuredClone(storefrontInput);
}

export const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failover:run-1";

export function evidence(verdicts: Partial<Record<Observer, Verdict>>, atMs = NOW_MS): Evidence {
  const observations = (Object.entries(verdicts) as [Observer, Verdict][]).map(([observer, verdict]) => ({
    observer,
    verdict,
    detail: `${observer} says ${verdict}`,
    observedAtMs: atMs,
  }));
  return { observations, gatheredAtMs: atMs };
}

export const ALL_DOWN = evidence({ route53: "DOWN", standbyProbe: "DOWN", witnessProbe: "DOWN", replica: "DOWN" });

/** An outage that every observer sees, with a healthy replica before it and nothing that speaks against moving. */
export function clearOutage(changes: Partial<DecideInput> = {}): DecideInput {
  return {
    plan: storefront,
    evidence: ALL_DOWN,
    baton: { ...FIRST_BATON, phase: "failing-over", holder: EXECUTION },
    lagBeforeIncident: [
      { resourceId: "orders-db", seenAtMs: NOW_MS - 60_000, lagSampledAtMs: NOW_MS - 60_000, replicaLagSeconds: 0.4 },
    ],
    promotions: [],
    readiness: [{ resourceId: "web", status: "pending", detail: "3 of 6 instances are in service" }],
    primaryServedAtMs: NOW_MS - 60_000,
    nowMs: NOW_MS,
    trigger: { type: "alarm", alarmArn: "arn", eventId: "e-1", changedAtMs: NOW_MS - 5_000 },
    ...changes,
  };
}
