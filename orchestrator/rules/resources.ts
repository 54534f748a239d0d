/**
 * Rules about the resources themselves. A plan without any data resource is fine: an application whose data replicates by
 * itself, or that has none, still needs its compute moved.
 */
import { describe, type Problem } from "../problems";
import { type Rule, refuseIf, resourceRule, resourcesIn, textField } from "./rule";

export const resourceRules: readonly Rule[] = [
  resourceRule("autoScalingGroup", ["smallestCapacity", "largestCapacity"], (path, smallest, largest) =>
    refuseIf(smallest > largest, `${path}.smallestCapacity`, smallest, `at most largestCapacity, ${largest}`),
  ),
  resourceRule("autoScalingGroup", ["restingCapacity", "largestCapacity"], (path, resting, largest) =>
    refuseIf(resting > largest, `${path}.restingCapacity`, resting, `at most largestCapacity, ${largest}`),
  ),
  (plan) => repeated(plan, "id"),
  (plan) => repeated(plan, "standbyInstanceId"),
  (plan) => repeated(plan, "primaryInstanceId"),
  (plan) => repeated(plan, "standbyGroupName"),
  (plan) => repeated(plan, "primaryGroupName"),
];

/** No two resources share a name: two steps would act on one thing at the same time. */
function repeated(plan: unknown, field: string): Problem[] {
  const firstPaths = new Map<string, string>();
  return resourcesIn(plan).flatMap(({ resource, path }) => {
    const value = textField(resource, field);
    if (value === undefined) return [];
    const firstPath = firstPaths.get(value);
    if (firstPath === undefined) firstPaths.set(value, path);
    const allowed = `a value that no other resource has; ${firstPath}.${field} is the same`;
    return firstPath === undefined ? [] : [{ path: `${path}.${field}`, given: describe(value), allowed }];
  });
}
