import type { CreateDBInstanceReadReplicaMessage, DBInstance } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_TIMINGS, type Timings } from "../../../../lab/estate/timings";
import { RdsService } from "../../../../lab/services/rds/rds-service";
import { ask, smallLab } from "../../estate/small-lab";

const KEY = "arn:aws:kms:us-east-1:123456789012:key/1111";
const STANDBY_KEY = "arn:aws:kms:eu-west-1:123456789012:key/2222";
const SOURCE_ARN = "arn:aws:rds:eu-west-1:123456789012:db:orders-replica";
const HOME = { DBInstanceIdentifier: "orders" };
const QUARANTINED = { DBInstanceIdentifier: "orders-quarantine-e2" };

const REPLICA: CreateDBInstanceReadReplicaMessage = {
  DBInstanceIdentifier: "orders",
  SourceDBInstanceIdentifier: SOURCE_ARN,
  DBInstanceClass: "db.r7g.large",
  DBSubnetGroupName: "shop",
  VpcSecurityGroupIds: ["sg-app"],
  KmsKeyId: KEY,
  Tags: [{ Key: "owner", Value: "shop" }],
};

/** Descriptions are up to date at once, where a test is about something else. */
const PROMPT: Timings = { ...DEFAULT_TIMINGS, descriptionDelaySeconds: { low: 0, high: 0 } };

/** After a failover: the standby's instance is the writer, the primary's is stale. */
async function failedOver(seed?: number, timings = PROMPT) {
  const small = smallLab(seed);
  const primary = new RdsService(small.lab, "us-east-1", timings);
  const standby = new RdsService(small.lab, "eu-west-1", timings);
  const regions = new Map([primary, standby].map((rds) => [rds.region, rds]));
  for (const rds of regions.values()) {
    rds.connect(regions);
    rds.addSecurityGroup("sg-app", { admits: true });
    rds.addSecurityGroup("sg-quarantine", { admits: false });
    rds.subnetGroups.add("shop");
  }
  primary.kmsKeys.add(KEY);
  const shared = { securityGroupIds: ["sg-app"], multiAz: false, subnetGroup: "shop" };
  const stale = primary.addInstance({
    ...shared,
    id: "orders",
    backupRetentionDays: 7,
    instanceClass: "db.r7g.large",
    kmsKeyId: KEY,
    tags: { team: "shop" },
  });
  const writer = standby.addReplica(
    { ...shared, id: "orders-replica", backupRetentionDays: 0, kmsKeyId: STANDBY_KEY },
    stale,
  );
  await ask(standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica", BackupRetentionPeriod: 7 });
  // The new writer's first backup included.
  await small.runFor(14_400);
  return { ...small, primary, standby, stale, writer };
}

type World = Awaited<ReturnType<typeof failedOver>>;

async function shown(rds: RdsService, id: string): Promise<DBInstance> {
  const { DBInstances } = await ask<{ DBInstances: DBInstance[] }>(rds, "DescribeDBInstances", {
    DBInstanceIdentifier: id,
  });
  return DBInstances[0] ?? {};
}

const rename = (rds: RdsService, from: string, to: string) =>
  ask(rds, "ModifyDBInstance", {
    DBInstanceIdentifier: from,
    NewDBInstanceIdentifier: to,
    ApplyImmediately: true,
  });

async function quarantineStale(world: World): Promise<void> {
  await rename(world.primary, "orders", "orders-quarantine-e2");
  await world.runFor(300);
}

async function rebuild(world: World): Promise<void> {
  await quarantineStale(world);
  await ask(world.primary, "CreateDBInstanceReadReplica", { ...REPLICA });
}

describe("a rename", () => {
  test("keeps the old name while it is renaming, then frees it and reboots under the new one; tags stay", async () => {
    const world = await failedOver();
    const connection = world.stale.connect();
    await rename(world.primary, "orders", "orders-quarantine-e2");
    expect(await shown(world.primary, "orders")).toMatchObject({
      DBInstanceStatus: "renaming",
      PendingModifiedValues: { DBInstanceIdentifier: "orders-quarantine-e2" },
    });
    expect(connection?.accepts()).toBe(true);
    await world.runFor(300);
    await expect(ask(world.primary, "DescribeDBInstances", HOME)).rejects.toMatchObject({ code: "DBInstanceNotFound" });
    const renamed = await shown(world.primary, "orders-quarantine-e2");
    expect(renamed).toMatchObject({
      DBInstanceStatus: "available",
      DBInstanceArn: "arn:aws:rds:us-east-1:123456789012:db:orders-quarantine-e2",
      Endpoint: { Address: "orders-quarantine-e2.lab.us-east-1.rds.amazonaws.com" },
      TagList: [{ Key: "team", Value: "shop" }],
    });
    expect(connection?.accepts()).toBe(false);
    expect(world.stale.connect()?.accepts()).toBe(true);
  });

  test("to a name that is taken or malformed is refused, and so is one of a busy instance", async () => {
    const { standby, primary } = await failedOver();
    standby.addInstance({ id: "other", securityGroupIds: [], multiAz: false, backupRetentionDays: 0 });
    await expect(rename(standby, "orders-replica", "other")).rejects.toMatchObject({ code: "DBInstanceAlreadyExists" });
    await expect(rename(standby, "orders-replica", "2nd")).rejects.toMatchObject({ code: "InvalidParameterValue" });
    await rename(primary, "orders", "old");
    await expect(rename(primary, "orders", "older")).rejects.toMatchObject({ code: "InvalidDBInstanceState" });
  });

  test("without ApplyImmediately waits for a maintenance window", async () => {
    const { primary, runFor } = await failedOver();
    await ask(primary, "ModifyDBInstance", { ...HOME, NewDBInstanceIdentifier: "later" });
    await runFor(3600);
    expect(await shown(primary, "orders")).toMatchObject({ PendingModifiedValues: { DBInstanceIdentifier: "later" } });
  });

  test("of either end of a replication leaves it going, under the new names", async () => {
    const world = await failedOver();
    await rebuild(world);
    await world.runFor(5 * 3600);
    await rename(world.standby, "orders-replica", "orders-main");
    await world.runFor(300);
    await rename(world.primary, "orders", "orders-copy");
    await world.runFor(300);
    expect(await shown(world.primary, "orders-copy")).toMatchObject({
      ReadReplicaSourceDBInstanceIdentifier: "arn:aws:rds:eu-west-1:123456789012:db:orders-main",
      StatusInfos: [{ Normal: true, Status: "replicating" }],
    });
    expect((await shown(world.standby, "orders-main")).ReadReplicaDBInstanceIdentifiers).toEqual([
      "arn:aws:rds:us-east-1:123456789012:db:orders-copy",
    ]);
  });
});

describe("tags", () => {
  test("are added to what the ARN names now, and listed", async () => {
    const world = await failedOver();
    await quarantineStale(world);
    const arn = "arn:aws:rds:us-east-1:123456789012:db:orders-quarantine-e2";
    await ask(world.primary, "AddTagsToResource", {
      ResourceName: arn,
      Tags: [{ Key: "baton:epoch", Value: "2" }],
    });
    expect(await ask(world.primary, "ListTagsForResource", { ResourceName: arn })).toEqual({
      TagList: [
        { Key: "team", Value: "shop" },
        { Key: "baton:epoch", Value: "2" },
      ],
    });
    const oldArn = { ResourceName: "arn:aws:rds:us-east-1:123456789012:db:orders", Tags: [] };
    await expect(ask(world.primary, "AddTagsToResource", oldArn)).rejects.toMatchObject({ code: "DBInstanceNotFound" });
  });
});

describe("a replica made in another Region", () => {
  test("is created for hours, backed up, and available with what it was given", async () => {
    const world = await failedOver();
    await rebuild(world);
    const seen = new Set<string>();
    for (let minute = 0; minute < 600 && !seen.has("available"); minute += 1) {
      seen.add((await shown(world.primary, "orders")).DBInstanceStatus ?? "");
      await world.runFor(60);
    }
    expect([...seen]).toEqual(["creating", "backing-up", "available"]);
    expect(await shown(world.primary, "orders")).toMatchObject({
      DBInstanceClass: "db.r7g.large",
      DBSubnetGroup: { DBSubnetGroupName: "shop" },
      DBParameterGroups: [{ DBParameterGroupName: "default.postgres16", ParameterApplyStatus: "in-sync" }],
      VpcSecurityGroups: [{ VpcSecurityGroupId: "sg-app", Status: "active" }],
      StorageEncrypted: true,
      KmsKeyId: KEY,
      BackupRetentionPeriod: 0,
      MultiAZ: false,
      ReadReplicaSourceDBInstanceIdentifier: SOURCE_ARN,
      TagList: [{ Key: "owner", Value: "shop" }],
    });
    expect((await shown(world.standby, "orders-replica")).ReadReplicaDBInstanceIdentifiers).toEqual([
      "arn:aws:rds:us-east-1:123456789012:db:orders",
    ]);
  });

  test("is not found for some seconds, although its name is taken", async () => {
    const world = await failedOver(7, { ...DEFAULT_TIMINGS, descriptionDelaySeconds: { low: 3, high: 6 } });
    await rebuild(world);
    await expect(ask(world.primary, "DescribeDBInstances", HOME)).rejects.toMatchObject({ code: "DBInstanceNotFound" });
    await world.runFor(300);
    expect(await shown(world.primary, "orders")).toMatchObject({ DBInstanceStatus: "creating" });
    await expect(ask(world.primary, "CreateDBInstanceReadReplica", { ...REPLICA })).rejects.toMatchObject({
      code: "DBInstanceAlreadyExists",
    });
  });

  test("takes about ninety minutes", async () => {
    const planned: number[] = [];
    for (let seed = 1; seed <= 101; seed += 1) {
      const world = await failedOver(seed);
      await rebuild(world);
      const started = world.lab.journal.entries.find(({ kind }) => kind === "replica-creation-started");
      planned.push(Number(started?.facts.plannedSeconds));
    }
    planned.sort((left, right) => left - right);
    expect(planned[50]).toBeGreaterThan(4200);
    expect(planned[50]).toBeLessThan(6900);
  });

  test("tells no lag before it is up, then replays its backlog and keeps up", async () => {
    const world = await failedOver();
    const connection = world.writer.connect();
    let id = 1;
    const writeFor = async (seconds: number) => {
      for (let second = 0; second < seconds; second += 20, id += 1) {
        connection?.write(id, 1);
        await world.runFor(20);
      }
    };
    await rebuild(world);
    world.metrics.length = 0;
    const lags = () => world.metrics.filter(({ name }) => name === "ReplicaLag");
    await writeFor(600);
    expect(lags()).toEqual([]);
    await writeFor(5 * 3600);
    const first = lags()[0]?.value ?? 0;
    expect(first).toBeGreaterThan(1800);
    expect(lags().at(-1)).toMatchObject({ region: "us-east-1" });
    expect(lags().at(-1)?.value).toBeLessThan(60);
    expect(lags().filter(({ value }) => value > 120).length).toBeGreaterThan(3);
  });

  test("keeps every commit of its source when it is promoted after a freeze, and none is lost", async () => {
    const world = await failedOver();
    const connection = world.writer.connect();
    for (let id = 1; id <= 50; id += 1) connection?.write(id, 1);
    await rebuild(world);
    await world.runFor(6 * 3600);
    for (let id = 51; id <= 90; id += 1) connection?.write(id, 1);
    await ask(world.standby, "ModifyDBInstance", {
      DBInstanceIdentifier: "orders-replica",
      VpcSecurityGroupIds: ["sg-quarantine"],
    });
    await world.runFor(60);
    await ask(world.standby, "RebootDBInstance", { DBInstanceIdentifier: "orders-replica" });
    const frozenAtMs = world.lab.clock.now();
    await world.runFor(300);
    const proof = world.metrics.filter(({ atMs, value }) => atMs - value * 1000 >= frozenAtMs);
    expect(proof.length).toBeGreaterThan(0);
    await ask(world.primary, "PromoteReadReplica", HOME);
    const home = world.primary.instance("orders");
    expect(world.writer.log.countFrom(home.inheritance?.batches ?? 0)).toBe(0);
    expect(connection?.write(91, 1)).toBe(false);
  });

  test.each<[string, Partial<CreateDBInstanceReadReplicaMessage>, string]>([
    ["without a key of its Region", { KmsKeyId: undefined }, "InvalidParameterCombination"],
    ["with the source's key", { KmsKeyId: STANDBY_KEY }, "KMSKeyNotAccessibleFault"],
    ["in an unknown subnet group", { DBSubnetGroupName: "none" }, "DBSubnetGroupNotFoundFault"],
    ["with a parameter group", { DBParameterGroupName: "default.postgres16" }, "InvalidParameterCombination"],
    ["in an unknown security group", { VpcSecurityGroupIds: ["sg-none"] }, "InvalidParameterValue"],
    ["of a source that does not exist", { SourceDBInstanceIdentifier: `${SOURCE_ARN}-x` }, "DBInstanceNotFound"],
    ["of a source without its ARN", { SourceDBInstanceIdentifier: "orders-replica" }, "InvalidParameterValue"],
    ["with what the lab does not know", { Iops: 3000 }, "InvalidParameterValue"],
  ])("is refused %s", async (_, change, code) => {
    const world = await failedOver();
    await quarantineStale(world);
    const given = Object.fromEntries(Object.entries({ ...REPLICA, ...change }).filter(([, value]) => value));
    const creation = ask(world.primary, "CreateDBInstanceReadReplica", given);
    await expect(creation).rejects.toMatchObject({ code });
  });

  test("is refused while its name is taken", async () => {
    const { primary } = await failedOver();
    const creation = ask(primary, "CreateDBInstanceReadReplica", { ...REPLICA });
    await expect(creation).rejects.toMatchObject({ code: "DBInstanceAlreadyExists" });
  });

  test.each<[string, (world: World) => unknown, string]>([
    [
      "keeps no backups",
      ({ writer }) => Object.assign(writer, { backupRetentionDays: 0 }),
      "Automated backups are not enabled",
    ],
    ["is busy", ({ standby }) => standby.backUp("orders-replica", 600), "backing-up"],
    [
      "is out of reach",
      ({ lab }) => lab.network.darken({ region: "eu-west-1", sparedServices: [] }),
      "does not answer",
    ],
  ])("is refused of a source that %s", async (_, spoil, message) => {
    const world = await failedOver();
    await quarantineStale(world);
    spoil(world);
    await expect(ask(world.primary, "CreateDBInstanceReadReplica", { ...REPLICA })).rejects.toThrow(message);
  });

  test("cannot be promoted or renamed before it is available", async () => {
    const world = await failedOver();
    await rebuild(world);
    await expect(ask(world.primary, "PromoteReadReplica", HOME)).rejects.toMatchObject({
      code: "InvalidDBInstanceState",
    });
    await expect(rename(world.primary, "orders", "other")).rejects.toMatchObject({ code: "InvalidDBInstanceState" });
  });

  test("fails when its source's Region vanishes while the snapshot travels", async () => {
    const world = await failedOver();
    await rebuild(world);
    world.lab.network.darken({ region: "eu-west-1", sparedServices: [] });
    await world.runFor(6 * 3600);
    expect((await shown(world.primary, "orders")).DBInstanceStatus).toBe("failed");
    expect(await shown(world.primary, "orders-quarantine-e2")).toMatchObject({ DBInstanceStatus: "available" });
  });
});

describe("a stale writer", () => {
  test("writes on when its Region is back, until quarantine and a reboot; replication is not cut by them", async () => {
    const world = await failedOver();
    world.lab.network.darken({ region: "us-east-1", sparedServices: [] });
    expect(world.stale.connect()).toBeNull();
    world.lab.network.restore("us-east-1");
    expect(world.stale.connect()?.write(1, 1)).toBe(true);
    const swap = { VpcSecurityGroupIds: ["sg-quarantine"], ApplyImmediately: true };
    await ask(world.primary, "ModifyDBInstance", { ...HOME, ...swap });
    await world.runFor(60);
    await ask(world.primary, "RebootDBInstance", HOME);
    await world.runFor(120);
    expect(world.stale.connect()).toBeNull();
    expect(await shown(world.primary, "orders")).toMatchObject({ DBInstanceStatus: "available" });
    await expect(ask(world.primary, "DescribeDBInstances", QUARANTINED)).rejects.toMatchObject({
      code: "DBInstanceNotFound",
    });
  });
});

test("a replica that failed can be deleted once nothing protects it, and its name is free again; a writer cannot", async () => {
  const world = await failedOver();
  const { primary, standby, stale, runFor } = world;
  await rename(primary, "orders", "orders-quarantine-e2");
  await runFor(300);
  await ask(primary, "CreateDBInstanceReadReplica", { ...REPLICA, DeletionProtection: true });
  primary.creations.fail(primary.instance("orders"), "a test wants it");
  const remove = (rds: RdsService, id: string) =>
    ask(rds, "DeleteDBInstance", { DBInstanceIdentifier: id, SkipFinalSnapshot: true });
  await expect(remove(primary, "orders")).rejects.toThrow("disable deletion protection");
  await ask(primary, "ModifyDBInstance", { ...HOME, DeletionProtection: false });
  await remove(primary, "orders");
  expect((await shown(primary, "orders")).DBInstanceStatus).toBe("deleting");
  await runFor(600);
  await expect(shown(primary, "orders")).rejects.toThrow("not found");
  await ask(primary, "CreateDBInstanceReadReplica", { ...REPLICA });
  await expect(remove(standby, "orders-replica")).rejects.toThrow("replicas only");
  expect(stale.id).toBe("orders-quarantine-e2");
});
