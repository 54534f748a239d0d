import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { planWithResources } from "../../bench/growth/larger-plans";
import { storefrontPlan } from "../support/storefront";

describe("a plan with more resources", () => {
  it("has as many as wanted, the plan's own first, and no name twice", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), (count) => {
        const { resources } = planWithResources(storefrontPlan, count);
        expect(resources).toHaveLength(count);
        expect(resources.slice(0, 2)).toEqual(storefrontPlan.resources);
        expect(new Set(resources.map(({ id }) => id)).size).toBe(count);
        const databases = resources.flatMap((each) => (each.kind === "rdsReadReplica" ? [each.standbyInstanceId] : []));
        expect(new Set(databases).size).toBe(count - 1);
      }),
    );
  });

  it("is refused where a plan may not have so many, or fewer than it has", () => {
    expect(() => planWithResources(storefrontPlan, 41)).toThrow("1 to 40 resources");
    expect(() => planWithResources(storefrontPlan, 1)).toThrow("has 2 resources");
  });
});
