import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory as catchUp } from "../../lambdas/steps/catch-up.lambda";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { type MoveBench, onBench } from "./move-bench";
import { withDatabase } from "./other-plans";

beforeAll(warmUpSdk);

const HOME = "storefront-orders";

describe("a replica does not catch up by waiting", () => {
  test("where there is none", () =>
    onBench(
      async (bench) =>
        expect(await bench.call(catchUp)).toEqual({
          status: "blocked",
          detail: "There is no replica storefront-nowhere.",
        }),
      1,
      withDatabase({ primaryInstanceId: "storefront-nowhere" }),
    ));

  test("where it stands alone", () =>
    onBench(async (bench) => {
      expect(await bench.call(catchUp)).toEqual({ status: "blocked", detail: `${HOME} is not a replica any more.` });
    }));

  test("where it is stuck", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      bench.atHome().status = "storage-full";
      expect(await bench.call(catchUp)).toEqual({
        status: "blocked",
        detail: `${HOME} is storage-full; waiting will not help.`,
      });
    }));
});

describe("a replica that catches up is waited for", () => {
  /** A customer's write every second: the lag tells of them, not of silence. */
  const sell = (bench: MoveBench, seconds: number) => {
    const connection = bench.standby.connect();
    for (let second = 1; second <= seconds; second += 1) {
      bench.world.clock.after(second * 1000, () => connection?.write(second, 1));
    }
  };

  test("while its stream does not run", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      const { replication } = bench.atHome();
      if (!replication) throw new Error("There is no replica.");
      replication.isBroken = true;
      replication.stream.sever(bench.world.clock.now());
      expect(await bench.call(catchUp)).toEqual({
        status: "pending",
        detail: `Replication into ${HOME} does not run.`,
      });
    }));

  test("while a backup runs: RDS would not promote it", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      await bench.pass(1200);
      expect((await bench.call(catchUp)).status).toBe("done");
      bench.world.inRegion(bench.primary.region).rds.backUp(HOME, 600);
      await bench.pass(300);
      const detail = `${HOME} is backing-up, and RDS would not promote it.`;
      expect(await bench.call(catchUp)).toEqual({ status: "pending", detail });
    }));

  test("while CloudWatch knows of no lag", () =>
    onBench(async (bench) => {
      bench.makeReplica(bench.primary, bench.standby);
      expect(await bench.call(catchUp)).toEqual({ status: "pending", detail: `CloudWatch has no lag of ${HOME} yet.` });
    }));

  test("while it is too far behind, and is ready after three good minutes", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      sell(bench, 1800);
      bench.atHome().replication?.stream.stall(bench.world.clock.now(), 90_000);
      await bench.pass(600);
      const behind = await bench.call(catchUp);
      expect(behind).toEqual({
        status: "pending",
        detail: expect.stringMatching(/is \d+(\.\d+)? s behind; at most 5 s are wanted\.$/),
        facts: { lagSeconds: expect.any(Number), lagSeenAtMs: expect.any(Number) },
      });
      expect(behind.facts?.lagSeconds).toBeGreaterThan(60);
      bench.atHome().replication?.stream.stall(bench.world.clock.now(), 0);
      const beganMs = bench.world.clock.now();
      expect(await bench.converge(catchUp, 20)).toMatchObject({
        status: "done",
        detail: expect.stringContaining("s behind and keeps up."),
      });
      expect(bench.world.clock.now() - beganMs).toBeGreaterThanOrEqual(3 * 60_000);
    }));
});
