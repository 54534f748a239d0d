import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { watchStandby } from "../../lambdas/sentry/watch-standby";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { EXECUTION, storefront } from "../orchestrator/fixtures";
import { rig } from "./rig";

const AT_STANDBY: Baton = { ...FIRST_BATON, active: "standby", phase: "failed-over" };
const GOING_HOME: Baton = { ...AT_STANDBY, phase: "failing-back", holder: EXECUTION, workflow: "failback" };
const MOVED_HERE: Baton = { ...AT_STANDBY, phase: "failing-over", holder: EXECUTION, workflow: "switchover" };
const RUN_KEY = { pk: `RUN#${EXECUTION.split(":").at(-1)}`, sk: "RUN" };

beforeAll(warmUpSdk);

interface Sight {
  readonly status?: number | null;
  /** What the record of the run that holds the baton says. */
  readonly record?: Readonly<Record<string, unknown>>;
  readonly isTableClosed?: boolean;
}

/** What the sentry reports, and whom it asks. */
async function seen(baton: Baton, { status = 200, record, isTableClosed = false }: Sight) {
  const metrics: unknown[] = [];
  const asked: string[] = [];
  const world = rig(
    {
      PutMetricData: ({ MetricData }) => {
        for (const { MetricName, Value } of MetricData as { MetricName: string; Value: number }[])
          metrics.push([MetricName, Value]);
        return {};
      },
    },
    ({ operation }) => isTableClosed && operation === "GetItem",
  );
  const get = (url: string) => {
    asked.push(url);
    return Promise.resolve({ status, detail: `HTTP ${status}`, body: "" });
  };
  const runtime = { ...world.runtime, http: { ...world.runtime.http, get } };
  if (record) await world.run(world.table.put(RUN_KEY, { ...record }));
  await world.run(watchStandby(runtime, world.table, baton));
  return { metrics, asked };
}

const FROZEN: Sight = { status: 503, record: { frozenAtMs: 1 } };
const DOWN = [["StandbyUnhealthy", 1]];

describe("the sentry's look at a standby that serves", () => {
  test("asks its write path, and says that all is well", async () => {
    const { metrics, asked } = await seen(AT_STANDBY, {});
    expect(metrics).toEqual([["StandbyUnhealthy", 0]]);
    expect(asked).toEqual([storefront.verification.healthUrl]);
  });

  test.each<[string, Baton, Sight]>([
    ["it answers 503", AT_STANDBY, { status: 503 }],
    ["it does not answer", AT_STANDBY, { status: null }],
    ["a failback holds the baton and has frozen nothing", GOING_HOME, { status: 503, record: {} }],
    ["a failback has let its writer go", GOING_HOME, { status: 503, record: { frozenAtMs: 1, thawedAtMs: 2 } }],
    ["a switchover still protects what it moved; the writer that it froze is the other one", MOVED_HERE, FROZEN],
    ["nobody can read whether it is frozen", GOING_HOME, { status: 503, isTableClosed: true }],
  ])("reports where %s", async (_, baton, sight) => {
    expect((await seen(baton, sight)).metrics).toEqual(DOWN);
  });

  test("says nothing while a failback has frozen the writer on purpose", async () => {
    expect((await seen(GOING_HOME, FROZEN)).metrics).toEqual([]);
  });

  test("is none while the primary serves", async () => {
    expect(await seen(FIRST_BATON, { status: 503 })).toEqual({ metrics: [], asked: [] });
  });
});
