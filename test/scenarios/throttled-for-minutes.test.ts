/** Quotas that many share are used up for longer than a single step's patience: the run waits for its turn instead of paging. */
import { expect, test } from "@jest/globals";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { drill } from "../support/drills";

const throttledForMinutes = defineScenario({
  name: "throttled-for-minutes",
  title: "Every look at databases and groups is refused for two minutes of the promotion",
  story: "A hundred applications of the account fail over at the same moment, and share a few calls a second.",
  faults: [{ atSeconds: 0, fault: PRIMARY_GOES_DARK }],
  acts: [
    {
      when: { once: "a-promotion-starts", thenSeconds: 5 },
      act: { type: "calls-throttled", region: "standby", services: ["rds", "autoscaling"], share: 1, seconds: 120 },
    },
  ],
  endsWhen: "failover-closed",
  thenWatchSeconds: 60,
  horizonSeconds: 3600,
  expectations: [{ that: "recovered-within-objective" }],
});

test("a failover outlasts minutes of throttling without a person", async () => {
  const result = await drill(throttledForMinutes, 1, { calls: "direct" });
  expect(result.outcome).toBe("recovered");
  expect(result.apiCalls.reduce((total, { throttled }) => total + throttled, 0)).toBeGreaterThan(10);
});
