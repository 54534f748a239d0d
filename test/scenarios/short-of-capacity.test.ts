import { beforeAll, expect, test } from "@jest/globals";
import { RECOVERED } from "../../lab/scenarios/ending";
import { ALWAYS } from "../../lab/scenarios/expectation";
import { PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { defineScenario } from "../../lab/scenarios/scenario";
import { brokenExpectations, drill } from "../support/drills";
import { storefrontAssembly } from "../support/storefront";

beforeAll(() => {
  storefrontAssembly();
}, 300_000);

const oneInstanceShort = defineScenario({
  name: "one-instance-short",
  title: "The standby's quota is reached one instance before the end: customers do not wait for the last of ten",
  story:
    "The primary carries its customers with ten instances when it is lost. In the standby the account's vCPU quota allows nine, and " +
    "only a person can have it raised. Nine in ten is what verification wants anyway: the run goes on, and the record says what is missing.",
  faults: [
    { atSeconds: 0, fault: { type: "groups-scaled", region: "primary", instances: 10 } },
    { atSeconds: 0, fault: { type: "quota-reached", instances: 8 } },
    { atSeconds: 240, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "record-says", words: "9 of 10 instances are healthy behind the load balancer; launching fails" },
    { that: "record-says", words: "VcpuLimitExceeded" },
    { that: "record-says", words: "the group goes on trying" },
    ...ALWAYS,
  ],
});

const releaseRolledOut = defineScenario({
  name: "release-rolled-out",
  title:
    "The primary is lost while a release is rolled out in the standby: its instances serve, and nobody waits for the refresh",
  story:
    "An instance refresh with a desired configuration is active in the standby's group, so AWS refuses every update that names a " +
    "template. The run takes the capacity as it comes, and the record says how to end the refresh.",
  faults: [
    { atSeconds: 0, fault: { type: "instance-refresh" } },
    { atSeconds: 60, fault: PRIMARY_GOES_DARK },
  ],
  endsWhen: "story-told",
  thenWatchSeconds: 300,
  horizonSeconds: 3600,
  expectations: [
    ...RECOVERED,
    { that: "capacity-is", role: "standby", instances: 6 },
    { that: "record-says", words: "aws autoscaling cancel-instance-refresh --region eu-west-1" },
    ...ALWAYS,
  ],
});

test.each([oneInstanceShort, releaseRolledOut])(
  "$title",
  async (scenario) => {
    for (const seed of [1, 2]) expect(brokenExpectations(await drill(scenario, seed))).toEqual([]);
  },
  300_000,
);
