import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { watchTraffic } from "../../lambdas/sentry/watch-traffic";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { EXECUTION, storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";

const { recordName, loadBalancers } = storefront.traffic;
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  [loadBalancers.primary.dnsName]: ["52.0.0.1", "52.0.0.2"],
  [loadBalancers.standby.dnsName]: ["52.1.0.1", "52.1.0.2"],
};
const AT_STANDBY: Baton = { ...FIRST_BATON, active: "standby", phase: "failed-over" };

beforeAll(warmUpSdk);

/** What the sentry reports while the public name leads to these addresses; null: nothing. */
async function reported(baton: Baton, publicName: readonly string[], plan = storefront): Promise<unknown> {
  const values: unknown[] = [];
  const world = rig({
    PutMetricData: ({ MetricData }) => {
      values.push(...(MetricData as { Value: number }[]).map(({ Value }) => Value));
      return {};
    },
  });
  const names = {
    resolve: (name: string) => Promise.resolve(name === recordName ? publicName : (ADDRESSES[name] ?? [])),
  };
  await world.run(watchTraffic({ ...world.runtime, plan, names }, baton));
  return values.length === 0 ? null : values.at(-1);
}

describe("the sentry's look at the public name", () => {
  test.each([
    ["the standby holds the baton and customers go to the primary", AT_STANDBY, ["52.0.0.2"], 1],
    ["the standby holds the baton and customers go there", AT_STANDBY, ["52.1.0.1"], 0],
    ["the primary holds the baton and customers go to the standby", FIRST_BATON, ["52.1.0.1"], 1],
    ["the primary holds the baton and customers go there", FIRST_BATON, ["52.0.0.1"], 0],
    ["the name does not resolve: nothing is proved", AT_STANDBY, [], 0],
    ["the addresses are new: nothing is proved", AT_STANDBY, ["52.9.9.9"], 0],
    ["a failback holds the baton, and customers go home", { ...AT_STANDBY, holder: EXECUTION }, ["52.0.0.1"], 1],
  ] as const)("%s", async (_, baton, publicName, value) => {
    expect(await reported(baton, publicName)).toBe(value);
  });

  test("says nothing where DNS follows health instead of the baton", async () => {
    const plan = { ...storefront, traffic: { ...storefront.traffic, mode: "followHealth" as const } };
    expect(await reported(AT_STANDBY, ["52.0.0.1"], plan)).toBeNull();
  });
});
