import { beforeAll, expect, test } from "@jest/globals";
import { scenarioNamed } from "../../lab/scenarios/catalogue";
import { defineScenario } from "../../lab/scenarios/scenario";
import { type DetectionWay, detectionWays, sumOf } from "../../orchestrator/objectives";
import { drill } from "../support/drills";
import { seedsUpTo } from "../support/seeds";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

const LONG_MS = 600_000;

/** Long enough for any run to be started, and no longer: what the run does is another test's matter. */
function untilDetected(name: string) {
  const horizon = { endsWhen: "horizon", thenWatchSeconds: 0, horizonSeconds: 400 } as const;
  return defineScenario({ ...scenarioNamed(name), ...horizon });
}

const longestSeconds = (trigger: DetectionWay["trigger"]) =>
  sumOf(detectionWays(storefrontPlan.detection).find((way) => way.trigger === trigger)?.legs ?? []);

beforeAll(() => {
  storefrontAssembly();
}, LONG_MS);

/** In the first scenario us-east-1 is dark and the sentry alone is left; in the second the watch path is whole. */
test.each([
  ["control-plane-outage", "sentry"],
  ["region-outage", "watch"],
] as const)(
  "a run of %s is started within what the objective reckons with for the %s",
  async (name, trigger) => {
    const late: string[] = [];
    for (const seed of seedsUpTo(25)) {
      const { timeline } = await drill(untilDetected(name), seed, { calls: "direct" });
      const claimed = timeline.find(({ what }) => what === "baton-changed")?.atSeconds ?? Number.POSITIVE_INFINITY;
      if (claimed > longestSeconds(trigger)) late.push(`seed ${seed}: ${claimed} s`);
    }
    expect(late).toEqual([]);
  },
  LONG_MS,
);
