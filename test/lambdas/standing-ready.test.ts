import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as promote } from "../../lambdas/steps/promote.lambda";
import { factory as verify } from "../../lambdas/steps/verify.lambda";
import { factory as warmUp } from "../../lambdas/steps/warm-up.lambda";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { type FailoverBench, onFailoverBench } from "./failover-bench";
import { withDatabase } from "./other-plans";

beforeAll(warmUpSdk);

const ID = "orders-db";
const REPLICA = "storefront-orders-replica";
/** Of three looks in a row that must succeed: AWS is asked at the last one. */
const LAST_BUT_ONE: ConvergeResult = { status: "pending", detail: "2 of 3", facts: { successes: 2 } };
const misnamed = withDatabase({ standbyInstanceId: "storefront-nowhere" });

describe("the standby's database", () => {
  test.each<[string, (bench: FailoverBench) => void, string, RegExp]>([
    ["is ready as a replica", () => {}, "done", /is a replica, and available\.$/],
    [
      "is ready while it is backed up: promotion waits for that",
      ({ database }) => (database.status = "backing-up"),
      "done",
      /is a replica, and backing-up\.$/,
    ],
    [
      "is waited for while it reboots",
      ({ database }) => (database.status = "rebooting"),
      "pending",
      /is a replica, and rebooting\.$/,
    ],
    [
      "needs a person where it is stuck",
      ({ database }) => (database.status = "storage-full"),
      "blocked",
      /storage-full/,
    ],
    [
      "needs a person while it is still being made, which takes hours",
      ({ database }) => (database.status = "creating"),
      "blocked",
      /is still being created\.$/,
    ],
    [
      "needs a person where it stands alone",
      ({ database }) => (database.replication = null),
      "blocked",
      /stands alone, and its data ends at an unknown time\. What was written since would be lost\.$/,
    ],
  ])("%s", (_, prepare, status, detail) =>
    onFailoverBench(async (bench) => {
      prepare(bench);
      expect(await bench.call(warmUp, ID)).toEqual({ status, detail: expect.stringMatching(detail) });
    }),
  );

  test("needs a person where it is not there, whether it is looked at or promoted", () =>
    onFailoverBench(
      async (bench) => {
        const missing = { status: "blocked", detail: "There is no instance storefront-nowhere to promote." };
        expect(await bench.call(warmUp, ID)).toEqual(missing);
        await bench.decide();
        expect(await bench.call(promote, ID)).toEqual(missing);
        expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({
          status: "blocked",
          detail: "There is no instance storefront-nowhere.",
        });
      },
      1,
      misnamed,
    ));

  test("that this move has promoted is ready, and it is said by whom", () =>
    onFailoverBench(async (bench) => {
      await bench.decide();
      await bench.converge(promote, ID);
      expect(await bench.call(warmUp, ID)).toEqual({
        status: "done",
        detail: expect.stringMatching(
          /^Promotion of storefront-orders-replica was requested .* by the run run-1\. .* is /,
        ),
      });
    }));
});

describe("customers are not sent to a database", () => {
  const said = { status: "pending", detail: `${REPLICA} is still a replica.`, facts: { successes: 3 } };

  test("that is still a replica", () =>
    onFailoverBench(async (bench) => expect(await bench.call(verify, ID, LAST_BUT_ONE)).toEqual(said)));

  test("that is promoted and down", () =>
    onFailoverBench(async (bench) => {
      await bench.decide();
      await bench.converge(promote, ID);
      bench.database.status = "rebooting";
      expect(await bench.call(verify, ID, LAST_BUT_ONE)).toMatchObject({
        status: "pending",
        detail: `${REPLICA} is rebooting.`,
      });
    }));
});
