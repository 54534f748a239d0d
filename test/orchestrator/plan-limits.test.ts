/** Limits that a plan's refusals name: the named value is allowed, the next one beyond it is not. */
import { describe, expect, test } from "@jest/globals";
import { problemsWith, shownPath } from "./plan-draft";

const DAY_SECONDS = 86_400;

const refusals = (path: string, value: number) =>
  problemsWith({ [path]: value }).filter((problem) => problem.path === shownPath(path));

describe("too small", () => {
  test.each([
    "objectives.rtoSeconds",
    "traffic.timeToLiveSeconds",
    "detection.largestEventAgeSeconds",
    "policy.approvalTimeoutSeconds",
    "policy.failoversPerWindow.windowSeconds",
    "policy.deadlines.confirmSeconds",
    "policy.deadlines.fenceSeconds",
    "policy.deadlines.promoteSeconds",
    "policy.deadlines.fillCapacitySeconds",
    "policy.deadlines.verifySeconds",
    "policy.deadlines.switchTrafficSeconds",
    "failback.approvalTimeoutSeconds",
    "failback.deadlines.settleSeconds",
    "failback.deadlines.verifySeconds",
    "failback.deadlines.freezeSeconds",
    "failback.deadlines.drainSeconds",
    "failback.deadlines.promoteSeconds",
  ])("%s: the least that the refusal names is enough, one second less is not", (path) => {
    const [refusal] = refusals(path, 1);
    const least = Number(/^at least (\d+)/.exec(refusal?.allowed ?? "")?.[1]);
    expect([path, refusal?.allowed, Number.isInteger(least)]).toEqual([path, refusal?.allowed, true]);
    expect(refusals(path, least)).toEqual([]);
    expect(refusals(path, least - 1)).not.toEqual([]);
  });
});

describe("too large", () => {
  test("a question may be open for six days, because a run ends after seven", () => {
    expect(refusals("policy.approvalTimeoutSeconds", 6 * DAY_SECONDS)).toEqual([]);
    expect(refusals("policy.approvalTimeoutSeconds", 6 * DAY_SECONDS + 1)).not.toEqual([]);
  });
});

describe("capacities", () => {
  const capacities = (smallestCapacity: number, restingCapacity: number, largestCapacity: number) =>
    problemsWith({
      "resources.1.smallestCapacity": smallestCapacity,
      "resources.1.restingCapacity": restingCapacity,
      "resources.1.largestCapacity": largestCapacity,
    }).map(({ path }) => path);

  test("may all be the same, and none may exceed the largest", () => {
    expect(capacities(4, 4, 4)).toEqual([]);
    expect(capacities(5, 4, 4)).toContain("resources[1].smallestCapacity");
    expect(capacities(4, 5, 4)).toContain("resources[1].restingCapacity");
  });
});

test("the breaker's window may be as long as the cool-down", () => {
  const window = "policy.failoversPerWindow.windowSeconds";
  expect(problemsWith({ "policy.coolDownSeconds": 7200, [window]: 7200 })).toEqual([]);
  expect(problemsWith({ "policy.coolDownSeconds": 7200, [window]: 7199 }).map(({ path }) => path)).toEqual([window]);
});
