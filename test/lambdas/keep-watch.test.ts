import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { GateStore } from "../../lambdas/aws/gate-store";
import { WatchStore } from "../../lambdas/aws/watch-store";
import { keepWatch } from "../../lambdas/sentry/keep-watch";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { FIRST_WATCH } from "../../orchestrator/watch";
import { decision, openGate } from "../orchestrator/gate-fixtures";
import { rig } from "./rig";

const MINUTE_MS = 60_000;
const arnOf = (workflow: string) =>
  `arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-${workflow}:run-1`;

beforeAll(warmUpSdk);

interface Before {
  readonly baton?: Partial<Baton>;
  /** The question of run-1, in minutes before the look; and whether it is answered. */
  readonly askedMinutesAgo?: number;
  readonly isAnswered?: boolean;
}

/** Whether the sentry takes somebody for asked, at a failing look ten minutes into an outage. */
async function isSomebodyAsked({ baton = {}, askedMinutesAgo = 5, isAnswered = true }: Before): Promise<boolean> {
  const { runtime, table, clock, run } = rig({});
  const nowMs = clock.now();
  const enteredAt = new Date(nowMs - askedMinutesAgo * MINUTE_MS).toISOString();
  const asked = openGate({ runId: "run-1", enteredAt });
  const gate = isAnswered ? { ...asked, status: "decided" as const, decision: decision({ approved: false }) } : asked;
  await run(new GateStore(table).change("run-1", () => ({ changed: true, gate })));
  const failing = { ...FIRST_WATCH, lookedAtMs: nowMs - MINUTE_MS, failingSinceMs: nowMs - 10 * MINUTE_MS };
  await run(new WatchStore(table).keep(failing));
  const looking = { runtime, table, baton: { ...FIRST_BATON, ...baton }, ending: null, isHealthy: false };
  return (await run(keepWatch(looking))).watch.wasPersonAsked;
}

const HELD = { phase: "failing-over", workflow: "failover", holder: arnOf("failover") } as const;

describe("the sentry's watch takes a person for asked", () => {
  test.each<[string, Before]>([
    ["while a failover waits for an answer", { baton: HELD, isAnswered: false }],
    ["where one was answered between two looks, and its run is over", { baton: { predecessor: arnOf("failover") } }],
  ])("%s", async (_, before) => expect(await isSomebodyAsked(before)).toBe(true));

  test.each<[string, Before]>([
    ["where the question is older than the outage", { baton: { predecessor: arnOf("failover") }, askedMinutesAgo: 11 }],
    ["where it was about a planned move", { baton: { predecessor: arnOf("switchover") } }],
    ["where nobody has held the baton", {}],
    ["while an answered failover goes on", { baton: HELD }],
  ])("but not %s", async (_, before) => expect(await isSomebodyAsked(before)).toBe(false));
});
