import { beforeAll, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { RandomSource } from "../../lab/kernel/random";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory } from "../../lambdas/steps/switch-traffic.lambda";
import { FIRST_BATON } from "../../orchestrator/baton";
import { storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";
import { RUN } from "./run-bench";

beforeAll(warmUpSdk);

const AT_TARGET = "203.0.113.7";
const AT_SOURCE = "203.0.113.8";

/** A failover that has promoted switches; the public name leads to `address`, where the application answers `status`. */
async function switchTo(address: string, status: number | null) {
  const { runtime, table, clock, run } = rig();
  const { recordName, loadBalancers } = storefront.traffic;
  const addresses = {
    [recordName]: [address],
    [loadBalancers.standby.dnsName]: [AT_TARGET],
    [loadBalancers.primary.dnsName]: [AT_SOURCE],
  };
  const names = { resolve: (name: string) => Promise.resolve(addresses[name] ?? []) };
  const http = { ...runtime.http, get: () => Promise.resolve({ status, detail: `HTTP ${status}`, body: "" }) };
  const story = async () => {
    const held = { phase: "failing-over", workflow: "failover", holder: RUN.executionArn, epoch: RUN.epoch } as const;
    const batons = new BatonStore(table);
    await batons.change(() => ({ changed: true, baton: { ...FIRST_BATON, ...held } }));
    const trigger = { type: "person", requestedBy: "ada", reason: "test" } as const;
    await new RunStore(table).open({ ...RUN, trigger, startedAtMs: clock.now() });
    const enteredAt = new Date(clock.now()).toISOString();
    const event = { run: RUN, enteredAt, resourceId: null, elapsedSeconds: 0, previous: null };
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 15_000 };
    const result = await factory.create({ ...runtime, names, http })(event, invocation);
    return { result, active: (await batons.read()).active };
  };
  return withAmbient(clock, new RandomSource(3), () => run(story()));
}

// What verification calls healthy before the baton moves must be healthy after it, or nothing would ever arrive.
test.each([200, 204, 302])(
  "a move has arrived where the target answers %i, as a checker of Route 53 would say",
  async (status) => {
    expect(await switchTo(AT_TARGET, status)).toMatchObject({ result: { status: "done" }, active: "standby" });
  },
);

test.each([
  ["answers 503", AT_TARGET, 503],
  ["says nothing", AT_TARGET, null],
  ["is the old one, however well it answers", AT_SOURCE, 200],
] as const)("a move has not arrived while whoever is asked %s", async (_what, address, status) => {
  expect(await switchTo(address, status)).toMatchObject({ result: { status: "pending" }, active: "standby" });
});
