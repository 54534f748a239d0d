import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as promote } from "../../lambdas/steps/promote.lambda";
import { type FailoverBench, onFailoverBench } from "./failover-bench";

beforeAll(warmUpSdk);

const ID = "orders-db";
const HOUR_SECONDS = 3600;

/** A failover that has decided, and has not stood still since. */
function decided(story: (bench: FailoverBench) => Promise<void>): Promise<void> {
  return onFailoverBench(async (bench) => {
    await bench.decide();
    await story(bench);
  });
}

/** RDS refuses as it does for an instance that cannot be promoted at this moment, the first so many times. */
function refusePromotion({ world }: FailoverBench, code: string, times: number): void {
  let left = times;
  world.wire.interceptors.push({
    beforeModel: ({ operation }) => {
      if (operation !== "PromoteReadReplica" || left === 0) return;
      left -= 1;
      throw new AwsError(code, "DB Instance storefront-orders-replica is not in the available state.", 400);
    },
  });
}

describe("promoting a replica", () => {
  test("makes it a writer, once", () =>
    decided(async (bench) => {
      expect(await bench.converge(promote, ID)).toMatchObject({ status: "done" });
      expect(bench.database.isWriting).toBe(true);
      expect(await bench.converge(promote, ID)).toMatchObject({ status: "done" });
      expect(bench.answersTo("PromoteReadReplica")).toEqual(["answered"]);
    }));

  test("never leaves it without the plan's backups, and gets it back into two zones", () =>
    decided(async (bench) => {
      await bench.call(promote, ID);
      await bench.pass(HOUR_SECONDS);
      // Promotion alone would keep backups for a day: the plan's days went with it.
      expect([bench.database.backupRetentionDays, bench.database.multiAz]).toEqual([7, false]);
      await bench.call(promote, ID);
      await bench.pass(2 * HOUR_SECONDS);
      expect([bench.database.backupRetentionDays, bench.database.multiAz]).toEqual([7, true]);
    }));

  test("gives the writer both settings back, whatever they have become meanwhile", () =>
    decided(async (bench) => {
      await bench.call(promote, ID);
      await bench.pass(HOUR_SECONDS);
      bench.database.backupRetentionDays = 1;
      expect(await bench.converge(promote, ID)).toMatchObject({ status: "done" });
      await bench.pass(2 * HOUR_SECONDS);
      expect([bench.database.backupRetentionDays, bench.database.multiAz]).toEqual([7, true]);
    }));

  test("waits for a backup to end, and asks for nothing meanwhile", () =>
    decided(async (bench) => {
      bench.standby.rds.backUp(bench.database.id, 120);
      const first = await bench.call(promote, ID);
      expect(first).toMatchObject({ status: "pending", detail: expect.stringContaining("backing-up") });
      expect(bench.answersTo("PromoteReadReplica")).toEqual([]);
      expect(await bench.converge(promote, ID)).toMatchObject({ status: "done" });
      expect(bench.answersTo("PromoteReadReplica")).toEqual(["answered"]);
    }));

  test("that is refused at this moment is asked again", () =>
    decided(async (bench) => {
      refusePromotion(bench, "InvalidDBInstanceState", 1);
      expect(await bench.call(promote, ID)).toMatchObject({ status: "pending" });
      expect(await bench.converge(promote, ID)).toMatchObject({ status: "done" });
      expect(bench.answersTo("PromoteReadReplica")).toEqual(["InvalidDBInstanceState", "answered"]);
    }));

  test("that AWS forbids is an error with AWS's name", () =>
    decided(async (bench) => {
      refusePromotion(bench, "AccessDenied", 1);
      await expect(bench.call(promote, ID)).rejects.toMatchObject({ name: "AccessDenied" });
    }));

  test.each(["storage-full", "incompatible-parameters"] as const)(
    "of an instance that is %s calls a person",
    (status) =>
      decided(async (bench) => {
        bench.database.status = status;
        expect(await bench.call(promote, ID)).toMatchObject({
          status: "blocked",
          detail: expect.stringContaining(status),
        });
      }),
  );
});
