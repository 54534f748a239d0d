import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { frozenMs, inheritedFreeze, isFrozen } from "../../orchestrator/frozen-span";

test("nobody froze: no span, and nothing to inherit", () => {
  expect([isFrozen({}), frozenMs({}, 9)]).toEqual([false, null]);
  expect(inheritedFreeze({ runId: "a" })).toEqual({});
});

test("a freeze lasts until the writer is let go, and what had ended before it counts", () => {
  expect([isFrozen({ frozenAtMs: 5 }), frozenMs({ frozenAtMs: 5 }, 9)]).toEqual([true, 4]);
  const thawed = { frozenAtMs: 5, thawedAtMs: 7, frozenBeforeMs: 100 };
  expect([isFrozen(thawed), frozenMs(thawed, 9)]).toEqual([false, 102]);
});

test("a moment before the freeze makes no negative span", () => {
  expect(frozenMs({ frozenAtMs: 5, frozenBeforeMs: 1 }, 3)).toBe(1);
});

test("whoever takes over from whoever took over ends the freeze of the first, with all that is known of it", () => {
  const first = inheritedFreeze({ runId: "a", frozenAtMs: 5 });
  expect(first).toEqual({ frozenAtMs: 5, frozenBy: "a" });
  const known = fc.record(
    { frozenAtMs: fc.nat(), thawedAtMs: fc.nat(), frozenBeforeMs: fc.nat() },
    { requiredKeys: ["frozenAtMs"] },
  );
  fc.assert(
    fc.property(known, fc.nat(), (dead, untilMs) => {
      const heir = inheritedFreeze({ runId: "b", ...inheritedFreeze({ runId: "a", ...dead }) });
      expect(heir).toEqual({ ...dead, frozenBy: "a" });
      expect(frozenMs(heir, untilMs)).toBe(frozenMs(dead, untilMs));
    }),
  );
});
