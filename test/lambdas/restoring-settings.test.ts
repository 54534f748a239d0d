import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { PromotionLedger } from "../../lambdas/aws/promotion-ledger";
import { restoreSettings } from "../../lambdas/sentry/restore-settings";
import { type Baton, FIRST_BATON } from "../../orchestrator/baton";
import { EXECUTION } from "../orchestrator/fixtures";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const ARRIVED: Baton = { ...FIRST_BATON, active: "standby", phase: "failed-over" };
const HELD: Baton = { ...ARRIVED, phase: "needs-operator", holder: EXECUTION, workflow: "failover" };

/** What the sentry asks RDS to change in a standby whose promotion has reset everything, and what it reports. */
async function restoring(baton: Baton) {
  const asked: unknown[] = [];
  const metrics: unknown[] = [];
  const DBInstanceStatus = "available";
  const instance = { DBInstanceIdentifier: "storefront-orders-replica", DBInstanceStatus, MultiAZ: false };
  const world = rig({
    DescribeDBInstances: () => ({ DBInstances: [instance] }),
    ModifyDBInstance: ({ MultiAZ }) => {
      asked.push(MultiAZ);
      return { DBInstance: instance };
    },
    PutMetricData: ({ MetricData }) => {
      for (const { MetricName, Value } of MetricData as { MetricName: string; Value: number }[])
        metrics.push([MetricName, Value]);
      return {};
    },
  });
  const promotion = {
    resourceId: "orders-db",
    role: "standby",
    instanceId: "storefront-orders-replica",
    runId: "r",
    epoch: 1,
    requestedAtMs: 1,
  } as const;
  await world.run(new PromotionLedger(world.table, baton).asking(promotion));
  await world.run(restoreSettings(world.runtime, world.table, baton));
  return { asked, metrics };
}

describe("the sentry gives a promoted database its settings back", () => {
  test.each([
    ["at rest", ARRIVED],
    ["while a run that has arrived stands still", HELD],
  ])("%s", async (_, baton) => {
    expect(await restoring(baton)).toEqual({ asked: [true], metrics: [["SettingsNotRestored", 1]] });
  });

  test.each<[string, Baton]>([
    ["a run that has arrived is at work", { ...HELD, phase: "failing-over" }],
    ["a failback that has not arrived stands still", { ...HELD, workflow: "failback" }],
  ])("but leaves it alone while %s", async (_, baton) => {
    expect(await restoring(baton)).toEqual({ asked: [], metrics: [] });
  });
});
