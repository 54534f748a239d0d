import { type Activity, AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { recentLaunchTrouble } from "../../lambdas/resources/scaling-activities";
import { storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const NOW_MS = Date.UTC(2026, 0, 5, 9, 0, 30);

describe("what keeps a group from launching", () => {
  const activity = (startedAtMs: number, StatusCode: string, said: Partial<Activity> = {}) => ({
    ...{ ActivityId: "a", AutoScalingGroupName: "web", Cause: "c", StartTime: new Date(startedAtMs), StatusCode },
    ...said,
  });
  const failed = activity(NOW_MS, "Failed", { StatusMessage: "Boom (Client.Boom)." });

  test.each<[string, readonly object[] | undefined, string | null]>([
    ["is told by the newest activity", [failed], "Boom (Client.Boom)."],
    [
      "is told by the newest, in whatever order they come",
      [activity(NOW_MS - 1000, "Successful"), failed],
      "Boom (Client.Boom).",
    ],
    ["is over once a launch went well", [failed, activity(NOW_MS + 1000, "Successful")], null],
    ["is not known while one is under way", [activity(NOW_MS, "InProgress"), activity(NOW_MS - 1000, "Failed")], null],
    ["may have been put right since", [activity(NOW_MS - 1000, "Failed")], null],
    [
      "is described where AWS gives no message",
      [activity(NOW_MS, "Failed", { Description: "Launching i-1" })],
      "Launching i-1",
    ],
    ["may have no words", [activity(NOW_MS, "Failed")], "no message"],
    [
      "may have no date, and is taken for old",
      [{ ActivityId: "a", AutoScalingGroupName: "web", Cause: "c", StatusCode: "Failed" }],
      null,
    ],
    ["is nothing without activities", [], null],
    ["is nothing without an answer", undefined, null],
  ])("%s", async (_, Activities, message) => {
    const world = rig({ DescribeScalingActivities: () => ({ ...(Activities && { Activities }) }) });
    const client = world.runtime.clients.get(AutoScalingClient, storefront.regions.standby);
    const trouble = await world.run(recentLaunchTrouble(client, "web", NOW_MS));
    expect(trouble?.message ?? null).toBe(message);
  });
});
