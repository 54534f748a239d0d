import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { FIRST_BATON } from "../../orchestrator/baton";
import { decide, decideAnew } from "../../orchestrator/decide";
import type { Trigger } from "../../orchestrator/run";
import { clearOutage, evidence, NOW_MS, storefront } from "./fixtures";

const person: Trigger = { type: "person", requestedBy: "ada@example.com", reason: "customers cannot pay" };
const held = clearOutage().baton;
const allUp = evidence({ route53: "UP", standbyProbe: "UP", witnessProbe: "UP", replica: "UNKNOWN" });

describe("evidence", () => {
  test("a clear outage with nothing against it proceeds, and says what was seen and what may be lost", () => {
    const decision = decide(clearOutage());
    expect(decision).toMatchObject({ verdict: "proceed", decidedAtMs: NOW_MS });
    expect(decision.reasons.join(" ")).toContain("3 DOWN (world, standby, witness)");
    expect(decision.reasons.join(" ")).toContain("probably about 0.4 s");
  });

  test("any quorum of UP stands an alarm's run down, even where one place sees it down", () => {
    const partition = evidence({ route53: "UP", witnessProbe: "UP", standbyProbe: "DOWN", replica: "DOWN" });
    expect(decide(clearOutage({ evidence: partition })).verdict).toBe("stand-down");
    expect(decide(clearOutage({ evidence: allUp })).verdict).toBe("stand-down");
  });

  test.each([
    ["one DOWN, the rest unknown", evidence({ standbyProbe: "DOWN", route53: "UNKNOWN", witnessProbe: "UNKNOWN" })],
    ["nobody sees anything", evidence({ route53: "UNKNOWN" })],
    ["the only two that speak share a place", evidence({ standbyProbe: "DOWN", replica: "DOWN" })],
    ["observers disagree", evidence({ route53: "DOWN", standbyProbe: "DOWN", witnessProbe: "UP" })],
    ["one UP is no quorum", evidence({ witnessProbe: "UP" })],
  ])("%s: asks", (_name, seen) => {
    const decision = decide(clearOutage({ evidence: seen }));
    expect(decision.verdict).toBe("ask");
    expect(decide(clearOutage({ evidence: seen, trigger: person })).verdict).toBe("ask");
  });

  test("where the standby already serves there is nothing to decide", () => {
    const decision = decide(clearOutage({ baton: { ...held, active: "standby" }, trigger: person }));
    expect(decision.verdict).toBe("stand-down");
    expect(decision.reasons).toEqual(["The standby already holds the baton; there is nothing to move."]);
  });
});

describe("a run that the sentry starts is a machine's", () => {
  const trigger: Trigger = { type: "sentry", eventId: "e", failingSinceMs: NOW_MS - 900_000, lookedAtMs: NOW_MS };

  test("it stands down for a quorum of UP, proceeds for one of DOWN, and meets the guards of automation", () => {
    const pausedBaton = { ...held, automation: { enabled: false } };
    expect(decide(clearOutage({ evidence: allUp, trigger })).verdict).toBe("stand-down");
    expect(decide(clearOutage({ trigger })).verdict).toBe("proceed");
    expect(decide(clearOutage({ trigger, baton: pausedBaton })).verdict).toBe("ask");
  });
});

/** One failed probe, and nothing seen of the primary since: the replica had kept up until then. */
const failingSince = (unhealthySinceMs: number) => {
  const beforeMs = unhealthySinceMs - 60_000;
  return [
    { resourceId: "orders-db", seenAtMs: beforeMs, lagSampledAtMs: beforeMs, replicaLagSeconds: 0.4, unhealthySinceMs },
  ];
};

describe("guards turn proceed into ask and say why", () => {
  const paused = { enabled: false, pausedBy: "ada", reason: "migration", pausedUntilMs: NOW_MS + 1 };
  test.each([
    ["paused automation", { baton: { ...held, automation: paused } }, "paused by ada (migration) until 2026-03-14"],
    ["paused without a word", { baton: { ...held, automation: { enabled: false } } }, "until somebody resumes it"],
    [
      "a run that somebody aborted",
      { baton: { ...held, aborted: "arn:aws:states:eu-west-1:1:execution:m:run-0" } },
      "Somebody aborted the run run-0",
    ],
    ["cool-down", { baton: { ...held, recentFailovers: [NOW_MS - 3_600_000] } }, "cool-down lasts until"],
    ["a primary that was never seen healthy", { primaryServedAtMs: null }, "wrong detection.healthUrl (https://"],
    [
      "a first failed probe from hours ago",
      { lagBeforeIncident: failingSince(NOW_MS - 7_200_000) },
      "The first failed probe is 2 h old",
    ],
    ["circuit breaker", { baton: { ...held, recentFailovers: [NOW_MS - 20 * 3_600_000] } }, "1 of at most 1 failovers"],
    [
      "approval mode",
      { plan: { ...storefront, policy: { ...storefront.policy, mode: "approval" as const } } },
      "a person approves every failover",
    ],
  ])("%s, but not for a person's request", (_name, changes, words) => {
    const decision = decide(clearOutage(changes));
    expect(decision.verdict).toBe("ask");
    expect(decision.reasons.join(" ")).toContain(words);
    expect(decide(clearOutage({ ...changes, trigger: person })).verdict).toBe("proceed");
  });

  const seen = (replicaLagSeconds?: number | null) => [
    {
      resourceId: "orders-db",
      seenAtMs: NOW_MS,
      lagSampledAtMs: NOW_MS,
      ...(replicaLagSeconds === undefined ? {} : { replicaLagSeconds }),
    },
  ];
  test.each([
    ["lag a hair above the limit", { lagBeforeIncident: seen(30.0004) }, "was 30.1 s; the plan allows 30 s"],
    ["lag above the limit", { lagBeforeIncident: seen(30.5) }, "was 30.5 s; the plan allows 30 s"],
    ["lag never seen", { lagBeforeIncident: [] }, "orders-db before the incident is not known"],
    ["lag without a value", { lagBeforeIncident: seen() }, "not known"],
    ["lag missing from the metric", { lagBeforeIncident: seen(null) }, "not known"],
    [
      "lag of an hour before the outage",
      { lagBeforeIncident: seen(0).map((one) => ({ ...one, lagSampledAtMs: NOW_MS - 3_600_000 })) },
      "not known",
    ],
    ["replication stopped before", { lagBeforeIncident: seen(-1) }, "not known"],
    ["a look from minutes ago", { nowMs: NOW_MS + 150_000 }, "latest look at the primary is 2 min 30 s old"],
    [
      "a standby that is blocked",
      { readiness: [{ resourceId: "web", status: "blocked" as const, detail: "no image is available" }] },
      "web: no image is available",
    ],
  ])("%s, for a person's request too", (_name, changes, words) => {
    for (const trigger of [clearOutage().trigger, person]) {
      const decision = decide(clearOutage({ ...changes, trigger }));
      expect(decision.verdict).toBe("ask");
      expect(decision.reasons.join(" ")).toContain(words);
    }
  });

  test.each([
    ["a pause that has ended", { baton: { ...held, automation: { ...paused, pausedUntilMs: NOW_MS } } }],
    ["a failover before the window", { baton: { ...held, recentFailovers: [NOW_MS - 24 * 3_600_000] } }],
    ["lag at the limit", { lagBeforeIncident: seen(30) }],
    ["a first failed probe of half an hour ago", { lagBeforeIncident: failingSince(NOW_MS - 1_800_000) }],
    ["a look of two minutes ago", { nowMs: NOW_MS + 120_000 }],
  ])("%s is no reason", (_name, changes) => {
    expect(decide(clearOutage(changes)).verdict).toBe("proceed");
  });

  test("all reasons are told, not only the first", () => {
    const decision = decide(
      clearOutage({
        baton: { ...held, automation: paused, recentFailovers: [NOW_MS - 60_000] },
        lagBeforeIncident: [],
        evidence: evidence({ route53: "DOWN", standbyProbe: "UP" }),
      }),
    );
    const told = decision.reasons.join(" ");
    for (const words of ["1 of 2 needed", "disagree", "paused", "cool-down", "at most 1", "not known"]) {
      expect(told).toContain(words);
    }
  });
});

test("a person who insists on moving a primary that serves is asked once more, with the facts", () => {
  const decision = decide(clearOutage({ evidence: allUp, trigger: person }));
  expect(decision.verdict).toBe("ask");
  expect(decision.reasons.join(" ")).toMatch(/The primary serves.*ada@example.com asked.*Data loss/);
});

test("of several replicas the one that was lost from sight first counts", () => {
  const [first] = storefront.resources.filter(({ kind }) => kind === "rdsReadReplica");
  if (!first) throw new Error("the plan has no replica");
  const plan = { ...storefront, resources: [...storefront.resources, { ...first, id: "stock-db" }] };
  const [old] = failingSince(NOW_MS - 7_200_000);
  const [young] = failingSince(NOW_MS - 60_000).map((seen) => ({ ...seen, resourceId: "stock-db" }));
  if (!old || !young) throw new Error("nothing was seen");
  for (const lagBeforeIncident of [
    [old, young],
    [young, old],
  ]) {
    expect(decide(clearOutage({ plan, lagBeforeIncident })).reasons.join(" ")).toContain("is 2 h old");
  }
});

describe("after a standstill", () => {
  test("whatever may still be done alone is done, and all else asks, a primary that serves again included", () => {
    expect(decideAnew(clearOutage())).toEqual(decide(clearOutage()));
    const unseen = evidence({ standbyProbe: "DOWN", route53: "UNKNOWN", witnessProbe: "UNKNOWN" });
    for (const seen of [allUp, unseen]) {
      const { verdict, reasons } = decideAnew(clearOutage({ evidence: seen }));
      expect(verdict).toBe("ask");
      expect(reasons.slice(0, -1)).toEqual(decide(clearOutage({ evidence: seen })).reasons);
      expect(reasons.at(-1)).toContain("stood still since");
    }
  });
});

describe("laws", () => {
  const verdict = fc.constantFrom("UP" as const, "DOWN" as const, "UNKNOWN" as const);
  const verdicts = fc.record({ route53: verdict, standbyProbe: verdict, witnessProbe: verdict, replica: verdict });
  const circumstances = fc
    .record({
      seen: verdicts,
      byPerson: fc.boolean(),
      paused: fc.boolean(),
      lag: fc.option(fc.double({ min: -1, max: 100, noNaN: true })),
      failovers: fc.array(fc.integer({ min: 0, max: NOW_MS }), { maxLength: 5 }),
      blocked: fc.boolean(),
    })
    .map(({ seen, byPerson, paused, lag, failovers, blocked }) =>
      clearOutage({
        evidence: evidence(seen),
        trigger: byPerson ? person : clearOutage().trigger,
        baton: { ...FIRST_BATON, automation: { enabled: !paused }, recentFailovers: failovers },
        lagBeforeIncident: [
          { resourceId: "orders-db", seenAtMs: NOW_MS, lagSampledAtMs: NOW_MS, replicaLagSeconds: lag },
        ],
        readiness: [{ resourceId: "web", status: blocked ? "blocked" : "done", detail: "as drawn" }],
      }),
    );

  test("nothing proceeds without DOWN from two independent places, or against an UP", () => {
    fc.assert(
      fc.property(circumstances, (input) => {
        if (decide(input).verdict !== "proceed") return;
        const said = (observer: string) =>
          input.evidence.observations.find((seen) => seen.observer === observer)?.verdict;
        const standbyIsDown = said("standbyProbe") === "DOWN" || said("replica") === "DOWN";
        const places = [said("route53") === "DOWN", standbyIsDown, said("witnessProbe") === "DOWN"];
        expect(places.filter(Boolean).length).toBeGreaterThanOrEqual(2);
        expect(input.evidence.observations.map(({ verdict: heard }) => heard)).not.toContain("UP");
      }),
    );
  });

  test("the same facts give the same decision, and always a reason", () => {
    fc.assert(
      fc.property(circumstances, (input) => {
        const decision = decide(input);
        expect(decide(structuredClone(input))).toEqual(decision);
        expect(decision.reasons.length).toBeGreaterThan(0);
      }),
    );
  });

  test("only an alarm's run stands down on its own", () => {
    fc.assert(
      fc.property(circumstances, (input) => {
        if (input.trigger.type === "person") expect(decide(input).verdict).not.toBe("stand-down");
      }),
    );
  });
});
