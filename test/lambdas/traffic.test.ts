import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { factory } from "../../lambdas/traffic/traffic.lambda";
import { claim, moveTo } from "../../orchestrator/baton-transitions";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 3000 };
const claimant = {
  executionArn: EXECUTION,
  nowMs: 5,
  workflow: "failover" as const,
  holderIsRunning: false,
  startedByPerson: false,
};

function sandbox() {
  const world = rig();
  let isReadable = true;
  world.wire.interceptors.push({
    beforeModel: ({ operation }) => {
      if (operation === "GetItem" && !isReadable) throw new AwsError("AccessDeniedException", "not now", 400);
    },
  });
  const handler = factory.create(world.runtime);
  const ask = async () => ((await world.run(handler({}, invocation))) as { readonly statusCode: number }).statusCode;
  const moveToStandby = async () => {
    const batons = new BatonStore(world.table);
    await world.run(batons.require((baton) => claim(baton, claimant)));
    await world.run(batons.require((baton) => moveTo(baton, "standby", claimant)));
  };
  return {
    ask,
    moveToStandby,
    cut: () => {
      isReadable = false;
    },
  };
}

describe("the traffic endpoint", () => {
  test("says who holds the baton", async () => {
    const { ask, moveToStandby } = sandbox();
    expect(await ask()).toBe(503);
    await moveToStandby();
    expect(await ask()).toBe(200);
  });

  test("goes on saying it while the table cannot be read: customers stay where they are", async () => {
    const { ask, moveToStandby, cut } = sandbox();
    await moveToStandby();
    expect(await ask()).toBe(200);
    cut();
    expect(await ask()).toBe(200);
  });

  test("leaves traffic with the primary when it never knew", async () => {
    const { ask, moveToStandby, cut } = sandbox();
    await moveToStandby();
    cut();
    expect(await ask()).toBe(503);
  });
});
