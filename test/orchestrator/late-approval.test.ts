import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { type Evidence, isSeenUp, OBSERVERS, type Verdict } from "../../orchestrator/evidence";
import { asShown, isFresh, judgeApproval, standingApproval } from "../../orchestrator/late-approval";
import { ALL_DOWN, evidence, NOW_MS } from "./fixtures";

const up = evidence({ route53: "UP", standbyProbe: "UP", witnessProbe: "UP", replica: "UNKNOWN" });
const unclear = evidence({ route53: "UNKNOWN", standbyProbe: "UP", witnessProbe: "UNKNOWN" });
const lagBeforeIncident = [
  { resourceId: "orders-db", seenAtMs: NOW_MS, lagSampledAtMs: NOW_MS, replicaLagSeconds: 0.4 },
];

function judge(shown: Evidence | null, seen: Evidence) {
  return judgeApproval({ shown: shown && asShown(shown), seen, approvedBy: "Ada Lovelace", lagBeforeIncident });
}

describe("an approval, held against a fresh look", () => {
  test.each<[string, Evidence | null, Evidence, string]>([
    ["still DOWN", ALL_DOWN, ALL_DOWN, "proceed"],
    ["UP where DOWN was shown", ALL_DOWN, up, "ask"],
    ["UP where nothing certain was shown", unclear, up, "ask"],
    ["UP where the record does not say what was shown", null, up, "ask"],
    ["one UP, which is no quorum", ALL_DOWN, unclear, "proceed"],
    ["UP, as was shown: the person insists", up, up, "proceed"],
    ["DOWN where UP was shown", up, ALL_DOWN, "proceed"],
  ])("that sees %s: %#", (_, shown, seen, verdict) => {
    expect(judge(shown, seen).verdict).toBe(verdict);
  });

  test("says whose word stands", () => {
    expect(judge(ALL_DOWN, ALL_DOWN).reasons[0]).toContain("The approval stands.");
  });

  test("asks with what has changed, who approved, and on what", () => {
    const { reasons } = judge(ALL_DOWN, up);
    expect(reasons[0]).toContain("3 UP (world, standby, witness)");
    expect(reasons[1]).toContain("Ada Lovelace approved while it did not, on what was seen at 2026-03-14 03:09 UTC");
    expect(reasons[2]).toContain("Data loss: about 0.4 s");
    expect(judge(null, up).reasons[1]).toContain("approved while it did not; approving");
  });

  test("never asks twice: what was asked again has been shown the UP", () => {
    const verdict = fc.constantFrom<Verdict>("UP", "DOWN", "UNKNOWN");
    const anyEvidence = fc
      .record(Object.fromEntries(OBSERVERS.map((observer) => [observer, verdict])))
      .map((verdicts) => evidence(verdicts));
    fc.assert(
      fc.property(fc.option(anyEvidence), anyEvidence, anyEvidence, (shown, seen, later) => {
        const first = judge(shown, seen).verdict;
        expect(["proceed", "ask"]).toContain(first);
        if (first !== "ask") return;
        expect(isSeenUp(seen)).toBe(true);
        expect(judge(seen, later).verdict).toBe("proceed");
      }),
    );
  });
});

describe("an approval lasts for half an hour, and longer until the run stands still", () => {
  const decision = {
    approved: true,
    decidedBy: "ada",
    remark: "",
    decidedAtMs: NOW_MS,
    channel: "link",
  } as const;
  const approval = { outcome: "approved", decision } as const;

  const half = 1_800_000;

  test.each([
    ["given since then", approval, NOW_MS, NOW_MS + 10 * half, "ada"],
    ["given before, half an hour ago", approval, NOW_MS + 1, NOW_MS + half, "ada"],
    ["given before, longer ago", approval, NOW_MS + 1, NOW_MS + half + 1, null],
    ["of nobody known", { ...approval, decision: null }, NOW_MS, NOW_MS, null],
    ["refused", { outcome: "declined", decision }, NOW_MS, NOW_MS, null],
    ["never asked for", undefined, NOW_MS, NOW_MS, null],
  ] as const)("%s", (_, given, changedAtMs, nowMs, approvedBy) => {
    expect(standingApproval(given, { changedAtMs }, nowMs)).toBe(approvedBy);
  });
});

test("evidence of a minute is old", () => {
  expect(isFresh(evidence({}, NOW_MS - 59_999), NOW_MS)).toBe(true);
  expect(isFresh(evidence({}, NOW_MS - 60_000), NOW_MS)).toBe(false);
});
