import { expect, test } from "@jest/globals";
import { impossibleMove } from "../../orchestrator/impossible-move";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { storefront } from "./fixtures";

const followHealth = { traffic: { ...storefront.traffic, mode: "followHealth" as const } };

test("a plan whose traffic follows the baton can make every move", () => {
  for (const workflow of WORKFLOWS) expect(impossibleMove(storefront, workflow)).toBeNull();
});

test.each<Workflow>(["failover", "failback"])(
  "a %s can arrive where traffic follows the primary's health",
  (workflow) => {
    expect(impossibleMove(followHealth, workflow)).toBeNull();
  },
);

test("a switchover from a healthy primary cannot, and the refusal says what to do instead", () => {
  const refusal = impossibleMove(followHealth, "switchover");
  expect(refusal?.name).toBe("TrafficFollowsHealth");
  expect(refusal?.reason).toContain(storefront.traffic.recordName);
  expect(refusal?.reason).toContain("followBaton");
});
