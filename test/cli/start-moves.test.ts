/** What starting a run says before anything starts. */
import { describe, expect, test } from "@jest/globals";
import { refusalOf, warningOf } from "../../cli/start/moves";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { claim } from "../../orchestrator/baton-transitions";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { EXECUTION, NOW_MS, storefront } from "../orchestrator/fixtures";

const away: Baton = { ...FIRST_BATON, active: "standby", phase: "failed-over", epoch: 2 };
const busy: Baton = {
  ...FIRST_BATON,
  phase: "failing-over",
  workflow: "failover",
  holder: EXECUTION,
  changedAtMs: NOW_MS,
};

function refused(baton: Baton, workflow: Workflow, holderIsRunning = false) {
  const request = { executionArn: "arn:new", workflow, nowMs: NOW_MS, holderIsRunning, startedByPerson: true };
  const change = claim(baton, request);
  return "refusal" in change ? refusalOf(storefront, workflow, change.refusal) : undefined;
}

describe("a run that its machine would refuse is refused before it starts", () => {
  test.each([
    ["failback", FIRST_BATON, "AlreadyHome", /us-east-1 serves already.*failback.*`switchover`/],
    ["failover", away, "AlreadyFailedOver", /eu-west-1 serves already.*`failback`/],
    ["switchover", away, "AlreadyFailedOver", /eu-west-1 serves already.*`failback`/],
    ["failback", { ...busy, phase: "needs-operator" }, "NotPossible", /a failback cannot go on where a failover ended/],
  ] as const)("%s", (workflow, baton, name, message) => {
    const refusal = refused(baton, workflow);
    expect(refusal).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test.each(WORKFLOWS)("%s, while another run is at work, which is named", (workflow) => {
    const refusal = refused(busy, workflow, true);
    expect(refusal).toMatchObject({ name: "BatonHeld", message: expect.stringContaining("2026-03-14 03:09:26Z") });
    expect(refusal?.message).toContain(EXECUTION.split(":").at(-1));
  });

  test("and nothing else is refused", () => {
    expect(refused(FIRST_BATON, "failover")).toBeUndefined();
    expect(refused(FIRST_BATON, "switchover")).toBeUndefined();
    expect(refused(away, "failback")).toBeUndefined();
  });
});

test("a confirmation names both Regions in the direction of the move, and what is at stake", () => {
  expect(warningOf(storefront, "failover", "AWS")).toMatch(
    /from us-east-1 to eu-west-1 on AWS.*not replicated are lost/,
  );
  expect(warningOf(storefront, "switchover", "AWS")).toMatch(
    /from us-east-1 to eu-west-1.*no acknowledged write is lost/,
  );
  expect(warningOf(storefront, "failback", "AWS")).toMatch(/from eu-west-1 to us-east-1.*takes hours.*approves it/);
});
