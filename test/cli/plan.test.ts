import { describe, expect, test } from "@jest/globals";
import { movePage } from "../../cli/plan/move-page";
import { outlineOf } from "../../cli/plan/outline";
import { outlinePage } from "../../cli/plan/outline-page";
import { overviewPage } from "../../cli/plan/overview-page";
import { planOutlineOf } from "../../cli/plan/plan-outline";
import { sumOf } from "../../orchestrator/objectives";
import { storefront } from "../orchestrator/fixtures";

const outline = outlineOf(storefront);
const allSteps = [...outline.reversible, ...outline.irreversible];
const asksBeforeDeciding = ({ reversible }: typeof outline) =>
  reversible.find(({ name }) => name === "decide")?.asksAPersonWhen ?? [];

describe("the outline of a failover", () => {
  test("has the steps in the order of the machine, the line of no return right before the promotion", () => {
    expect(outline.reversible.map(({ name }) => name)).toEqual([
      "detect",
      "claim",
      "confirm",
      "warm up",
      "decide",
      "fence",
    ]);
    expect(outline.irreversible.map(({ name }) => name)).toEqual([
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
    expect(asksBeforeDeciding(outlineOf({ ...storefront, policy }))[0]).toContain("always");
    expect(asksBeforeDeciding(outline).join()).not.toContain("always");
  });

  test("says with the fence that a person may be asked once more, and that declining undoes it", () => {
    const fence = outline.reversible.find(({ name }) => name === "fence");
    expect(fence?.asksAPersonWhen?.join()).toMatch(/cannot be fenced.*declining lets go/);
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
    expect(page).toContain("1792 s  29 min 52 s");
    expect(page).toContain("objective 1800 s (30 min): 8 s to spare");
    expect(page).toMatch(/next look 60 .* evaluation 60\s+\+ start of the run 10 =\s+292 s/s);
    expect(page).toContain("on-call@storefront.example.com");
  });

  test("has what it asks about under the step that asks, above the line of no return", () => {
    const page = outlinePage(outline, { columns: 100, hasColour: false }).join("\n");
    expect(page).toMatch(
      /decide[\s\S]*asks a person when:\n.*fewer than[\s\S]*fence[\s\S]*asks a person when:\n.*a writer answers[\s\S]*---- from here on[\s\S]*promote/,
    );
  });

  test("says so when the deadlines do not fit the objective", () => {
    const objectives = { ...storefront.objectives, rtoSeconds: 1000 };
    const page = outlinePage({ ...outline, objectives }, { columns: 100, hasColour: false }).join("\n");
    expect(page).toContain("792 s too long");
  });
});

describe("the outlines of the planned moves", () => {
  const { failback, switchover } = planOutlineOf(storefront);
  const names = (steps: readonly { readonly name: string }[]) => steps.map(({ name }) => name);
  const until = ["catch up", "warm up", "ask a person", "check again", "freeze", "drain"];
  const after = ["promote", "verify", "switch traffic", "protect again", "settle the groups", "close"];

  test("have the steps in the order of the machine; only a failback rebuilds", () => {
    expect(names(failback.reversible)).toEqual(["claim", "settle", "rebuild", ...until]);
    expect(names(switchover.reversible)).toEqual(["claim", ...until]);
    for (const { irreversible } of [failback, switchover]) expect(names(irreversible)).toEqual(after);
  });

  test("touch what they find in the Region that each goes to, and freeze where it comes from", () => {
    const said = (name: string) =>
      [failback, switchover].map(
        ({ reversible, irreversible }) =>
          [...reversible, ...irreversible].find((step) => step.name === name)?.touches[0]?.what,
      );
    expect(said("promote")).toEqual([
      expect.stringContaining("storefront-orders in us-east-1 becomes the writer"),
      expect.stringContaining("storefront-orders-replica in eu-west-1 becomes the writer"),
    ]);
    expect(said("freeze")).toEqual([
      expect.stringContaining("storefront-orders-replica in eu-west-1 gets the security group"),
      expect.stringContaining("storefront-orders in us-east-1 gets the security group"),
    ]);
    expect(said("protect again")).toEqual([
      expect.stringContaining("storefront-orders-replica in eu-west-1 is renamed"),
      expect.stringContaining("storefront-orders in us-east-1 is renamed"),
    ]);
    expect(said("settle the groups")).toEqual([
      expect.stringContaining("resting instances"),
      expect.stringContaining("keeps its size"),
    ]);
  });

  test("add up how long nobody can write", () => {
    const { freezeSeconds, drainSeconds, promoteSeconds, verifySeconds, switchTrafficSeconds } =
      storefront.failback.deadlines;
    const deadlines = freezeSeconds + drainSeconds + promoteSeconds + verifySeconds + switchTrafficSeconds;
    expect(sumOf(failback.withoutWrites)).toBe(deadlines + storefront.traffic.timeToLiveSeconds);
  });

  test.each([60, 80, 120])("fit %d columns, links excepted", (columns) => {
    for (const outlined of [failback, switchover]) {
      for (const line of movePage("storefront", outlined, { columns, hasColour: false })) {
        expect(line.length <= columns || line.trim().includes("https://")).toBe(true);
      }
    }
  });
});

describe("the overview of a plan", () => {
  test.each([60, 80, 120])("shows all three workflows on one screen of %d columns", (columns) => {
    const lines = overviewPage(storefront, planOutlineOf(storefront), " --lab", { columns, hasColour: false });
    expect(lines.length).toBeLessThanOrEqual(56);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    const page = lines.join("\n");
    expect(page).toMatch(/failback, planned, home: eu-west-1 to us-east-1[\s\S]*rebuild .* orders-db/);
    const words = page.replace(/\s+/g, " ");
    expect(words).toContain("switchover, planned, away from a healthy primary: us-east-1 to eu-west-1");
    expect(words).toContain("plan <failover|failback|switchover> --lab");
  });
});
