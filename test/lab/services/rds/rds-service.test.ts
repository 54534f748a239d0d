import type { DBInstance } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_TIMINGS, type Timings } from "../../../../lab/estate/timings";
import { RdsService } from "../../../../lab/services/rds/rds-service";
import { ask, type SmallLab, smallLab } from "../../estate/small-lab";

const WRITER = { id: "orders", securityGroupIds: ["sg-app"], multiAz: true, backupRetentionDays: 7 };
const REPLICA = { id: "orders-replica", securityGroupIds: ["sg-app"], multiAz: false, backupRetentionDays: 0 };

/** Descriptions are up to date at once, where a test is about something else. */
const PROMPT: Timings = { ...DEFAULT_TIMINGS, descriptionDelaySeconds: { low: 0, high: 0 } };

function setUp(seed?: number, timings = PROMPT) {
  const small = smallLab(seed);
  const primary = new RdsService(small.lab, "us-east-1", timings);
  const standby = new RdsService(small.lab, "eu-west-1", timings);
  for (const rds of [primary, standby]) rds.addSecurityGroup("sg-app", { admits: true });
  primary.addSecurityGroup("sg-quarantine", { admits: false });
  const writer = primary.addInstance(WRITER);
  const replica = standby.addReplica(REPLICA, writer);
  return { ...small, primary, standby, writer, replica };
}

async function describeOne(rds: RdsService, id: string): Promise<DBInstance> {
  const { DBInstances } = await ask<{ DBInstances: DBInstance[] }>(rds, "DescribeDBInstances", {
    DBInstanceIdentifier: id,
  });
  return DBInstances[0] ?? {};
}

async function writeEverySecond({ lab, runFor }: SmallLab, write: (id: number) => void, seconds: number) {
  for (let second = 0; second < seconds; second += 1) {
    write(second + 1);
    await runFor(1);
  }
  return lab.clock.now();
}

describe("a promotion", () => {
  test("passes modifying and rebooting, and ends as a writer with a day of backups and one zone", async () => {
    const world = setUp();
    await ask(world.standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica" });
    const seen = new Set<string>();
    for (let step = 0; step < 400 && !seen.has("available"); step += 1) {
      const { DBInstanceStatus } = await describeOne(world.standby, "orders-replica");
      seen.add(DBInstanceStatus ?? "");
      await world.runFor(5);
    }
    expect([...seen]).toEqual(["modifying", "rebooting", "backing-up", "available"]);
    const promoted = await describeOne(world.standby, "orders-replica");
    expect(promoted).toMatchObject({ BackupRetentionPeriod: 1, MultiAZ: false });
    expect(promoted.ReadReplicaSourceDBInstanceIdentifier).toBeUndefined();
    expect(world.replica.connect()?.accepts()).toBe(true);
  });

  test("is followed by a backup, during which the new writer writes and refuses changes", async () => {
    const world = setUp();
    await ask(world.standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica" });
    while (world.replica.status !== "backing-up") await world.runFor(1);
    expect(world.replica.connect()?.write(1, 1)).toBe(true);
    const modify = { DBInstanceIdentifier: "orders-replica", MultiAZ: true, ApplyImmediately: true };
    await expect(ask(world.standby, "ModifyDBInstance", modify)).rejects.toMatchObject({
      code: "InvalidDBInstanceState",
    });
    await world.runFor(14_400);
    await ask(world.standby, "ModifyDBInstance", modify);
  });

  test("that keeps no backups begins none; one is taken as soon as the retention is no longer 0", async () => {
    const world = setUp();
    const name = { DBInstanceIdentifier: "orders-replica" };
    await ask(world.standby, "PromoteReadReplica", { ...name, BackupRetentionPeriod: 0 });
    await world.runFor(3600);
    const backups = () => world.lab.journal.entries.filter(({ kind }) => kind === "backup-started").length;
    expect(backups()).toBe(0);
    await ask(world.standby, "ModifyDBInstance", { ...name, BackupRetentionPeriod: 7, ApplyImmediately: true });
    await world.runFor(60);
    expect(backups()).toBe(1);
  });

  test("takes what the log-normal of aws-facts says: median near 240 s over many seeds", async () => {
    const seconds: number[] = [];
    for (let seed = 1; seed <= 201; seed += 1) {
      const { standby, lab } = setUp(seed);
      await ask(standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica" });
      const started = lab.journal.entries.find(({ kind }) => kind === "promotion-started");
      seconds.push(Number(started?.facts.plannedSeconds));
    }
    const sorted = seconds.sort((left, right) => left - right);
    expect(sorted[100]).toBeGreaterThan(200);
    expect(sorted[100]).toBeLessThan(290);
    expect(sorted[190]).toBeGreaterThan(380);
  });

  test.each([
    ["while a backup runs", async (world: ReturnType<typeof setUp>) => world.standby.backUp("orders-replica", 60)],
    [
      "a second time",
      (world: ReturnType<typeof setUp>) =>
        ask(world.standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica" }),
    ],
  ])("is refused %s", async (_, before) => {
    const world = setUp();
    await before(world);
    const promotion = ask(world.standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica" });
    await expect(promotion).rejects.toMatchObject({ code: "InvalidDBInstanceState" });
  });

  test("is refused for an instance that is no replica, or does not exist", async () => {
    const { primary } = setUp();
    await expect(ask(primary, "PromoteReadReplica", { DBInstanceIdentifier: "orders" })).rejects.toMatchObject({
      code: "InvalidDBInstanceState",
    });
    await expect(ask(primary, "PromoteReadReplica", { DBInstanceIdentifier: "other" })).rejects.toMatchObject({
      code: "DBInstanceNotFound",
    });
  });

  test("keeps a prefix of the writes: what was under way when the Region went dark never arrives", async () => {
    const world = setUp();
    const connection = world.writer.connect();
    await writeEverySecond(world, (id) => connection?.write(id, 1), 60);
    for (let id = 61; id <= 80; id += 1) connection?.write(id, 1);
    world.lab.network.darken({ region: "us-east-1", sparedServices: [] });
    await world.runFor(120);
    world.lab.network.restore("us-east-1");
    world.lab.network.darken({ region: "us-east-1", sparedServices: [] });
    await ask(world.standby, "PromoteReadReplica", { DBInstanceIdentifier: "orders-replica" });
    const kept = world.replica.inheritance?.batches ?? -1;
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThanOrEqual(60);
    expect(world.writer.log.countFrom(kept)).toBe(80 - kept);
  });
});

describe("a replica", () => {
  test("refuses writes", () => {
    const connection = setUp().replica.connect();
    expect(connection?.accepts()).toBe(false);
    expect(connection?.write(1, 1)).toBe(false);
  });

  test("says replicating for a while after its source is gone, then error; its lag grows without bound", async () => {
    const world = setUp();
    const connection = world.writer.connect();
    await writeEverySecond(world, (id) => connection?.write(id, 1), 120);
    const newestOf = (metric: string) => world.metrics.findLast(({ name }) => name === metric);
    const healthyLag = newestOf("ReplicaLag");
    expect(healthyLag).toMatchObject({ region: "eu-west-1" });
    expect(healthyLag?.value).toBeLessThan(10);
    expect(newestOf("OldestReplicationSlotLag")).toMatchObject({ region: "us-east-1" });
    world.lab.network.darken({ region: "us-east-1", sparedServices: [] });
    await world.runFor(30);
    const early = await describeOne(world.standby, "orders-replica");
    expect(early.StatusInfos).toEqual([{ StatusType: "read replication", Normal: true, Status: "replicating" }]);
    await world.runFor(600);
    const late = await describeOne(world.standby, "orders-replica");
    expect(late.StatusInfos?.[0]).toMatchObject({ Normal: false, Status: "error" });
    expect(newestOf("ReplicaLag")?.value).toBeGreaterThan(540);
  });

  test("leaves its source with bytes that were not received, until all of them were", async () => {
    const world = setUp();
    const connection = world.writer.connect();
    const missing = () => world.metrics.findLast(({ name }) => name === "OldestReplicationSlotLag")?.value;
    await writeEverySecond(world, (id) => connection?.write(id, 1), 120);
    world.lab.network.darken({ region: "eu-west-1", sparedServices: [] });
    await writeEverySecond(world, (id) => connection?.write(id, 1), 180);
    expect(missing()).toBeGreaterThan(100 * 8192);
    world.lab.network.restore("eu-west-1");
    await world.runFor(180);
    expect(missing()).toBe(0);
  });

  test("is behind as aws-facts says: about half a second, seldom more than four", async () => {
    const lags: number[] = [];
    for (let seed = 1; seed <= 300; seed += 1) {
      const world = setUp(seed);
      const connection = world.writer.connect();
      for (let id = 1; id <= 400; id += 1) {
        connection?.write(id, 1);
        await world.runFor(0.1);
      }
      const unreplicated = 400 - (world.replica.replication?.stream.appliedBatches(world.lab.clock.now()) ?? 0);
      lags.push(unreplicated / 10);
    }
    lags.sort((left, right) => left - right);
    expect(lags[150]).toBeGreaterThan(0.2);
    expect(lags[150]).toBeLessThan(0.9);
    expect(lags[285]).toBeGreaterThan(1);
    expect(lags[285]).toBeLessThan(4.5);
  });

  test("of an idle source lags up to five minutes, and falls with each heartbeat", async () => {
    const world = setUp();
    await world.runFor(7200);
    const samples = world.metrics.filter(({ name }) => name === "ReplicaLag");
    const lags = samples.slice(10).map(({ value }) => value);
    expect(Math.max(...lags)).toBeGreaterThan(240);
    expect(Math.max(...lags)).toBeLessThan(310);
    expect(Math.min(...lags)).toBeLessThan(61);
    expect(Math.min(...lags)).toBeGreaterThan(0);
  });

  test("that is stalled falls behind second by second, and catches up when let go", async () => {
    const world = setUp();
    const connection = world.writer.connect();
    const write = (id: number) => connection?.write(id, 1);
    await writeEverySecond(world, write, 60);
    world.replica.replication?.stream.stall(world.lab.clock.now(), 100_000);
    await writeEverySecond(world, write, 60);
    const growing = world.metrics.at(-1)?.value ?? 0;
    await writeEverySecond(world, write, 240);
    const settled = world.metrics.at(-1)?.value ?? 0;
    expect(growing).toBeLessThan(70);
    expect(settled).toBeGreaterThanOrEqual(100);
    expect(settled).toBeLessThan(115);
    world.replica.replication?.stream.stall(world.lab.clock.now(), 0);
    await writeEverySecond(world, write, 120);
    expect(world.metrics.at(-1)?.value).toBeLessThan(10);
  });
});

describe("a fence", () => {
  const swap = { DBInstanceIdentifier: "orders", VpcSecurityGroupIds: ["sg-quarantine"], ApplyImmediately: true };

  test("by security group alone leaves established connections writing; only new ones are refused", async () => {
    const { primary, writer, runFor } = setUp();
    const established = writer.connect();
    await ask(primary, "ModifyDBInstance", swap);
    const during = await describeOne(primary, "orders");
    expect(during.VpcSecurityGroups).toEqual([
      { VpcSecurityGroupId: "sg-quarantine", Status: "adding" },
      { VpcSecurityGroupId: "sg-app", Status: "removing" },
    ]);
    await runFor(60);
    const after = await describeOne(primary, "orders");
    expect(after.VpcSecurityGroups).toEqual([{ VpcSecurityGroupId: "sg-quarantine", Status: "active" }]);
    expect(established?.write(1, 1)).toBe(true);
    expect(writer.connect()).toBeNull();
  });

  test("holds once the reboot has ended the connections", async () => {
    const { primary, writer, runFor } = setUp();
    const established = writer.connect();
    await ask(primary, "ModifyDBInstance", swap);
    await ask(primary, "RebootDBInstance", { DBInstanceIdentifier: "orders" });
    expect(established?.accepts()).toBe(false);
    await runFor(120);
    expect((await describeOne(primary, "orders")).DBInstanceStatus).toBe("available");
    expect(established?.write(1, 1)).toBe(false);
    expect(writer.connect()).toBeNull();
  });

  test("is refused with a group that does not exist", async () => {
    const { primary } = setUp();
    const unknown = { ...swap, VpcSecurityGroupIds: ["sg-none"] };
    await expect(ask(primary, "ModifyDBInstance", unknown)).rejects.toMatchObject({ code: "InvalidParameterValue" });
  });
});

describe("a modification", () => {
  test("to Multi-AZ keeps the instance modifying, yet writing, for a long time", async () => {
    const { standby, lab, runFor } = setUp();
    const writer = standby.addInstance({ ...WRITER, id: "single", multiAz: false });
    const change = { DBInstanceIdentifier: "single", MultiAZ: true, BackupRetentionPeriod: 3, ApplyImmediately: true };
    await ask(standby, "ModifyDBInstance", change);
    await runFor(120);
    expect(await describeOne(standby, "single")).toMatchObject({
      DBInstanceStatus: "modifying",
      MultiAZ: false,
      PendingModifiedValues: { MultiAZ: true, BackupRetentionPeriod: 3 },
    });
    expect(writer.connect()?.write(1, 1)).toBe(true);
    await expect(ask(standby, "ModifyDBInstance", change)).rejects.toMatchObject({ code: "InvalidDBInstanceState" });
    await lab.clock.run(lab.clock.now() + 4 * 3600_000);
    expect(await describeOne(standby, "single")).toMatchObject({
      DBInstanceStatus: "available",
      MultiAZ: true,
      BackupRetentionPeriod: 3,
    });
  });

  test("without ApplyImmediately waits for a maintenance window", async () => {
    const { primary, runFor } = setUp();
    await ask(primary, "ModifyDBInstance", { DBInstanceIdentifier: "orders", BackupRetentionPeriod: 3 });
    await runFor(3600);
    expect(await describeOne(primary, "orders")).toMatchObject({
      BackupRetentionPeriod: 7,
      PendingModifiedValues: { BackupRetentionPeriod: 3 },
    });
  });

  test("of something that the lab does not know is refused by name", async () => {
    const { primary } = setUp();
    const bigger = { DBInstanceIdentifier: "orders", AllocatedStorage: 500 };
    await expect(ask(primary, "ModifyDBInstance", bigger)).rejects.toThrow("AllocatedStorage");
    const filtered = ask(primary, "DescribeDBInstances", { Filters: [{ Name: "engine", Values: ["mysql"] }] });
    await expect(filtered).rejects.toThrow("filters");
  });
});

describe("descriptions are eventually consistent", () => {
  const name = { DBInstanceIdentifier: "orders-replica" };
  const swap = { DBInstanceIdentifier: "orders", VpcSecurityGroupIds: ["sg-quarantine"], ApplyImmediately: true };

  test.each([
    ["PromoteReadReplica", "orders-replica", name],
    ["RebootDBInstance", "orders-replica", name],
    ["ModifyDBInstance", "orders", swap],
  ])("after %s they show for seconds what was before, and what is soon after", async (operation, id, input) => {
    const world = setUp(7, { ...DEFAULT_TIMINGS, descriptionDelaySeconds: { low: 3, high: 6 } });
    const rds = id === "orders" ? world.primary : world.standby;
    const before = await describeOne(rds, id);
    await ask(rds, operation, input);
    await world.runFor(2);
    expect(await describeOne(rds, id)).toEqual(before);
    expect(await ask(rds, "DescribeDBInstances", {})).toEqual({ DBInstances: [before] });
    await world.runFor(5);
    expect(await describeOne(rds, id)).not.toEqual(before);
  });

  test("a change that is refused is not waited for", async () => {
    const world = setUp(7, { ...DEFAULT_TIMINGS, descriptionDelaySeconds: { low: 60, high: 60 } });
    await expect(ask(world.primary, "PromoteReadReplica", { DBInstanceIdentifier: "orders" })).rejects.toThrow();
    world.writer.status = "storage-full";
    expect(await describeOne(world.primary, "orders")).toMatchObject({ DBInstanceStatus: "storage-full" });
  });
});
