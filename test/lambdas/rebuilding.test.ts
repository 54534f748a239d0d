import { beforeAll, describe, expect, test } from "@jest/globals";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { FenceStore } from "../../lambdas/aws/fence-store";
import { factory as protect } from "../../lambdas/steps/protect.lambda";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { keptFence } from "../../orchestrator/kept-fence";
import { type MoveBench, onBench, RUN } from "./move-bench";
import { withDatabase } from "./other-plans";

beforeAll(warmUpSdk);

const WRITER = "storefront-orders-replica";
const HOME = "storefront-orders";
const QUARANTINE_NAME = "storefront-orders-quarantine-e2";
const DAY_MS = 86_400_000;
const blocked = (detail: string) => ({ status: "blocked", detail: expect.stringContaining(detail) });
const rdsAtHome = ({ world, primary }: MoveBench) => world.inRegion(primary.region).rds;

/** As it is for a failback that finds the stale writer fenced by nobody that is remembered. */
function quarantineByHand({ primary }: MoveBench): void {
  primary.securityGroups.startSwap(["sg-0a1b2c3d4e5f60718"]);
  primary.securityGroups.finishSwap();
}

describe("rebuilding needs a person", () => {
  test.each<[string, (bench: MoveBench) => void, string]>([
    [
      "where the writer is a replica",
      (bench) => bench.makeReplica(bench.standby, bench.primary),
      `${WRITER} is a repl`,
    ],
    ["where nobody knows the stale writer's own groups", quarantineByHand, `security groups of ${HOME}: put them back`],
    [
      "where the stale writer cannot be renamed",
      ({ primary }) => (primary.status = "storage-full"),
      "start or mend it",
    ],
    [
      "where nobody knows how the one was made that is gone",
      (bench) => rdsAtHome(bench).book.remove(bench.primary),
      `There is no ${HOME}, and nobody remembers`,
    ],
    [
      "where the new replica will not come",
      (bench) => {
        bench.makeReplica(bench.primary, bench.standby);
        bench.primary.status = "incompatible-parameters";
      },
      `The new replica ${HOME} is incompatible-parameters; waiting`,
    ],
    [
      "where the name for the stale writer is taken",
      (bench) => {
        const { properties } = bench.primary;
        const settings = { ...properties, id: QUARANTINE_NAME, multiAz: false, backupRetentionDays: 1 };
        rdsAtHome(bench).addInstance({ ...settings, securityGroupIds: ["sg-other"] });
      },
      `there is a ${QUARANTINE_NAME} already`,
    ],
  ])("%s", (_, prepare, detail) =>
    onBench(async (bench) => {
      prepare(bench);
      expect(await bench.converge(rebuild, 20)).toEqual(blocked(detail));
      expect(bench.answersTo("CreateDBInstanceReadReplica")).toEqual([]);
      expect(bench.primary.id).toBe(HOME);
    }),
  );

  test("where the writer is not there", () =>
    onBench(
      async (bench) => expect(await bench.call(rebuild)).toEqual(blocked("There is no writer storefront-nowhere")),
      1,
      withDatabase({ standbyInstanceId: "storefront-nowhere" }),
    ));

  test("where the writer keeps no backups, and goes on when they are switched on", () =>
    onBench(async (bench) => {
      bench.standby.backupRetentionDays = 0;
      expect(await bench.converge(rebuild, 60)).toEqual(blocked(`${WRITER} keeps no backups`));
      // Asked for and not yet in force.
      bench.standby.pending.backupRetentionDays = 7;
      expect(await bench.call(rebuild)).toMatchObject({ status: "pending" });
      expect(bench.answersTo("CreateDBInstanceReadReplica")).toHaveLength(1);
    }));
});

test("rebuilding says that the old writer is its own before it touches it", () =>
  onBench(async (bench) => {
    const fence = { resourceId: "orders-db", runId: "run-0", executionArn: "arn:of-the-failover" } as const;
    await bench.within((table) => new FenceStore(table).keep(keptFence({ ...fence, verdict: "UNREACHABLE" }, 0)));
    rdsAtHome(bench).backUp(HOME, 60);
    await bench.call(rebuild);
    const kept = await bench.within((table) => new FenceStore(table).read("orders-db"));
    expect(kept?.setAsideBy).toBe(RUN.executionArn);
    expect(bench.answersTo("ModifyDBInstance")).toEqual([]);
  }));

describe("rebuilding waits", () => {
  test("for the stale writer to become available, and then tells until when it is kept", () =>
    onBench(async (bench) => {
      rdsAtHome(bench).backUp(HOME, 60);
      expect(await bench.call(rebuild)).toEqual({ status: "pending", detail: `${HOME} is stale and backing-up.` });
      await bench.pass(120);
      const keptUntil = new Date(bench.world.clock.now() + 14 * DAY_MS).toISOString().slice(0, 10);
      expect((await bench.call(rebuild)).detail).toBe(`${HOME} is stale; tagged to be kept until ${keptUntil}.`);
      expect(Object.fromEntries(bench.primary.tags)).toMatchObject({
        "baton:epoch": "2",
        "baton:keep-until": keptUntil,
      });
      await bench.pass(30);
      expect((await bench.call(rebuild)).detail).toBe(`${HOME} is renamed to ${QUARANTINE_NAME}.`);
      await bench.pass(10);
      expect((await bench.call(rebuild)).detail).toBe(`${HOME} is being renamed.`);
    }));

  test("where RDS refuses for now: to rename what is stale, and to copy a writer that is busy", () =>
    onBench(async (bench) => {
      const refusals = { ModifyDBInstance: 1, CreateDBInstanceReadReplica: 1 };
      bench.world.wire.interceptors.push({
        beforeModel: ({ operation }) => {
          if ((operation !== "ModifyDBInstance" && operation !== "CreateDBInstanceReadReplica") || !refusals[operation])
            return;
          refusals[operation] -= 1;
          throw new AwsError("InvalidDBInstanceState", "It is in backing-up state.", 400);
        },
      });
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(bench.answersTo("CreateDBInstanceReadReplica")).toEqual(["InvalidDBInstanceState", "answered"]);
    }));

  test("for a replica that cannot be promoted yet, and asks for no other", () =>
    onBench(async (bench) => {
      bench.makeReplica(bench.primary, bench.standby);
      rdsAtHome(bench).backUp(HOME, 60);
      expect(await bench.call(rebuild)).toEqual({ status: "pending", detail: `The replica ${HOME} is backing-up.` });
      expect((await bench.converge(rebuild, 20)).detail).toBe(
        `${HOME} is a replica of the active writer, and available.`,
      );
      expect(bench.answersTo("CreateDBInstanceReadReplica")).toEqual([]);
    }));

  test("for nobody while AWS only works on the new replica's storage", () =>
    onBench(async (bench) => {
      bench.makeReplica(bench.primary, bench.standby);
      bench.primary.status = "storage-optimization";
      expect(await bench.call(rebuild)).toEqual({
        status: "done",
        detail: `${HOME} is a replica of the active writer, and storage-optimization.`,
      });
    }));

  test.each(["AddTagsToResource", "ModifyDBInstance", "CreateDBInstanceReadReplica"])(
    "for nobody where AWS forbids %s",
    (forbidden) =>
      onBench(async (bench) => {
        bench.world.wire.interceptors.push({
          beforeModel: ({ operation }) => {
            if (operation === forbidden) throw new AwsError("AccessDenied", "may not", 403);
          },
        });
        await expect(bench.converge(rebuild, 60)).rejects.toMatchObject({ name: "AccessDenied" });
      }),
  );
});

describe("protecting the application again", () => {
  /** Judged from the primary, which serves after a failback; here the standby holds the baton, and a switchover has just ended. */
  const protecting = { workflow: "switchover" } as const;

  test("is done only when the new replica's stream runs", () =>
    onBench(async (bench) => {
      bench.makeReplica(bench.primary, bench.standby);
      const { replication } = bench.primary;
      if (!replication) throw new Error("There is no replica.");
      replication.isBroken = true;
      replication.stream.sever(bench.world.clock.now());
      expect(await bench.call(protect, protecting)).toEqual({
        status: "pending",
        detail: `The replica ${HOME} is available; its replication does not run yet.`,
      });
      expect((await bench.call(rebuild)).status).toBe("done");
      replication.isBroken = false;
      replication.stream.resume(bench.world.clock.now());
      expect((await bench.call(protect, protecting)).status).toBe("done");
    }));

  test("needs a person where the new replica will not come: its replication is not waited for", () =>
    onBench(async (bench) => {
      bench.makeReplica(bench.primary, bench.standby);
      bench.primary.status = "incompatible-parameters";
      expect(await bench.call(protect, protecting)).toEqual(blocked(`${HOME} is incompatible-parameters; waiting`));
    }));

  test("sets the old writer aside, and makes a replica of the new one under its name", () =>
    onBench(async (bench) => {
      expect((await bench.converge(protect, 60, protecting)).status).toBe("done");
      expect(bench.primary.id).toBe(QUARANTINE_NAME);
      expect(bench.atHome().replication?.source).toBe(bench.standby);
    }));
});
