import { describe, expect, test } from "@jest/globals";
import { lastServedMs } from "../../lambdas/steps/incident";
import { detectionSeconds } from "../../orchestrator/objectives";
import type { LastSeen, RunRecord } from "../../orchestrator/run";
import { EXECUTION, NOW_MS, storefront } from "../orchestrator/fixtures";

const ALARM_MS = NOW_MS - 10_000;
const run: RunRecord = {
  runId: "run-1",
  workflow: "failover",
  executionArn: EXECUTION,
  epoch: 1,
  trigger: { type: "alarm", alarmArn: "arn", eventId: "e", changedAtMs: ALARM_MS },
  startedAtMs: NOW_MS,
};
const seen = (seenSecondsBefore: number, rest: Partial<LastSeen> = {}): LastSeen => ({
  resourceId: "web",
  seenAtMs: ALARM_MS - seenSecondsBefore * 1000,
  ...rest,
});
const longestDetectionMs = detectionSeconds(storefront.detection) * 1000;

describe("when the primary is known to have served last", () => {
  test.each<[string, LastSeen[], number]>([
    ["the sentry's last healthy look", [seen(90)], ALARM_MS - 90_000],
    ["the latest of several", [seen(150), seen(30)], ALARM_MS - 30_000],
    [
      "a healthy look before the first failed probe",
      [seen(120, { unhealthySinceMs: ALARM_MS - 60_000 })],
      ALARM_MS - 120_000,
    ],
    ["without the sentry, the alarm less the longest detection", [], ALARM_MS - longestDetectionMs],
    ["the same where the sentry has been silent for long", [seen(3600)], ALARM_MS - longestDetectionMs],
  ])("is %s", (_, lastSeen, expected) => {
    expect(lastServedMs(storefront, run, lastSeen)).toBe(expected);
  });
});
