/** What messages and gates say in the cases beside the usual ones. A person acts on each of these words. */
import { describe, expect, test } from "@jest/globals";
import { decide } from "../../orchestrator/decide";
import { type FailoverCircumstances, failoverFacts } from "../../orchestrator/failover-facts";
import { oldRegionAnsweredNotice } from "../../orchestrator/fence-notices";
import { asksNotice } from "../../orchestrator/gate-notices";
import { LONGEST_SMS_CHARACTERS } from "../../orchestrator/message-text";
import type { NoticeContext } from "../../orchestrator/notice";
import { movedNotice, startedNotice, stoodDownNotice } from "../../orchestrator/notices";
import { needsOperatorNotice, type Standing } from "../../orchestrator/operator-notice";
import { plannedGateFacts } from "../../orchestrator/planned-gate";
import { plannedAbandonedNotice } from "../../orchestrator/planned-notices";
import { clause, plainCause, sentence } from "../../orchestrator/sentences";
import { ALL_DOWN, clearOutage, EXECUTION, evidence, NOW_MS, storefront } from "./fixtures";
import { ENTERED_AT_MS, FACTS } from "./gate-fixtures";
import { READY } from "./planned-fixtures";

const run = { runId: "9e1c-aaaa_run-0001", executionArn: EXECUTION, workflow: "failover" as const };
const context: NoticeContext = { plan: storefront, run };
const promotion = {
  resourceId: "orders-db",
  role: "standby" as const,
  instanceId: "storefront-orders-replica",
  runId: "run-0",
  epoch: 2,
  requestedAtMs: NOW_MS - 60_000,
};

describe("an operator is told", () => {
  const told = (standing: Standing | null, workflow: "failover" | "failback" = "failover") => {
    const facts = { where: "somewhere", headline: "it", error: "E", cause: "c", standing };
    return needsOperatorNotice({ ...context, run: { ...run, workflow } }, facts).email;
  };
  const before: Standing = { active: "primary", holdsBaton: true, promotionBeganAtMs: null, frozenAtMs: null };

  test("whether the run keeps the baton, so that no alarm starts another one", () => {
    expect(told(before)).toContain("the run keeps the baton");
    expect(told(null)).toContain("the run keeps the baton");
    const without = told({ ...before, holdsBaton: false });
    expect(without).toContain("does not hold the baton");
    expect(without).not.toContain("keeps the baton");
  });

  test("of a freeze only where there was one and nothing has moved since", () => {
    expect(told(before)).not.toContain("frozen");
    expect(told({ ...before, frozenAtMs: NOW_MS, active: "standby" })).not.toContain("frozen");
    const frozen = told({ ...before, frozenAtMs: NOW_MS, active: "standby" }, "failback");
    expect(frozen).toContain("nobody may be able to write");
    expect(told(before)).not.toContain("undefined");
  });

  test("to let the run alone that another one takes over from: nobody is given a command for it", () => {
    const facts = { where: "somewhere", headline: "it", error: "E", cause: "c", standing: before };
    const { email, sms } = needsOperatorNotice(context, { ...facts, successorRunId: "run-0002" });
    expect(email).toContain("The run run-0002 takes the baton over from it now.");
    expect(email).toContain("Do not redrive this one. Follow the messages of run-0002, and find out what stopped");
    expect(email).not.toMatch(/redrive-execution|npm run baton|keeps the baton/);
    expect(sms).toContain("Another run takes over. See e-mail.");
    const alone = needsOperatorNotice(context, facts);
    expect(alone.email).toContain("redrive-execution");
    expect(alone.email).not.toMatch(/takes the baton over from it now|Do not redrive/);
    expect(alone.sms).toContain("Mend it, then Redrive. See e-mail.");
  });

  test("that a redrive looks at the primary first, where it is a failover that has not moved yet", () => {
    const looks = "Before a first promotion it looks at the primary and fences it once more";
    expect(told(before)).toContain(looks);
    expect(told(null)).toContain(looks);
    expect(told({ ...before, active: "standby" })).not.toContain(looks);
    expect(told(before, "failback")).not.toContain(looks);
    expect(told({ ...before, active: "standby" }, "failback")).not.toContain(looks);
  });

  test("in as few lines as there is to say", () => {
    const moved = told({ ...before, active: "standby" });
    expect(moved).toMatch(/the writer is in us-east-1\.\nSteps that succeeded stay as they are/);
    expect(moved).toMatch(/--execution-arn \S+\nTo start over/);
  });

  test("how a new run of that workflow ends without moving", () => {
    expect(told(before)).toContain("while the primary is UP it asks");
    expect(told({ ...before, active: "standby" }, "failback")).toContain("declining at the new run's gate");
  });
});

describe("when the old Region answers", () => {
  const back = { firstVerdict: "UNREACHABLE", servedAtMs: null } as const;
  const failed = { firstVerdict: "FAILED", servedAtMs: null } as const;
  const notice = (
    fences: Parameters<typeof oldRegionAnsweredNotice>[1]["fences"],
    active: "primary" | "standby" = "standby",
  ) => oldRegionAnsweredNotice(context, { fences, active, isComingHome: false });

  test("one open fence among held ones is an open fence, and one that was away is a Region that was away", () => {
    const mixed = notice([
      { ...back, resourceId: "orders-db", verdict: "FENCED" },
      { ...failed, resourceId: "web", verdict: "FAILED" },
    ]);
    expect(mixed.subject).toContain("us-east-1 answers again, NOT FENCED");
    expect(mixed.email).toMatch(/orders-db: FENCED[\s\S]*web: FAILED/);
  });

  test("customers are where the baton is, and only there", () => {
    const fences = [{ ...back, resourceId: "orders-db", verdict: "FENCED" }] as const;
    expect(notice(fences).email).toContain("Customers stay with eu-west-1");
    expect(notice(fences).sms).toContain("Traffic stays in eu-west-1");
    expect(notice(fences, "primary").email).toContain("Customers are still sent to us-east-1");
    expect(notice(fences, "primary").sms).toContain("still waits for you");
  });

  test("writes are told from the first moment of any database", () => {
    const early = Date.UTC(2026, 0, 5, 9, 54);
    const fences = [
      { ...back, resourceId: "orders-db", verdict: "FENCED", servedAtMs: early + 60_000 },
      { ...back, resourceId: "users-db", verdict: "FENCED", servedAtMs: early },
    ] as const;
    expect(notice(fences).email).toContain("at 2026-01-05T09:54:00.000Z");
  });
});

describe("the end of a failover", () => {
  const facts = { lastServedAtMs: NOW_MS - 60_000, servedAgainAtMs: NOW_MS, dataLoss: null };

  test("names the person who approved it, and nobody where nobody was asked", () => {
    const decision = { approved: true, decidedBy: "ada", remark: "", decidedAtMs: NOW_MS, channel: "link" } as const;
    const approved = movedNotice(context, { ...facts, fenceVerdicts: {}, approval: { outcome: "approved", decision } });
    expect(approved.email).toContain("Approved by ada.");
    const lines = movedNotice(context, { ...facts, fenceVerdicts: {} }).email.split("\n");
    expect(lines[lines.indexOf("Customers are served by eu-west-1.") + 1]).toMatch(/^Recovery took/);
  });

  test("is not fenced while one writer is not", () => {
    const { sms } = movedNotice(context, { ...facts, fenceVerdicts: { "orders-db": "FENCED", web: "FAILED" } });
    expect(sms).toContain("OLD WRITER NOT FENCED");
  });

  test.each([
    ["FENCED", "the old one cannot write any more"],
    ["UNREACHABLE", "the old Region did not answer, so the old one may write again when it comes back"],
    ["FAILED", "fencing was refused, so the old one may still write"],
  ] as const)("says what a fence that is %s means for the old writer", (verdict, meaning) => {
    const { email } = movedNotice(context, { ...facts, fenceVerdicts: { "orders-db": verdict } });
    expect(email).toContain(`Fence of orders-db: ${verdict}, ${meaning}.`);
  });

  test("without a move: who serves, and every reason", () => {
    const stood = (active: "primary" | "standby") => stoodDownNotice(context, { reasons: ["two say UP"], active });
    expect(stood("primary").subject).toContain("nothing moved");
    expect(stood("standby").subject).toContain("the standby serves already");
    expect(stood("primary").email).toContain("undid its warm-up:\n- two say UP");
    expect(stood("primary").email).toContain("Check that the primary really serves. If it does not, start a failover");
    expect(stood("standby").email).toContain(
      "Check that the standby really serves, and that nothing writes in the old",
    );
  });

  test("that the sentry began says since when it has reached nobody", () => {
    const failingSinceMs = Date.UTC(2026, 2, 14, 2, 54);
    const trigger = { type: "sentry", eventId: "e", failingSinceMs, lookedAtMs: NOW_MS } as const;
    const { email } = startedNotice(context, trigger);
    expect(email).toContain("The sentry has not reached the primary Region us-east-1 since 2026-03-14 02:54 UTC");
    expect(email).not.toContain("asked for a failover");
  });
});

describe("a question by SMS", () => {
  test("keeps its link as long as all of it fits", () => {
    const smsWith = (letters: number) => {
      const link = `https://x.example.com/${"s".repeat(letters)}`;
      const question = { facts: FACTS, expiresAtMs: ENTERED_AT_MS + 3_600_000, nowMs: ENTERED_AT_MS, link };
      return { link, sms: asksNotice(context, question).sms };
    };
    const longest = Math.max(
      ...Array.from({ length: 120 }, (_, n) => n).filter((n) => smsWith(n).sms.endsWith(smsWith(n).link)),
    );
    expect(smsWith(longest).sms).toHaveLength(LONGEST_SMS_CHARACTERS);
    expect(smsWith(longest + 1).sms).not.toContain("https");
  });
});

describe("the decision", () => {
  test("stands on exactly two independent places as well as on three", () => {
    const two = evidence({ route53: "DOWN", witnessProbe: "DOWN", standbyProbe: "UNKNOWN" });
    const { verdict, reasons } = decide(clearOutage({ evidence: two }));
    expect(verdict).toBe("proceed");
    expect(reasons[0]).toContain("2 DOWN (world, witness), none UP, 1 UNKNOWN (standby)");
  });

  test("remembers which resources need a person first, and no others", () => {
    const seen = (resourceId: string, status: "blocked" | "pending" | "done") => ({
      resourceId,
      status,
      detail: "as it is",
    });
    const readiness = [seen("web", "blocked"), seen("api", "pending"), seen("jobs", "done"), seen("mail", "blocked")];
    expect(decide(clearOutage({ readiness })).unready).toEqual(["web", "mail"]);
  });

  test("is a person's where a promotion was asked for, although the primary serves, and says what is lost", () => {
    const up = evidence({ route53: "UP", standbyProbe: "UP", witnessProbe: "UP" });
    const { verdict, reasons } = decide(clearOutage({ evidence: up, promotions: [promotion] }));
    expect(verdict).toBe("ask");
    expect(reasons.join(" ")).toMatch(
      /The primary serves\..*storefront-orders-replica was requested.*declining calls an operator/,
    );
  });

  test("gives the moments of the cool-down, which is over when it is over", () => {
    const coolDownMs = storefront.policy.coolDownSeconds * 1000;
    const reasonsAt = (agoMs: number) => {
      const { baton } = clearOutage();
      return decide(clearOutage({ baton: { ...baton, recentFailovers: [NOW_MS - agoMs] } })).reasons.join(" ");
    };
    expect(reasonsAt(coolDownMs)).not.toContain("cool-down");
    expect(reasonsAt(coolDownMs - 1)).toContain(`lasts until ${new Date(NOW_MS + 1).toISOString()}`);
  });

  test("looks at the lag of each replica, not of the first one", () => {
    const lag = (resourceId: string, replicaLagSeconds: number) => ({
      resourceId,
      replicaLagSeconds,
      seenAtMs: NOW_MS - 60_000,
      lagSampledAtMs: NOW_MS - 60_000,
    });
    const lagBeforeIncident = [lag("users-db", 0.1), lag("orders-db", 500)];
    expect(decide(clearOutage({ lagBeforeIncident }))).toMatchObject({ verdict: "ask" });
  });
});

describe("the gate of a failover", () => {
  const asked: FailoverCircumstances = {
    plan: storefront,
    trigger: { type: "sentry", eventId: "e", failingSinceMs: NOW_MS - 900_000, lookedAtMs: NOW_MS },
    reasons: ["the lag is unknown"],
    evidence: ALL_DOWN,
    lastSeen: [],
    readiness: [],
    readinessSeenAtMs: NOW_MS,
    promotions: [],
    hasFenceBegun: false,
  };

  test("asks plainly, and otherwise only where the primary answers", () => {
    expect(failoverFacts(asked).question).toBe("Fail over to eu-west-1?");
    const up = evidence({ route53: "UP", standbyProbe: "UP", witnessProbe: "UP" });
    expect(failoverFacts({ ...asked, evidence: up }).question).toBe(
      "Fail over to eu-west-1 although us-east-1 answers?",
    );
  });

  test("says that the sentry asks, and that there is nothing to warm up", () => {
    const facts = failoverFacts(asked);
    expect(facts.askedBy).toBe("The sentry, which has not reached it since 2026-03-14 02:54 UTC");
    expect(facts.groups.flatMap((group) => group.facts).map(({ value }) => value)).toContain(
      "The plan has nothing to warm up.",
    );
  });

  test("a lag at the limit speaks for moving, and each replica has its own", () => {
    const largest = storefront.policy.largestDataLossSeconds;
    const seen = (resourceId: string, replicaLagSeconds: number) => ({
      resourceId,
      replicaLagSeconds,
      seenAtMs: NOW_MS - 60_000,
      lagSampledAtMs: NOW_MS - 60_000,
    });
    const bearing = (lagSeconds: number) =>
      failoverFacts({ ...asked, lastSeen: [seen("users-db", 9999), seen("orders-db", lagSeconds)] })
        .groups.flatMap((group) => group.facts)
        .find(({ label }) => label === "Replication lag of orders-db")?.bearing;
    expect(bearing(largest)).toBe("for");
    expect(bearing(largest + 0.1)).toBe("against");
  });
});

describe("the gate of a planned move", () => {
  const gate = (moveFacts = READY, workflow: "failback" | "switchover" = "failback") =>
    plannedGateFacts({ plan: storefront, workflow, requestedBy: "ada", reason: "it is time", moveFacts });
  const lagOf = (value: number) => ({ ...READY, lagSeconds: { "orders-db": { value, atMs: NOW_MS } } });
  const limit = storefront.failback.largestCatchUpLagSeconds;

  test.each([
    [0, "for"],
    [limit, "for"],
    [limit + 1, "against"],
    [-1, "unknown"],
  ])("a lag of %d s speaks %s moving", (lagSeconds, expected) => {
    const facts = gate(lagOf(lagSeconds)).groups.flatMap((group) => group.facts);
    expect(facts.find(({ label }) => label === "Lag of orders-db")?.bearing).toBe(expected);
  });

  test("counts each Region's instances for itself, as old as the older look at them", () => {
    const web = { primary: { value: 4, atMs: NOW_MS - 10 }, standby: { value: 6, atMs: NOW_MS } };
    const shown = (workflow: "failback" | "switchover") =>
      gate({ ...READY, inService: { web } }, workflow)
        .groups.flatMap((group) => group.facts)
        .find(({ label }) => label === "Instances of web ready for customers");
    expect(shown("failback")).toMatchObject({
      value: "4 in the target, 6 in the Region that serves.",
      bearing: "against",
      seenAtMs: NOW_MS - 10,
    });
    expect(shown("switchover")).toMatchObject({
      value: "6 in the target, 4 in the Region that serves.",
      bearing: "for",
    });
  });

  test("shows what each Region said of itself, and what is not known as such", () => {
    const health = { ...READY.health, primary: { value: null, atMs: NOW_MS } };
    const inService = { web: { primary: { value: null, atMs: NOW_MS }, standby: { value: 6, atMs: NOW_MS } } };
    const values = gate({ ...READY, health, inService })
      .groups.flatMap((group) => group.facts)
      .map(({ value }) => value);
    expect(values).toContain("Not known.");
    expect(values).toContain("200 on the write path");
    expect(values).toContain("not known in the target, 6 in the Region that serves.");
  });

  test("says how long writes stop at most: freezing, draining and promoting together", () => {
    const deadlines = { ...storefront.failback.deadlines, freezeSeconds: 60, drainSeconds: 600, promoteSeconds: 1200 };
    const plan = { ...storefront, failback: { ...storefront.failback, deadlines } };
    const facts = plannedGateFacts({ plan, workflow: "failback", requestedBy: "a", reason: "b", moveFacts: READY });
    expect(facts.ifApproved.join(" ")).toContain("(at most 31 min)");
    expect(facts.ifDeclined.join(" ")).toContain("eu-west-1 serves on");
    expect(facts.reasons.join(" ")).toContain("a person says when");
  });
});

test("a move that was abandoned says whether anybody had to wait for it", () => {
  const where = { ...context, run: { ...run, workflow: "failback" as const } };
  const told = (frozenSeconds: number | null) =>
    plannedAbandonedNotice(where, { reasons: ["declined"], frozenSeconds }).email;
  expect(told(null)).toContain("Writes were never frozen.");
  expect(told(200)).not.toContain("never frozen");
});

describe("words of others", () => {
  test("end once, however many marks they end with, and marks within them are no end", () => {
    expect(sentence("ready;,:")).toBe("ready.");
    expect(sentence("Is it? yes")).toBe("Is it? yes.");
    expect(clause("  ready.  ")).toBe("ready");
  });

  test("are cut at 600 letters, and not before", () => {
    expect(plainCause("x".repeat(600))).toBe("x".repeat(600));
    expect(plainCause("x".repeat(601))).toBe(`${"x".repeat(597)}...`);
  });
});
