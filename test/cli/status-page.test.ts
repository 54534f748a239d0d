import { expect, test } from "@jest/globals";
import type { StatusView } from "../../cli/status/status";
import { statusPage } from "../../cli/status/status-page";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import type { Observation } from "../../orchestrator/evidence";

const HOLDER = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-switchover:run-1";
const moving: Baton = { ...FIRST_BATON, phase: "failing-over", holder: HOLDER, workflow: "switchover", changedAtMs: 1 };

function page(baton: Baton, evidence: readonly Observation[] = []): string {
  const view: StatusView = {
    application: "storefront",
    place: "AWS",
    regions: { primary: "us-east-1", standby: "eu-west-1" },
    nowMs: 60_000,
    baton,
    isPaused: false,
    evidence,
    standby: null,
    runs: [],
    words: "",
  };
  return statusPage(view, { columns: 100, hasColour: false }).join("\n");
}

test("a switchover is called one, and no failover", () => {
  expect(page(moving)).toContain("switching over: a run is at work");
  expect(page(moving)).not.toContain("failing over");
  expect(page({ ...moving, workflow: "failover" })).toContain("failing over: a run is at work");
  expect(page({ ...moving, phase: "needs-operator" })).toContain("NEEDS YOU");
});

test("a replica whose replication runs is no gap in what is known; a probe that saw nothing is", () => {
  const seen = (observer: Observation["observer"], verdict: Observation["verdict"], detail: string) =>
    ({ observer, verdict, detail, observedAtMs: 0 }) as const;
  const quiet = page(FIRST_BATON, [
    seen("replica", "UNKNOWN", "Replication of orders: replicating."),
    seen("witnessProbe", "UNKNOWN", "The witness does not answer."),
  ]);
  expect(quiet).toMatch(/replication +no sign +Replication of orders: replicating\./);
  expect(quiet).toMatch(/the witness +UNKNOWN +The witness does not answer\./);
  expect(page(FIRST_BATON, [seen("replica", "DOWN", "Replication of orders: error.")])).toMatch(/replication +DOWN/);
});
