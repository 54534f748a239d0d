import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { conclusive, OBSERVERS, weighEvidence } from "../../orchestrator/evidence";
import { evidence } from "./fixtures";

const verdict = fc.constantFrom("UP" as const, "DOWN" as const, "UNKNOWN" as const);
const anyEvidence = fc
  .record({ route53: verdict, standbyProbe: verdict, witnessProbe: verdict, replica: verdict }, { requiredKeys: [] })
  .map((verdicts) => evidence(verdicts));

describe("weighing", () => {
  test("two observers in one place count once", () => {
    const weighed = weighEvidence(evidence({ standbyProbe: "DOWN", replica: "DOWN" }));
    expect(weighed).toEqual({ up: [], down: ["standby"], unknown: ["world", "witness"], disagree: false });
    expect(conclusive(evidence({ standbyProbe: "DOWN", replica: "DOWN" }))).toBe(false);
  });

  test("a vantage whose observers contradict each other knows nothing, and the disagreement is told", () => {
    const weighed = weighEvidence(evidence({ standbyProbe: "UP", replica: "DOWN", route53: "UNKNOWN" }));
    expect(weighed).toEqual({ up: [], down: [], unknown: ["world", "standby", "witness"], disagree: true });
  });

  test("a quorum of either kind is conclusive", () => {
    expect(conclusive(evidence({ route53: "DOWN", witnessProbe: "DOWN" }))).toBe(true);
    expect(conclusive(evidence({ route53: "UP", witnessProbe: "UP", standbyProbe: "DOWN" }))).toBe(true);
    expect(conclusive(evidence({ route53: "UP", witnessProbe: "DOWN" }))).toBe(false);
    expect(conclusive(evidence({}))).toBe(false);
  });
});

test("every vantage counts exactly once, and UNKNOWN never makes a quorum", () => {
  fc.assert(
    fc.property(anyEvidence, (seen) => {
      const { up, down, unknown } = weighEvidence(seen);
      expect([...up, ...down, ...unknown].sort()).toEqual(["standby", "witness", "world"]);
      const spoken = seen.observations.filter(({ verdict }) => verdict !== "UNKNOWN");
      if (spoken.length < 2) expect(conclusive(seen)).toBe(false);
    }),
  );
});

test("the order in which observers answered does not matter", () => {
  fc.assert(
    fc.property(anyEvidence, (seen) => {
      const reversed = { ...seen, observations: [...seen.observations].reverse() };
      expect(weighEvidence(reversed)).toEqual(weighEvidence(seen));
    }),
  );
});

test("every observer has a place", () => {
  for (const observer of OBSERVERS) expect(weighEvidence(evidence({ [observer]: "DOWN" })).down).toHaveLength(1);
});
