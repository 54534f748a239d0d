import { expect, test } from "@jest/globals";
import { isWitnessCheckDue } from "../../orchestrator/witness-check";
import { NOW_MS } from "./fixtures";

test.each([
  ["never asked", null, true],
  ["heard just now", { askedAtMs: NOW_MS - 60_000, isHeard: true }, false],
  ["heard an hour ago", { askedAtMs: NOW_MS - 3_600_000, isHeard: true }, true],
  ["silent a minute ago", { askedAtMs: NOW_MS - 60_000, isHeard: false }, true],
] as const)("a witness that was %s is asked now: %#", (_, last, isDue) => {
  expect(isWitnessCheckDue(last, NOW_MS)).toBe(isDue);
});
