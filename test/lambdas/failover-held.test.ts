import { beforeAll, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { tellFailoverHeld } from "../../lambdas/sentry/tell-failover-held";
import { callOperator, claim } from "../../orchestrator/baton-transitions";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const EXECUTION = "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-switchover:run-1";
const MINUTE_MS = 60_000;

/** A switchover has called an operator, and an hour later the looks begin to fail; SNS may be broken for the first minutes. */
async function lostWhileHeld({ snsFailsForMinutes = 0, isMarked = true } = {}) {
  const emails: string[] = [];
  const failingSinceMs = { value: Number.POSITIVE_INFINITY };
  const world = rig({
    Publish: ({ Message }) => {
      if (world.clock.now() < failingSinceMs.value + snsFailsForMinutes * MINUTE_MS) throw new Error("SNS is down");
      emails.push(JSON.parse(String(Message)).email);
      return { MessageId: "m" };
    },
    PutMetricData: () => ({}),
  });
  const { runtime, run, table, clock } = world;
  const store = new BatonStore(table);
  const request = {
    executionArn: EXECUTION,
    nowMs: clock.now(),
    holderIsRunning: false,
    startedByPerson: true,
  } as const;
  await run(store.change((baton) => claim(baton, { ...request, workflow: "switchover" })));
  const ended = {
    executionArn: EXECUTION,
    name: "run-1",
    status: "ABORTED",
    redriveCount: 0,
    atMs: clock.now(),
  } as const;
  if (isMarked)
    await run(store.change((baton) => callOperator(baton, { executionArn: EXECUTION, nowMs: clock.now() })));
  await run(clock.sleep(60 * MINUTE_MS));
  failingSinceMs.value = clock.now();
  for (let minute = 0; minute < 30; minute += 1) {
    const atMs = clock.now();
    const baton = await run(store.read());
    const watch = { ...FIRST_WATCH, lookedAtMs: atMs, failingSinceMs: failingSinceMs.value };
    const look = { runtime, table, baton, ending: isMarked ? null : ended, isHealthy: false };
    await run(tellFailoverHeld(look, watch));
    await run(clock.sleep(MINUTE_MS - (clock.now() - atMs)));
  }
  return emails;
}

test.each([
  ["", {}],
  [", however long SNS is down", { snsFailsForMinutes: 12 }],
])("on-call hears once that the outage meets a baton that is held%s", async (_, trouble) => {
  const emails = await lostWhileHeld(trouble);
  expect(emails).toHaveLength(1);
  expect(emails[0]).toContain("An operator was called for it at");
  expect(emails[0]).toContain("npm run baton -- failover");
});

test("a run that is over and could not say so is asked for no answer, and nobody is told to stop it", async () => {
  const emails = await lostWhileHeld({ isMarked: false });
  expect(emails).toHaveLength(1);
  expect(emails[0]).toContain("without letting the baton go");
  expect(emails[0]).toContain("npm run baton -- failover");
  expect(emails[0]).not.toMatch(/stop-execution|decline/);
});
