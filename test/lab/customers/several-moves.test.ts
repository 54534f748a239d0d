import { describe, expect, test } from "@jest/globals";
import { Customers } from "../../../lab/customers/customers";
import { Estate } from "../../../lab/estate/estate";
import type { DnsAnswer } from "../../../lab/services/route53/dns";
import { Route53Service } from "../../../lab/services/route53/route53-service";
import { ask, PLAN, servicePair, smallLab } from "../estate/small-lab";

const { primary: PRIMARY_LB, standby: STANDBY_LB } = PLAN.traffic.loadBalancers;
const [HOME, AWAY] = ["storefront-orders", "storefront-orders-replica"];
const [HOME_QUARANTINE, AWAY_QUARANTINE] = ["sg-0a1b2c3d4e5f60718", "sg-0f1e2d3c4b5a69788"];
type Role = "primary" | "standby";

/** A world in which a test does by hand what Baton would do. */
function setUp(seed = 7) {
  const small = smallLab(seed);
  const { lab, runFor } = small;
  const services = servicePair(lab);
  const estate = new Estate(lab, PLAN, services, new Route53Service(lab));
  const dns: { answer: DnsAnswer | null } = { answer: { target: PRIMARY_LB.dnsName, ttlSeconds: 60 } };
  const customers = new Customers(lab, estate.application, () => dns.answer);
  customers.start();
  const history: { atMs: number; role: Role }[] = [{ atMs: 0, role: "primary" }];
  const stretches: number[] = [];
  const moveTo = async (role: Role) => {
    history.push({ atMs: lab.clock.now(), role });
    dns.answer = { target: (role === "primary" ? PRIMARY_LB : STANDBY_LB).dnsName, ttlSeconds: 60 };
    await runFor(600);
  };
  const grow = (role: Role) =>
    ask(services[role].autoscaling, "SetDesiredCapacity", {
      AutoScalingGroupName: "storefront-web",
      DesiredCapacity: 6,
    });
  const promote = async (role: Role, id: string) => {
    await ask(services[role].rds, "PromoteReadReplica", { DBInstanceIdentifier: id, BackupRetentionPeriod: 7 });
    await runFor(1800);
  };
  const report = () => customers.report(lab.clock.now(), estate.databases, history, stretches);
  return { ...small, services, estate, customers, dns, history, stretches, moveTo, grow, promote, report };
}

type World = ReturnType<typeof setUp>;

async function failOver(world: World): Promise<void> {
  await world.runFor(120);
  world.lab.network.darken({ region: PLAN.regions.primary, sparedServices: [] });
  await world.grow("standby");
  await world.promote("standby", AWAY);
  await world.moveTo("standby");
  world.lab.network.restore(PLAN.regions.primary);
}

async function rebuildAtHome(world: World): Promise<void> {
  const { rds } = world.services.primary;
  const { securityGroups, properties } = rds.instance(HOME);
  const { parameterGroup } = properties;
  await ask(rds, "ModifyDBInstance", {
    DBInstanceIdentifier: HOME,
    NewDBInstanceIdentifier: `${HOME}-old`,
    ApplyImmediately: true,
  });
  await world.runFor(300);
  await ask(rds, "CreateDBInstanceReadReplica", {
    DBInstanceIdentifier: HOME,
    SourceDBInstanceIdentifier: `arn:aws:rds:${PLAN.regions.standby}:${PLAN.account}:db:${AWAY}`,
    VpcSecurityGroupIds: securityGroups.inForce(),
    KmsKeyId: properties.kmsKeyId,
  });
  await world.runFor(4 * 3600);
  // It came up with its engine's own parameters, too little to replay what the writer does.
  const own = { DBParameterGroupName: parameterGroup, ApplyImmediately: true };
  await ask(rds, "ModifyDBInstance", { DBInstanceIdentifier: HOME, ...own });
  await world.runFor(600);
  await ask(rds, "RebootDBInstance", { DBInstanceIdentifier: HOME });
  await world.runFor(4 * 3600);
}

async function freeze(world: World): Promise<void> {
  const { rds } = world.services.standby;
  const groups = { VpcSecurityGroupIds: [AWAY_QUARANTINE], ApplyImmediately: true };
  await ask(rds, "ModifyDBInstance", { DBInstanceIdentifier: AWAY, ...groups });
  await world.runFor(60);
  await ask(rds, "RebootDBInstance", { DBInstanceIdentifier: AWAY });
}

async function failBack(world: World): Promise<void> {
  world.stretches.push(world.lab.clock.now());
  await rebuildAtHome(world);
  await freeze(world);
  await world.runFor(300);
  await world.promote("primary", HOME);
  await world.moveTo("primary");
}

describe("there and back again", () => {
  test("loses the outage's tail only; each cut answers for its own, and each stretch for its own interruption", async () => {
    const world = setUp();
    await failOver(world);
    const away = world.report();
    await failBack(world);
    const home = world.report();
    expect(away.writesLost).toBeGreaterThan(0);
    expect(home.writesLost).toBe(away.writesLost);
    expect(home.splitBrainWrites).toBe(0);
    expect(home.cuts).toEqual([
      expect.objectContaining({ role: "standby", promotedInstance: AWAY, writesLost: away.writesLost }),
      { role: "primary", promotedInstance: HOME, writesLost: 0, rpoSeconds: 0, rpoBeforeSeconds: 0 },
    ]);
    expect(home.rtoSeconds).toBe(away.rtoSeconds);
    expect(home.interruptions).toHaveLength(2);
    expect(home.interruptions[1]?.rtoSeconds).toBeGreaterThan(2000);
    expect(home.interruptions[1]?.rtoSeconds).toBeLessThan(2400);
    expect(world.customers.areServed).toBe(true);
  });

  test("without a freeze loses what was written meanwhile, and the way home is to blame", async () => {
    const world = setUp();
    await failOver(world);
    const { writesLost } = world.report();
    await rebuildAtHome(world);
    await world.promote("primary", HOME);
    await world.moveTo("primary");
    const { cuts, splitBrainWrites } = world.report();
    expect(cuts[0]?.writesLost).toBe(writesLost);
    expect(cuts[1]?.writesLost).toBeGreaterThan(1800 * 50);
    expect(splitBrainWrites).toBeGreaterThan(1800 * 50);
  });

  test("abandoned before the promotion loses nothing: the standby holds everything", async () => {
    const world = setUp();
    await failOver(world);
    const { writesLost } = world.report();
    await rebuildAtHome(world);
    await freeze(world);
    await world.runFor(60);
    const [own = ""] = world.services.standby.rds.instance(AWAY).securityGroups.inForce();
    expect(own).toBe(AWAY_QUARANTINE);
    const after = world.report();
    expect(after).toMatchObject({ writesLost, splitBrainWrites: 0 });
    expect(after.cuts).toHaveLength(1);
  });
});

describe("a stale writer whose Region is back", () => {
  test("takes the writes of whoever still asks it: split brain, and lost", async () => {
    const world = setUp();
    await failOver(world);
    const before = world.report();
    world.estate.application.write(PRIMARY_LB.dnsName, 1_000_000, 10, 1);
    const after = world.report();
    expect(after.splitBrainWrites - before.splitBrainWrites).toBe(10);
    expect(after.writesLost - before.writesLost).toBe(10);
  });

  test("no longer does once it is fenced", async () => {
    const world = setUp();
    await failOver(world);
    const { rds } = world.services.primary;
    const groups = { VpcSecurityGroupIds: [HOME_QUARANTINE], ApplyImmediately: true };
    await ask(rds, "ModifyDBInstance", { DBInstanceIdentifier: HOME, ...groups });
    await world.runFor(60);
    await ask(rds, "RebootDBInstance", { DBInstanceIdentifier: HOME });
    await world.runFor(120);
    expect(world.estate.application.write(PRIMARY_LB.dnsName, 1_000_000, 10, 1).acknowledged).toBe(0);
  });
});

describe("a renamed database", () => {
  test("is not found by an application that knows the old name, and its replacement is", async () => {
    const world = setUp();
    const write = () => world.estate.application.write(PRIMARY_LB.dnsName, 1, 10, 1).acknowledged;
    expect(write()).toBe(10);
    await ask(world.services.primary.rds, "ModifyDBInstance", {
      DBInstanceIdentifier: HOME,
      NewDBInstanceIdentifier: "elsewhere",
      ApplyImmediately: true,
    });
    expect(write()).toBe(10);
    await world.runFor(300);
    expect(write()).toBe(0);
    const [database] = world.estate.databases;
    expect(database?.at("primary")).toBeUndefined();
    const [original] = database?.everAt("primary") ?? [];
    world.services.primary.rds.addInstance({
      id: HOME,
      securityGroupIds: original?.securityGroups.inForce() ?? [],
      multiAz: false,
      backupRetentionDays: 7,
    });
    expect(write()).toBe(10);
    expect(database?.everAt("primary")).toHaveLength(2);
  });
});

describe("a calm stretch", () => {
  test("has the same customers more seldom, and can be followed by a lively one", async () => {
    const world = setUp();
    await world.runFor(60);
    world.customers.changePace(30_000);
    await world.runFor(3600);
    world.customers.changePace(500);
    await world.runFor(60);
    const { requests, availability } = world.report();
    expect(requests).toBeGreaterThan(5000 + 100 * 25);
    expect(requests).toBeLessThan(7000 + 130 * 25);
    expect(availability).toBe(1);
  });
});
