import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { dependencyOrder } from "../../../lab/assembly/dependency-order";

describe("dependency order", () => {
  test("everything comes after what it needs", () => {
    const edges = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(edges, (pairs) => {
        const needs = new Map<string, string[]>(Array.from({ length: 21 }, (_, id) => [String(id), []]));
        for (const [left, right] of pairs)
          if (left !== right) needs.get(String(Math.max(left, right)))?.push(String(Math.min(left, right)));
        const order = dependencyOrder(needs, "test");
        expect([...order].sort()).toEqual([...needs.keys()].sort());
        for (const [id, others] of needs)
          for (const other of others) expect(order.indexOf(other)).toBeLessThan(order.indexOf(id));
      }),
    );
  });

  test("a cycle is an error that shows it", () => {
    const needs = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["b"]],
    ]);
    expect(() => dependencyOrder(needs, "stack x")).toThrow("Circular dependency in stack x: b -> c -> b.");
  });

  test("a dependency that does not exist is an error that names both", () => {
    expect(() => dependencyOrder(new Map([["a", ["ghost"]]]), "stack x")).toThrow("a in stack x needs ghost");
  });
});
