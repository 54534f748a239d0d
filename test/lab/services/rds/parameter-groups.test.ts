import type { DBInstance } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { DEFAULT_TIMINGS } from "../../../../lab/estate/timings";
import type { Engine } from "../../../../lab/services/rds/engines";
import { RdsService } from "../../../../lab/services/rds/rds-service";
import { ask, smallLab } from "../../estate/small-lab";

const GROUP = "shop-tuned";
const COPY = { DBInstanceIdentifier: "copy" };
const TIMINGS = { ...DEFAULT_TIMINGS, descriptionDelaySeconds: { low: 0, high: 0 } };

/** A writer with a parameter group of its own, and another Region that has one of the same name. */
async function twoRegions(engine: Engine, parameterGroup?: string) {
  const small = smallLab();
  const [here, there] = ["us-east-1", "eu-west-1"].map((region) => new RdsService(small.lab, region, TIMINGS));
  if (!here || !there) throw new Error("There are two Regions.");
  const regions = new Map([here, there].map((rds) => [rds.region, rds]));
  for (const rds of regions.values()) {
    rds.connect(regions);
    rds.parameterGroups.add(GROUP, engine);
  }
  const common = { securityGroupIds: [], multiAz: false, backupRetentionDays: 7 };
  const writer = there.addInstance({ ...common, engine, id: "orders", ...(parameterGroup && { parameterGroup }) });
  return { ...small, here, writer };
}

type World = Awaited<ReturnType<typeof twoRegions>>;

const create = ({ here, writer }: World, more: object = {}) =>
  ask(here, "CreateDBInstanceReadReplica", { ...COPY, SourceDBInstanceIdentifier: writer.arn, ...more });
const modify = ({ here }: World, DBParameterGroupName: string, more: object = {}) =>
  ask(here, "ModifyDBInstance", { ...COPY, DBParameterGroupName, ...more });

async function groupOf({ here }: World) {
  const { DBInstances } = await ask<{ DBInstances: DBInstance[] }>(here, "DescribeDBInstances", COPY);
  const { DBInstanceStatus, DBParameterGroups } = DBInstances[0] ?? {};
  const [group] = DBParameterGroups ?? [];
  return [DBInstanceStatus, group?.DBParameterGroupName, group?.ParameterApplyStatus];
}

async function withCopy(engine: Engine, parameterGroup?: string): Promise<World> {
  const world = await twoRegions(engine, parameterGroup);
  await create(world);
  await world.runFor(6 * 3600);
  return world;
}

describe("a replica across Regions", () => {
  test("of PostgreSQL is refused with a parameter group, and gets the default", async () => {
    const world = await twoRegions("postgres", GROUP);
    await expect(create(world, { DBParameterGroupName: GROUP })).rejects.toMatchObject({
      code: "InvalidParameterCombination",
      message: expect.stringContaining("for the following DB engine: postgres"),
    });
    await create(world);
    expect(await groupOf(world)).toEqual(["creating", "default.postgres16", "in-sync"]);
  });

  test("of MySQL has the one that it is created with, in effect; there must be such a group", async () => {
    const world = await twoRegions("mysql", GROUP);
    const unknown = create(world, { DBParameterGroupName: "none" });
    await expect(unknown).rejects.toMatchObject({ code: "DBParameterGroupNotFound" });
    await create(world, { DBParameterGroupName: GROUP });
    expect(await groupOf(world)).toEqual(["creating", GROUP, "in-sync"]);
  });

  test("of PostgreSQL does not replay with fewer parameters than its source, and replays the backlog with them", async () => {
    const world = await withCopy("postgres", GROUP);
    const stream = world.here.instance("copy").replication?.stream;
    const missing = () => stream?.missingBatches(world.lab.clock.now());
    await world.runFor(3600);
    const before = missing();
    expect(before).toBeGreaterThan(5);
    await modify(world, GROUP);
    await world.runFor(120);
    expect(missing()).toBeGreaterThanOrEqual(before ?? 0);
    await ask(world.here, "RebootDBInstance", COPY);
    await world.runFor(120);
    expect(missing()).toBeGreaterThan(0);
    await world.runFor(3 * 3600);
    expect(missing()).toBe(0);
  });

  test.each<[Engine, string | undefined]>([
    ["postgres", undefined],
    ["mysql", GROUP],
  ])("of %s with %s replays with the default", async (engine, group) => {
    const { here, lab } = await withCopy(engine, group);
    expect(here.instance("copy").replication?.stream.missingBatches(lab.clock.now())).toBe(0);
  });
});

describe("another parameter group", () => {
  test("is named at once, and in effect after a reboot", async () => {
    const world = await withCopy("postgres");
    await modify(world, GROUP);
    expect(await groupOf(world)).toEqual(["modifying", GROUP, "applying"]);
    await world.runFor(120);
    expect(await groupOf(world)).toEqual(["available", GROUP, "pending-reboot"]);
    await ask(world.here, "RebootDBInstance", COPY);
    await world.runFor(120);
    expect(await groupOf(world)).toEqual(["available", GROUP, "in-sync"]);
  });

  test("that it has already changes nothing", async () => {
    const world = await withCopy("postgres");
    await modify(world, "default.postgres16");
    expect(await groupOf(world)).toEqual(["available", "default.postgres16", "in-sync"]);
  });

  test.each<[string, string, object, string]>([
    ["that there is not", "none", {}, "DBParameterGroupNotFound"],
    ["of another engine", "default.mysql8.0", {}, "InvalidParameterCombination"],
    ["together with other changes", GROUP, { MultiAZ: true }, "InvalidParameterCombination"],
  ])("%s is refused", async (_, group, more, code) => {
    const world = await withCopy("postgres");
    await expect(modify(world, group, more)).rejects.toMatchObject({ code });
  });

  test("is refused while the instance is being created", async () => {
    const world = await twoRegions("postgres", GROUP);
    await create(world);
    await expect(modify(world, GROUP)).rejects.toMatchObject({ code: "InvalidDBInstanceState" });
  });
});
