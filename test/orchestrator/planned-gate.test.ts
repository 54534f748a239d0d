import { describe, expect, test } from "@jest/globals";
import { plannedGateFacts } from "../../orchestrator/planned-gate";
import { NOW_MS, storefront } from "./fixtures";
import { READY } from "./planned-fixtures";

const question = { plan: storefront, requestedBy: "ada", reason: "the primary is well again", moveFacts: READY };

function factsOf(moveFacts: typeof READY) {
  return plannedGateFacts({ ...question, moveFacts, workflow: "failback" }).groups.flatMap(({ facts }) => facts);
}

describe("the gate of a planned move", () => {
  test("asks for the move that was wanted, by whom and why", () => {
    const home = plannedGateFacts({ ...question, workflow: "failback" });
    expect(home.question).toBe("Fail back to us-east-1 now?");
    expect(home.askedBy).toBe("ada, who says: the primary is well again");
    expect(plannedGateFacts({ ...question, workflow: "switchover" }).question).toBe("Switch over to eu-west-1 now?");
  });

  test("shows health, lag and capacity of both sides, each with the moment it was seen", () => {
    const facts = factsOf(READY);
    expect(facts.map(({ bearing }) => bearing)).toEqual(["for", "for", "for", "for"]);
    expect(facts.find(({ label }) => label === "Lag of orders-db")).toMatchObject({ seenAtMs: NOW_MS - 90_000 });
    expect(facts.map(({ value }) => value)).toContain("6 in the target, 6 in the Region that serves.");
  });

  test("what is not known does not speak for moving", () => {
    const blind = { value: null, atMs: NOW_MS };
    const facts = factsOf({
      health: { primary: blind, standby: { value: { isHealthy: false, detail: "503" }, atMs: NOW_MS } },
      lagSeconds: { "orders-db": blind, "stock-db": { value: 60, atMs: NOW_MS } },
      inService: { web: { primary: blind, standby: { value: 6, atMs: NOW_MS } } },
    });
    expect(facts.map(({ bearing }) => bearing)).toEqual(["unknown", "against", "unknown", "against", "against"]);
  });

  test("says what an answer, and none, leads to", () => {
    const facts = plannedGateFacts({ ...question, workflow: "failback" });
    expect(facts.ifNobodyAnswers).toContain("eu-west-1 serves on");
    expect(facts.cannotBeUndone.join(" ")).toContain("promotion in us-east-1");
  });
});
