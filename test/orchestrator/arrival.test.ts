import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { arrivalAt } from "../../orchestrator/arrival";

const A = "52.0.0.1";
const B = "52.0.0.2";
const C = "52.0.0.3";

describe("whether customers are sent to the target", () => {
  test.each([
    ["the name does not resolve", { publicName: [], target: [A], source: [B] }, "does not resolve"],
    ["it leads to the source", { publicName: [B], target: [A], source: [B] }, "still leads to the primary"],
    ["it leads to both", { publicName: [A, B], target: [A], source: [B] }, "still leads to the primary"],
    ["it leads to neither", { publicName: [C], target: [A], source: [B] }, "neither load balancer"],
    ["nothing is known of the target", { publicName: [A], target: [], source: [B] }, "neither load balancer"],
    ["both claim the address", { publicName: [A], target: [A], source: [A] }, "still leads to the primary"],
  ])("no, when %s", (_, seen, words) => {
    const arrival = arrivalAt("standby", seen);
    expect(arrival.addresses).toEqual([]);
    expect(arrival.detail).toContain(words);
  });

  test("yes, when it leads to the target, also by a part of its addresses and with the source unknown", () => {
    expect(arrivalAt("standby", { publicName: [A], target: [B, A], source: [] })).toEqual({
      addresses: [A],
      detail: "leads to the standby",
    });
    expect(arrivalAt("primary", { publicName: [B, C], target: [B], source: [A] }).addresses).toEqual([B]);
  });

  test("never at an address that the source has or that the public name does not give", () => {
    const some = fc.uniqueArray(fc.constantFrom(A, B, C, "52.0.0.4"));
    fc.assert(
      fc.property(some, some, some, (publicName, target, source) => {
        for (const address of arrivalAt("standby", { publicName, target, source }).addresses) {
          expect(publicName).toContain(address);
          expect(target).toContain(address);
          expect(source).not.toContain(address);
        }
      }),
    );
  });
});
