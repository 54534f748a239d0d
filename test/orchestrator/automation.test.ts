import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import {
  type AutomationChange,
  isPaused,
  LONGEST_PAUSE_SECONDS,
  pauseAutomation,
  pauseText,
  resumeAutomation,
  SHORTEST_PAUSE_SECONDS,
} from "../../orchestrator/automation";
import type { Automation } from "../../orchestrator/baton";
import { NOW_MS } from "./fixtures";

const ENABLED: Automation = { enabled: true };
const HOUR_MS = 3_600_000;
const request = { by: "ada", reason: "migration", untilMs: NOW_MS + HOUR_MS, nowMs: NOW_MS };
const PAUSED: Automation = { enabled: false, pausedBy: "ada", reason: "migration", pausedUntilMs: NOW_MS + HOUR_MS };

function refusalOf(change: AutomationChange): string {
  return "refusal" in change ? change.refusal : "";
}

describe("pausing", () => {
  test("says who, why and until when", () => {
    expect(pauseAutomation(ENABLED, request)).toEqual({ changed: true, automation: PAUSED });
    expect(pauseText(PAUSED)).toBe("paused by ada (migration) until 2026-03-14T04:09:26Z");
  });

  test("an end that has passed, is too near or too far is refused with the moment it was", () => {
    const at = (untilMs: number) => refusalOf(pauseAutomation(ENABLED, { ...request, untilMs }));
    expect(at(NOW_MS - 1)).toContain("has passed");
    expect(at(NOW_MS)).toContain("has passed");
    expect(at(NOW_MS + 59_000)).toContain("59 s");
    expect(at(NOW_MS + LONGEST_PAUSE_SECONDS * 1000 + 1)).toContain("30 days");
    expect(at(NOW_MS + SHORTEST_PAUSE_SECONDS * 1000)).toBe("");
    expect(at(NOW_MS + LONGEST_PAUSE_SECONDS * 1000)).toBe("");
  });

  test("whoever has paused may move the end; somebody else is told whose brake it is", () => {
    const longer = { ...request, untilMs: NOW_MS + 2 * HOUR_MS };
    expect(pauseAutomation(PAUSED, longer)).toMatchObject({ automation: { pausedUntilMs: longer.untilMs } });
    expect(refusalOf(pauseAutomation(PAUSED, { ...longer, by: "bob" }))).toContain("paused by ada (migration)");
  });

  test("a pause that has run out stands in nobody's way", () => {
    const over = { ...PAUSED, pausedUntilMs: NOW_MS };
    expect(isPaused(over, NOW_MS)).toBe(false);
    expect(pauseAutomation(over, { ...request, by: "bob" })).toMatchObject({ automation: { pausedBy: "bob" } });
  });

  test("whatever was there, an accepted pause is on until its end and off from then on", () => {
    const automation = fc.record({ enabled: fc.boolean(), pausedBy: fc.constantFrom("ada", "bob") });
    const seconds = fc.integer({ min: -1000, max: LONGEST_PAUSE_SECONDS + 1000 });
    fc.assert(
      fc.property(automation, seconds, (current, inSeconds) => {
        const untilMs = NOW_MS + inSeconds * 1000;
        const change = pauseAutomation(current, { ...request, untilMs });
        if (!("automation" in change)) return;
        expect(isPaused(change.automation, untilMs - 1)).toBe(true);
        expect(isPaused(change.automation, untilMs)).toBe(false);
      }),
    );
  });
});

test("resuming clears the brake, and changes nothing where there is none", () => {
  expect(resumeAutomation(PAUSED)).toEqual({ changed: true, automation: ENABLED });
  expect(resumeAutomation(ENABLED)).toEqual({ changed: false });
  expect(isPaused({ enabled: false }, NOW_MS)).toBe(true);
  expect(pauseText({ enabled: false })).toBe("paused by somebody (no reason given) until somebody resumes it");
});
