import { describe, expect, test } from "@jest/globals";
import { outlineOf } from "../../cli/plan/outline";
import { outlinePage } from "../../cli/plan/outline-page";
import { sumOf } from "../../orchestrator/objectives";
import { storefront } from "../orchestrator/fixtures";

const outline = outlineOf(storefront);
const allSteps = [...outline.reversible, ...outline.irreversible];

describe("the outline of a failover", () => {
  test("has the steps in the order of the machine, the decision before anything that cannot be undone", () => {
    expect(outline.reversible.map(({ name }) => name)).toEqual(["detect", "claim", "confirm", "warm up", "decide"]);
    expect(outline.irreversible.map(({ name }) => name)).toEqual([
      "fence",
      "promote",
      "fill capacity",
      "verify",
      "switch traffic",
      "close",
    ]);
  });

  test("deadlines of the steps add up to the longest path, less the time to live, side by side counted once", () => {
    const inARow = allSteps.filter(({ isBeside }) => !isBeside);
    const seconds = inARow.reduce((sum, { deadlineSeconds }) => sum + (deadlineSeconds ?? 0), 0);
    expect(seconds + storefront.traffic.timeToLiveSeconds).toBe(sumOf(outline.longestPath));
  });

  test("every resource is touched by name, in words", () => {
    for (const { id } of storefront.resources) {
      const touches = allSteps.flatMap((step) => step.touches).filter(({ resourceId }) => resourceId === id);
      expect(touches.length).toBeGreaterThanOrEqual(3);
      for (const { what } of touches) expect(what).toMatch(/\w+ \w+/);
    }
  });

  test("a plan by approval says first of all that it always asks", () => {
    const policy = { ...storefront.policy, mode: "approval" as const };
    expect(outlineOf({ ...storefront, policy }).asksAPerson[0]).toContain("always");
    expect(outline.asksAPerson.join()).not.toContain("always");
  });
});

describe("the page of a plan", () => {
  test.each([60, 80, 120])("fits %d columns, links excepted", (columns) => {
    for (const line of outlinePage(outline, { columns, hasColour: false })) {
      expect(line.length <= columns || line.trim().includes("https://")).toBe(true);
    }
  });

  test("shows the arithmetic: sums, objective and what is left", () => {
    const page = outlinePage(outline, { columns: 100, hasColour: false }).join("\n");
    expect(page).toContain("1762 s  29 min 22 s");
    expect(page).toContain("objective 1800 s (30 min): 38 s to spare");
    expect(page).toMatch(/next look 60 .* evaluation 60\s+\+ start of the run 10 =\s+292 s/s);
    expect(page).toContain("on-call@storefront.example.com");
  });

  test("says so when the deadlines do not fit the objective", () => {
    const objectives = { ...storefront.objectives, rtoSeconds: 1000 };
    const page = outlinePage({ ...outline, objectives }, { columns: 100, hasColour: false }).join("\n");
    expect(page).toContain("762 s too long");
  });
});
