import { describe, expect, test } from "@jest/globals";
import { FIRST_BATON } from "../../orchestrator/baton";
import { isInForce, isWorthTelling, type KeptFence, keptFence } from "../../orchestrator/kept-fence";
import { EXECUTION, NOW_MS } from "./fixtures";

const MINUTE_MS = 60_000;
const fence = (changes: Partial<KeptFence>): KeptFence => ({
  ...keptFence({ resourceId: "db", runId: "run-1", executionArn: EXECUTION, verdict: "UNREACHABLE" }, NOW_MS),
  ...changes,
});

test("a fence that holds when its run leaves it is settled, any other stays open", () => {
  const left = (verdict: KeptFence["verdict"]) =>
    keptFence({ resourceId: "db", runId: "run-1", executionArn: EXECUTION, verdict }, NOW_MS);
  expect(left("FENCED")).toMatchObject({ isSettled: true, firstVerdict: "FENCED" });
  expect(left("UNREACHABLE")).toMatchObject({ isSettled: false, answeredAtMs: null, servedAtMs: null });
  expect(left("FAILED").isSettled).toBe(false);
});

describe("a fence is gone on with", () => {
  const OTHER = `${EXECUTION}-of-another-run`;
  const HOME = { workflow: "failback", holder: OTHER } as const;
  test.each([
    ["after the failover, while the standby serves", { phase: "failed-over", active: "standby", holder: null }, true],
    ["beside the failover that fenced", { phase: "failing-over", active: "primary", holder: EXECUTION }, true],
    ["while that one needs an operator", { phase: "needs-operator", active: "standby", holder: EXECUTION }, true],
    ["not once the primary serves again", { phase: "steady", active: "primary", holder: null }, false],
    ["not beside another run on its way there", { phase: "failing-over", active: "primary", holder: OTHER }, false],
    ["beside a failback that waits for its Region", { ...HOME, phase: "failing-back", active: "standby" }, true],
    ["beside one that broke down before it moved", { ...HOME, phase: "needs-operator", active: "standby" }, true],
    ["not once it has come home", { ...HOME, phase: "failing-back", active: "primary" }, false],
    ["not beside a switchover", { ...HOME, workflow: "switchover", phase: "failing-over", active: "standby" }, false],
  ] as const)("%s", (_, baton, expected) => {
    const kept = { executionArn: EXECUTION, setAsideBy: null };
    expect(isInForce(kept, { ...FIRST_BATON, ...baton })).toBe(expected);
  });

  test.each([
    ["not once that failback rebuilds the resource", OTHER, false],
    ["where one that is over began to, and another has taken over", `${EXECUTION}-of-a-third-run`, true],
  ])("%s", (_, setAsideBy, expected) => {
    const baton = { ...FIRST_BATON, ...HOME, phase: "failing-back", active: "standby" } as const;
    expect(isInForce({ executionArn: EXECUTION, setAsideBy }, baton)).toBe(expected);
  });
});

describe("on-call hears of the old Region", () => {
  test.each<[string, KeptFence[], boolean]>([
    ["not while it is silent", [fence({})], false],
    [
      "not while some of it is still being fenced",
      [fence({ verdict: "FENCED" }), fence({ answeredAtMs: NOW_MS })],
      false,
    ],
    ["once every fence holds", [fence({ verdict: "FENCED" }), fence({ verdict: "FENCED" })], true],
    ["five minutes after it answered, whatever holds", [fence({ answeredAtMs: NOW_MS - 5 * MINUTE_MS })], true],
    ["not a moment earlier", [fence({ answeredAtMs: NOW_MS - 5 * MINUTE_MS + 1 })], false],
    [
      "not of a refused fence that the run has told of already",
      [fence({ firstVerdict: "FAILED", verdict: "FAILED", answeredAtMs: NOW_MS - 60 * MINUTE_MS })],
      false,
    ],
  ])("%s", (_, fences, expected) => {
    expect(isWorthTelling(fences, NOW_MS)).toBe(expected);
  });
});
