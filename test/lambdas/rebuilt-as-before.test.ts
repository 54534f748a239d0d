import { beforeAll, describe, expect, test } from "@jest/globals";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { MemoryStore } from "../../lambdas/aws/memory-store";
import type { InstanceSettings } from "../../lambdas/resources/instance-settings";
import { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import { type MoveBench, onBench } from "./move-bench";

beforeAll(warmUpSdk);

const ID = "orders-db";
const HOME = "storefront-orders";
const WRITER = "storefront-orders-replica";
const QUARANTINE_NAME = `${HOME}-quarantine-e2`;
const GROUP = "sg-0123456789abcdef0";
const rdsAtHome = ({ world, primary }: MoveBench) => world.inRegion(primary.region).rds;

/** What is remembered of the one that is gone; whatever its name meant, nothing is there now. */
async function remember(bench: MoveBench, changes: Partial<InstanceSettings>): Promise<void> {
  const rds = rdsAtHome(bench);
  rds.addSecurityGroup(GROUP, { admits: true });
  for (const name of ["ours", "storefront-postgres16-tuned"]) {
    rds.subnetGroups.add(name);
    rds.parameterGroups.add(name);
  }
  const { kmsKeyId } = bench.primary.properties;
  const memory = {
    seenAtMs: bench.world.clock.now(),
    instanceClass: "db.r7g.4xlarge",
    securityGroupIds: [GROUP],
    parameterGroupName: "storefront-postgres16-tuned",
    subnetGroupName: "ours",
    kmsKeyId,
    isPubliclyAccessible: false,
    isDeletionProtected: true,
    takesIamLogins: true,
    maxStorageGib: 110,
    ...changes,
  };
  await bench.within((table) => new MemoryStore(table).keep(ID, "primary", memory));
  rds.book.remove(bench.primary);
}

describe("a replica is made again", () => {
  test("as large as the old one was, in its groups, with its parameters and its protection", () =>
    onBench(async (bench) => {
      await remember(bench, {});
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      const { properties, securityGroups, parametersInForce } = bench.atHome();
      expect(parametersInForce).toBe("storefront-postgres16-tuned");
      expect(securityGroups.inForce()).toEqual([GROUP]);
      expect(properties).toEqual({
        engine: "postgres",
        instanceClass: "db.r7g.4xlarge",
        subnetGroup: "ours",
        parameterGroup: "storefront-postgres16-tuned",
        kmsKeyId: bench.primary.properties.kmsKeyId,
        isDeletionProtected: true,
        takesIamLogins: true,
        storageGib: 100,
        maxStorageGib: 110,
      });
    }));

  test("like its source where nothing else is remembered", () =>
    onBench(async (bench) => {
      const groups = { parameterGroupName: null, subnetGroupName: null };
      const unknown = { instanceClass: null, ...groups, takesIamLogins: null, maxStorageGib: null };
      await remember(bench, { ...unknown, isDeletionProtected: false });
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(bench.atHome().properties).toMatchObject({
        instanceClass: bench.standby.properties.instanceClass,
        subnetGroup: "default",
        parameterGroup: "default.postgres16",
        isDeletionProtected: false,
        takesIamLogins: false,
        maxStorageGib: null,
      });
    }));

  test("without its storage's limit where the source has outgrown that; RDS would refuse it", () =>
    onBench(async (bench) => {
      await remember(bench, { maxStorageGib: 109 });
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(bench.atHome().properties).toMatchObject({ takesIamLogins: true, maxStorageGib: null });
    }));

  test("and it is told where, and under which name the stale one is kept", () =>
    onBench(async (bench) => {
      const kept = `${HOME} is being created as a replica of ${WRITER}.`;
      while (bench.primary.id === HOME) {
        await bench.call(rebuild);
        await bench.pass(60);
      }
      await bench.pass(120);
      const facts = { createdIn: bench.primary.region, keptAs: QUARANTINE_NAME };
      expect(await bench.call(rebuild)).toEqual({ status: "pending", detail: kept, facts });
    }));

  test("and it is told that nothing was kept, where nothing was there", () =>
    onBench(async (bench) => {
      await remember(bench, {});
      const facts = { createdIn: bench.primary.region, keptAs: null };
      expect(await bench.call(rebuild)).toMatchObject({ status: "pending", facts });
    }));

  test("once: whoever asks before AWS describes it is told that it appears", () =>
    onBench(async (bench) => {
      await remember(bench, {});
      // Descriptions lag behind by seconds; how many of these looks see nothing yet is the seed's.
      const details: string[] = [];
      for (let look = 0; look < 20; look += 1) {
        details.push((await bench.call(rebuild)).detail);
        await bench.pass(1);
      }
      expect(details).toContain(`${HOME} is appearing.`);
      expect(bench.answersTo("CreateDBInstanceReadReplica").filter((answer) => answer === "answered")).toHaveLength(1);
    }, 2));

  test("not while its source is busy, and that is said; nobody is told that it has begun", () =>
    onBench(async (bench) => {
      await remember(bench, {});
      bench.world.inRegion(bench.standby.region).rds.backUp(WRITER, 60);
      expect(await bench.call(rebuild)).toEqual({
        status: "pending",
        detail: `${HOME} cannot be created yet: ${WRITER} is backing-up.`,
      });
    }));
});

describe("what is set aside bears this move's tags", () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ["that nobody has touched", {}],
    ["that another move has tagged", { "baton:epoch": "1", "baton:keep-until": "2020-01-01" }],
    ["whose tags are half there: until when is missing", { "baton:epoch": "2" }],
    ["whose tags are half there: the move is missing", { "baton:keep-until": "2020-01-01" }],
    ["that has the same value under another name", { tier: "2", "baton:keep-until": "2020-01-01" }],
    ["that has tags of its owner beside half of them", { "baton:epoch": "2", owner: "shop" }],
  ])("%s", (_, tags) =>
    onBench(async (bench) => {
      for (const [key, value] of Object.entries(tags)) bench.primary.tags.set(key, value);
      expect((await bench.converge(rebuild, 60)).status).toBe("done");
      expect(bench.primary.id).toBe(QUARANTINE_NAME);
      const { "baton:epoch": epoch, "baton:keep-until": keptUntil = "" } = Object.fromEntries(bench.primary.tags);
      expect(epoch).toBe("2");
      expect(Date.parse(keptUntil)).toBeGreaterThan(bench.world.clock.now());
    }),
  );

  test("and is in the quarantine group, and in no other", () =>
    onBench(async (bench) => {
      await bench.converge(rebuild, 60);
      expect(bench.primary.securityGroups.inForce()).toEqual(["sg-0a1b2c3d4e5f60718"]);
    }));
});
