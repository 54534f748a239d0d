import { describe, expect, test } from "@jest/globals";
import {
  plannedAbandonedNotice,
  plannedMovedNotice,
  plannedStartedNotice,
  protectedAgainNotice,
  replicaBuildingNotice,
} from "../../orchestrator/planned-notices";
import { EXECUTION, NOW_MS, storefront } from "./fixtures";

const run = { runId: "run-00000001", executionArn: EXECUTION };
const home = { plan: storefront, run: { ...run, workflow: "failback" as const } };
const away = { plan: storefront, run: { ...run, workflow: "switchover" as const } };
const request = { requestedBy: "ada", reason: "the primary is well again", frozenAtMs: null };

describe("what a message of a planned move says", () => {
  test("started: who, why, from where to where, and that nothing moves unasked", () => {
    const { subject, email } = plannedStartedNotice(home, request);
    expect(subject).toBe("[Baton storefront 00000001] failback to us-east-1 started");
    expect(email).toContain("ada asked for a failback from eu-west-1 to us-east-1: the primary is well again");
    expect(email).toContain("nothing moves before somebody approves it");
    expect(email).toContain("rebuilds the data there; that takes hours. eu-west-1 serves meanwhile; nothing moves");
    const other = plannedStartedNotice(away, request).email;
    expect(other).toContain("a switchover from us-east-1 to eu-west-1");
    expect(other).toContain("warms the standby up. us-east-1 serves meanwhile; nothing moves");
  });

  test("started over what a dead run froze: since when nobody can write, and that this ends first", () => {
    const { email } = plannedStartedNotice(home, { ...request, frozenAtMs: Date.UTC(2026, 0, 5, 10, 33) });
    expect(email).toMatch(
      /froze the writer in eu-west-1 at 2026-01-05 10:33.*: nobody can write\. That ends first; then nothing moves/,
    );
    expect(email).not.toContain("serves meanwhile");
  });

  test("building: where, and what becomes of the stale copy", () => {
    const facts = { resourceId: "orders-db", region: "us-east-1", keptAs: "orders-quarantine-e2", keptUntilMs: NOW_MS };
    expect(replicaBuildingNotice(home, facts).email).toContain("kept as orders-quarantine-e2 until 2026-03-14.");
    const kept = replicaBuildingNotice(home, facts).email.split("\n");
    const alone = replicaBuildingNotice(home, { ...facts, keptAs: null }).email.split("\n");
    expect(alone).toEqual(kept.filter((line) => !line.includes("is kept as")));
  });

  test("moved: how long nobody could write, that nothing was lost, and what is still missing", () => {
    const { subject, email } = plannedMovedNotice(home, { frozenSeconds: 421, lagSeconds: { "orders-db": 0 } });
    expect(subject).toContain("failback done: us-east-1 serves, 0 writes lost");
    expect(email).toContain("Nobody could write for 7 min 1 s.");
    expect(email).toContain("orders-db was promoted at a lag of 0 s.");
    expect(email).toContain("A new replica is built in eu-west-1");
  });

  test("abandoned: why, who serves on, and whether anybody noticed", () => {
    const reasons = ["Declined by ada not today"];
    const quiet = plannedAbandonedNotice(home, { reasons, frozenSeconds: null });
    expect(quiet.email).toContain("- Declined by ada not today\nWrites were never frozen.");
    expect(quiet.subject).toContain("failback abandoned, eu-west-1 serves on");
    expect(plannedAbandonedNotice(away, { reasons, frozenSeconds: 200 }).email).toContain(
      "Nobody could write for 3 min 20 s; writes are possible again.",
    );
  });

  test("protected again: the whole story, and who approved it", () => {
    const facts = { durationSeconds: 20_000, frozenSeconds: 421, approvedBy: "ada" };
    const { email } = protectedAgainNotice(home, facts);
    expect(email).toContain("complete after 5 h 33 min; ada approved it.");
    expect(email).toContain("eu-west-1 has fresh replicas");
    expect(email).toContain(
      "Nothing. The stale copies are kept under their quarantine names until the date in their tag.",
    );
    expect(protectedAgainNotice(away, facts).email).toContain("until somebody starts a failback");
  });
});
