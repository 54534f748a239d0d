import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { LastSeenStore } from "../../lambdas/aws/last-seen-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { factory as catchUp } from "../../lambdas/steps/catch-up.lambda";
import { factory as checkAgain } from "../../lambdas/steps/check-again.lambda";
import { factory as drain } from "../../lambdas/steps/drain.lambda";
import { factory as freeze } from "../../lambdas/steps/freeze.lambda";
import { factory as promote } from "../../lambdas/steps/promote.lambda";
import { factory as protect } from "../../lambdas/steps/protect.lambda";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { factory as unfreeze } from "../../lambdas/steps/unfreeze.lambda";
import { type MoveBench, onBench, RUN } from "./move-bench";

beforeAll(warmUpSdk);

const QUARANTINE_NAME = "storefront-orders-quarantine-e2";
const HOME_NAME = "storefront-orders";

const instancesIn = (bench: MoveBench, role: "primary" | "standby") =>
  bench.world.inRegion(bench[role].region).rds.book.list();

const groupsOf = (bench: MoveBench) => bench.standby.securityGroups.inForce();

describe("rebuilding the data of a Region", () => {
  test("lets nobody into what it sets aside", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      expect(bench.primary.id).toBe(QUARANTINE_NAME);
      expect(bench.primary.admitsNewConnections()).toBe(false);
    }));

  test("finds its work done the second time", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      const names = instancesIn(bench, "primary").map(({ id }) => id);
      await bench.converge(rebuild, 60);
      expect(instancesIn(bench, "primary").map(({ id }) => id)).toEqual(names);
    }));

  test("says what to do with a replica that failed, and makes another once that is done", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      const failed = instancesIn(bench, "primary").find(({ id }) => id === HOME_NAME);
      if (!failed) throw new Error("There is no replica.");
      failed.status = "failed";
      const stopped = await bench.converge(rebuild, 60);
      expect(stopped).toEqual({ status: "blocked", detail: expect.stringContaining("is failed: delete it") });
      const { clock, operator } = bench.world;
      const deleting = operator.deleteFailedReplica(HOME_NAME);
      await clock.run(clock.now() + 60_000);
      await deleting;
      // While it is being deleted nobody can do anything; whoever asks then is told so.
      expect((await bench.converge(rebuild, 60)).status).toBe("blocked");
      await clock.run(clock.now() + 15 * 60_000);
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(instancesIn(bench, "primary").find(({ id }) => id === HOME_NAME)).not.toBe(failed);
    }));

  test("never touches the Region that serves", () =>
    onBench(async (bench) => {
      const result = await bench.converge(protect, 60);
      expect(result).toEqual({ status: "blocked", detail: expect.stringContaining("not touched") });
      expect(bench.standby.id).toBe("storefront-orders-replica");
    }));
});

test("a replica of an application that nobody uses is ready within minutes: its source says that nothing is missing", () =>
  onBench(async (bench) => {
    await bench.converge(rebuild, 60);
    const beganMs = bench.world.clock.now();
    const ready = await bench.converge(catchUp, 20);
    expect(ready).toMatchObject({ status: "done", detail: expect.stringContaining("idle source") });
    expect(bench.world.clock.now() - beganMs).toBeLessThan(20 * 60_000);
  }));

describe("a freeze", () => {
  test("of a run that was lost is undone by the next one", () =>
    onBench(async (bench) => {
      const before = groupsOf(bench);
      await bench.lookAgain("run-0");
      await bench.converge(freeze, 2, { runId: "run-0" });
      expect((await bench.converge(unfreeze, 2, { runId: "run-1" })).status).toBe("done");
      expect(groupsOf(bench)).toEqual(before);
    }));

  test("that was undone is not repeated by a late call", () =>
    onBench(async (bench) => {
      await bench.converge(freeze, 2);
      await bench.converge(unfreeze, 2);
      expect((await bench.converge(freeze, 2)).status).toBe("blocked");
      expect(bench.standby.admitsNewConnections()).toBe(true);
    }));

  test("of nothing needs no undoing", () =>
    onBench(async (bench) => {
      expect((await bench.converge(unfreeze, 2)).status).toBe("done");
      expect(bench.standby.isWriting).toBe(true);
    }));
});

describe("the writer of a move that froze nothing", () => {
  /** The baton names the epoch in which the move began: the run's own, or that of one from which it took over. */
  const began = (bench: MoveBench, claimedEpoch: number) =>
    bench.within((table) =>
      new BatonStore(table).change((baton) => ({ changed: true, baton: { ...baton, claimedEpoch } })),
    );
  const looksIn = (bench: MoveBench) => bench.answersTo("DescribeDBInstances").length;

  test("is not looked at, because its Region may be dark; and no late call freezes it", () =>
    onBench(async (bench) => {
      await began(bench, RUN.epoch);
      const before = looksIn(bench);
      const spared = { status: "done", detail: "It was never frozen, and is not touched." };
      expect(await bench.call(unfreeze)).toEqual(spared);
      expect(await bench.call(unfreeze)).toEqual(spared);
      expect(looksIn(bench)).toBe(before);
      expect((await bench.converge(freeze, 2)).status).toBe("blocked");
      expect(bench.standby.admitsNewConnections()).toBe(true);
    }));

  test("is looked at where this run has begun to freeze it", () =>
    onBench(async (bench) => {
      await began(bench, RUN.epoch);
      const before = groupsOf(bench);
      await bench.call(freeze);
      await bench.pass(60);
      expect(groupsOf(bench)).not.toEqual(before);
      expect((await bench.converge(unfreeze, 2)).status).toBe("done");
      expect(bench.standby.admitsNewConnections()).toBe(true);
      expect(groupsOf(bench)).toEqual(before);
    }));

  test("is looked at where the run took over from another one, which may have frozen it", () =>
    onBench(async (bench) => {
      await began(bench, RUN.epoch - 1);
      await bench.lookAgain("run-0");
      await bench.converge(freeze, 2, { runId: "run-0" });
      expect((await bench.converge(unfreeze, 2)).status).toBe("done");
      expect(bench.standby.admitsNewConnections()).toBe(true);
    }));
});

describe("a planned promotion", () => {
  const ready = async (bench: MoveBench) => {
    await bench.converge(rebuild, 60);
    await bench.converge(freeze, 2);
  };

  test("waits for the proof that nothing is missing, and then cannot be taken back", () =>
    onBench(async (bench) => {
      await ready(bench);
      expect((await bench.converge(promote, 5)).status).toBe("blocked");
      expect((await bench.converge(drain, 5)).status).toBe("done");
      expect((await bench.converge(promote, 5)).status).toBe("done");
      await expect(bench.converge(unfreeze, 2)).rejects.toThrow(/only safe|redrive the run that asked for it/i);
      expect(bench.standby.admitsNewConnections()).toBe(false);
    }));

  test("takes no old data, though a person approved the move", () =>
    onBench(async (bench) => {
      const decision = { verdict: "ask", reasons: [], decidedAtMs: 0, unready: ["orders-db"] } as const;
      const approval = { outcome: "approved", decision: null } as const;
      const fields = { decision, approval };
      await bench.within((table) => new RunStore(table).update(RUN.runId, fields));
      // Of the standby's replica; nobody watches the primary's instance.
      const seen = { resourceId: "orders-db", seenAtMs: 0, capacity: 6, replicaSeenAtMs: bench.world.clock.now() };
      await bench.within((table) => new LastSeenStore(table).remember(seen));
      expect(await bench.call(promote)).toEqual({
        status: "blocked",
        detail: expect.stringMatching(/^storefront-orders is not a replica of .* its data ends at an unknown time\./),
      });
    }));

  test("is refused after the writer was let go", () =>
    onBench(async (bench) => {
      await ready(bench);
      await bench.converge(drain, 5);
      await bench.converge(unfreeze, 2);
      expect((await bench.converge(promote, 5)).status).toBe("blocked");
      expect((await bench.converge(drain, 5)).status).toBe("blocked");
    }));

  const drained = async (bench: MoveBench) => {
    await ready(bench);
    await bench.converge(drain, 5);
  };
  /** As an operator does who was paged, or the run that is redriven after that. */
  const standStill = (bench: MoveBench) => {
    const changedAtMs = bench.world.clock.now();
    return bench.within((table) =>
      new BatonStore(table).change((baton) => ({ changed: true, baton: { ...baton, changedAtMs } })),
    );
  };
  const letClientsIn = ({ standby: { securityGroups } }: MoveBench) => {
    securityGroups.startSwap(["sg-application"]);
    securityGroups.finishSwap();
  };

  test("is refused of a writer that somebody has let go since the drain, in one sentence: the move can be abandoned", () =>
    onBench(async (bench) => {
      await drained(bench);
      letClientsIn(bench);
      expect(await bench.call(promote)).toEqual({
        status: "blocked",
        detail:
          "storefront-orders-replica is not frozen any more and may take writes: storefront-orders is not promoted.",
      });
      expect(bench.answersTo("PromoteReadReplica")).toHaveLength(1);
    }));

  test("goes on where the Region that is left has gone dark after the drain", () =>
    onBench(async (bench) => {
      await drained(bench);
      bench.world.wire.interceptors.push({
        beforeModel: ({ operation, region }) => {
          if (operation === "DescribeDBInstances" && region === bench.standby.region)
            throw new AwsError("InternalFailure", "out of order", 500);
        },
      });
      expect((await bench.converge(promote, 5)).status).toBe("done");
    }));

  test("of a replica that was rebuilt after the first was promoted needs a proof of its own", () =>
    onBench(async (bench) => {
      await drained(bench);
      await bench.call(promote);
      const home = bench.atHome();
      await bench.pass(1800);
      home.inheritance = null;
      bench.makeReplica(home, bench.standby);
      letClientsIn(bench);
      await standStill(bench);
      expect(await bench.call(promote)).toEqual({
        status: "blocked",
        detail: expect.stringMatching(
          /not promoted\. Put storefront-orders-replica into sg-\w+ alone, reboot it, then/,
        ),
      });
      bench.standby.securityGroups.startSwap(["sg-0f1e2d3c4b5a69788"]);
      bench.standby.securityGroups.finishSwap();
      await standStill(bench);
      expect(await bench.call(promote)).toEqual({
        status: "pending",
        detail: expect.stringMatching(
          /^The run stood still after the freeze. Nothing proves yet that storefront-orders/,
        ),
      });
      expect((await bench.converge(promote, 5)).status).toBe("done");
      // AWS shows a replica for some seconds after it has taken the request, and refuses the one that is made then.
      expect(bench.answersTo("PromoteReadReplica").filter((answer) => answer === "answered")).toHaveLength(3);
    }));
});

describe("a planned move that stood still after its second look", () => {
  const standStill = async (bench: MoveBench) => {
    await bench.pass(1);
    const changedAtMs = bench.world.clock.now();
    await bench.within((table) =>
      new BatonStore(table).change((baton) => ({ changed: true, baton: { ...baton, changedAtMs } })),
    );
  };
  const outOfDate = {
    name: "Baton.DecisionOutOfDate",
    message: expect.stringMatching(/^The facts .* are of 20.*Start it/),
  };

  test("touches no writer", () =>
    onBench(async (bench) => {
      await standStill(bench);
      await expect(bench.call(freeze)).rejects.toMatchObject(outOfDate);
      expect(bench.standby.securityGroups.list()).toEqual([{ id: expect.anything(), status: "active" }]);
      expect(bench.answersTo("ModifyDBInstance")).toEqual([]);
    }));

  test("proves nothing and promotes nothing, and lets the writer go", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      await bench.converge(freeze, 2);
      await bench.converge(drain, 5);
      await standStill(bench);
      await expect(bench.call(drain)).rejects.toMatchObject(outOfDate);
      await expect(bench.call(promote)).rejects.toMatchObject(outOfDate);
      expect((await bench.converge(unfreeze, 2)).status).toBe("done");
      expect(bench.standby.admitsNewConnections()).toBe(true);
    }));

  test("goes on once a promotion was asked for", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      await bench.converge(freeze, 2);
      await bench.converge(drain, 5);
      await bench.call(promote);
      await standStill(bench);
      expect((await bench.converge(promote, 5)).status).toBe("done");
    }));
});

describe("the second look of a planned move", () => {
  const moveFacts = {
    health: { primary: { value: null, atMs: 0 }, standby: { value: null, atMs: 0 } },
    lagSeconds: {},
    inService: {},
  };
  /** Approved, and the baton changed some minutes later, as by a redrive. */
  const redrivenAfter = async (bench: MoveBench, minutes: number) => {
    await bench.converge(rebuild, 60);
    await bench.pass(600);
    const decidedAtMs = bench.world.clock.now();
    const decision = { approved: true, decidedBy: "Ada", decidedAtMs, remark: "", channel: "link" } as const;
    const approval = { outcome: "approved", decision } as const;
    await bench.within((table) => new RunStore(table).update(RUN.runId, { moveFacts, approval }));
    await bench.pass(minutes * 60);
    const changedAtMs = bench.world.clock.now();
    await bench.within((table) =>
      new BatonStore(table).change((baton) => ({ changed: true, baton: { ...baton, changedAtMs } })),
    );
  };

  test("refuses an approval from long before a standstill, so that it is asked again", () =>
    onBench(async (bench) => {
      await redrivenAfter(bench, 40);
      await expect(bench.call(checkAgain, { resourceId: null })).rejects.toMatchObject({
        name: "Baton.DecisionOutOfDate",
      });
    }));

  test("is what the freeze goes by after a standstill that was short", () =>
    onBench(async (bench) => {
      await redrivenAfter(bench, 10);
      await expect(bench.call(freeze)).rejects.toMatchObject({ name: "Baton.DecisionOutOfDate" });
      expect((await bench.call(checkAgain, { resourceId: null })).detail).toContain("that Ada approved");
      expect((await bench.call(freeze)).status).toBe("pending");
    }));

  test("sees that the Region that serves has outgrown what was warmed up for it", () =>
    onBench(async (bench) => {
      const away = bench.world.inRegion(bench.standby.region).autoscaling.group("storefront-web");
      await redrivenAfter(bench, 0);
      away.capacity = { min: 6, desired: 30, max: 40 };
      expect(await bench.call(checkAgain, { resourceId: null })).toMatchObject({
        status: "pending",
        detail: expect.stringMatching(
          /web has 6 instances ready .* in the primary now and needs 30: 100 % of the standby's 30\.$/,
        ),
      });
    }));

  test("does not go on where nobody can say how large the Region that serves is", () =>
    onBench(async (bench) => {
      await redrivenAfter(bench, 0);
      const services = ["autoscaling"];
      const always = { calls: "all", share: 1, seconds: 3600 } as const;
      bench.world.faults.inject({ type: "calls-break-down", region: "standby", services, ...always });
      expect(await bench.call(checkAgain, { resourceId: null })).toMatchObject({
        status: "pending",
        detail: expect.stringContaining("How many instances web needs in the primary is not known now."),
      });
    }));
});
