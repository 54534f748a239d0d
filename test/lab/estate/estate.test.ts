import type { DBInstance } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { Estate } from "../../../lab/estate/estate";
import { Route53Service } from "../../../lab/services/route53/route53-service";
import { ask, PLAN, servicePair, smallLab } from "./small-lab";

const PRIMARY_HEALTH = new URL(PLAN.detection.healthUrl);
const STANDBY_HEALTH = new URL(PLAN.verification.healthUrl);
const STANDBY_REPLICA = { DBInstanceIdentifier: "storefront-orders-replica" };

function setUp() {
  const small = smallLab();
  const services = servicePair(small.lab);
  const estate = new Estate(small.lab, PLAN, services, new Route53Service(small.lab));
  const health = ({ hostname, pathname }: URL, from = "internet") =>
    estate.application.answer(from, hostname, pathname)?.status;
  const { primary, standby } = PLAN.traffic.loadBalancers;
  const write = (loadBalancer: typeof primary, count = 10) =>
    estate.application.write(loadBalancer.dnsName, 1, count, 1);
  return { ...small, services, estate, health, write, primary, standby };
}

describe("the estate at rest", () => {
  test("serves in the primary Region and cannot write in the standby", () => {
    const { estate, health, write, primary, standby } = setUp();
    expect(health(PRIMARY_HEALTH)).toBe(200);
    expect(health(STANDBY_HEALTH)).toBe(503);
    expect(write(primary)).toEqual({ role: "primary", acknowledged: 10 });
    expect(write(standby)).toEqual({ role: "standby", acknowledged: 0 });
    expect([estate.desiredCapacity("primary"), estate.desiredCapacity("standby")]).toEqual([6, 1]);
  });

  test("has the plan's images in the standby, and a standby template that still names the older one", async () => {
    const { services } = setUp();
    const { Images } = await ask<{ Images: { ImageId: string; CreationDate: string }[] }>(
      services.standby.ec2,
      "DescribeImages",
      { Filters: [{ Name: "tag:application", Values: ["storefront"] }] },
    );
    const [older, newer] = Images;
    expect(Images).toHaveLength(2);
    expect(String(older?.CreationDate) < String(newer?.CreationDate)).toBe(true);
    const source = services.standby.ec2.launchSource("lt-0123456789abcdef0", "$Latest");
    expect(source).toMatchObject({ imageId: older?.ImageId, imageIsAvailable: true });
  });

  test("knows its own names only", () => {
    const { estate, write } = setUp();
    expect(estate.application.answer("internet", "example.com", "/")).toBeUndefined();
    expect(estate.application.answer("internet", PRIMARY_HEALTH.hostname, "/other")?.status).toBe(404);
    expect(write({ dnsName: "nowhere", canonicalHostedZoneId: "", targetGroupArn: "" }).role).toBeNull();
  });
});

describe("an outage", () => {
  test("of a Region leaves everybody without an answer", () => {
    const { lab, health, write, primary } = setUp();
    lab.network.darken({ region: PLAN.regions.primary, sparedServices: [] });
    expect(health(PRIMARY_HEALTH)).toBeNull();
    expect(write(primary)).toEqual({ role: null, acknowledged: 0 });
  });

  test("of the network between two Regions is seen by those two only", () => {
    const { lab, health } = setUp();
    lab.network.cut(PLAN.regions.standby, PLAN.regions.primary);
    expect(health(PRIMARY_HEALTH, PLAN.regions.standby)).toBeNull();
    expect(health(PRIMARY_HEALTH, "us-west-2")).toBe(200);
  });

  test("of the application alone answers 503 while targets stay healthy", () => {
    const { estate, health, write, primary, services } = setUp();
    estate.faults.breakApplication("primary");
    expect(health(PRIMARY_HEALTH)).toBe(503);
    expect(write(primary)).toEqual({ role: "primary", acknowledged: 0 });
    expect(services.primary.elbv2.healthyCount(primary.targetGroupArn)).toBe(6);
    estate.faults.mendApplication("primary");
    expect(health(PRIMARY_HEALTH)).toBe(200);
  });
});

describe("a promoted standby", () => {
  test("serves what its one instance can take, and everybody once it has grown", async () => {
    const { lab, services, health, write, standby, runFor } = setUp();
    lab.network.darken({ region: PLAN.regions.primary, sparedServices: [] });
    await ask(services.standby.rds, "PromoteReadReplica", STANDBY_REPLICA);
    await runFor(1800);
    expect(health(STANDBY_HEALTH)).toBe(200);
    expect(write(standby, 50).acknowledged).toBe(17);
    await ask(services.standby.autoscaling, "SetDesiredCapacity", {
      AutoScalingGroupName: "storefront-web",
      DesiredCapacity: 6,
    });
    await runFor(900);
    expect(write(standby, 50).acknowledged).toBe(50);
  });
});

describe("a fence on the primary", () => {
  const swap = {
    DBInstanceIdentifier: "storefront-orders",
    VpcSecurityGroupIds: ["sg-0a1b2c3d4e5f60718"],
    ApplyImmediately: true,
  };

  test("by quarantine alone does not stop the application; the reboot does, for good", async () => {
    const { services, write, primary, runFor } = setUp();
    write(primary);
    await ask(services.primary.rds, "ModifyDBInstance", swap);
    await runFor(300);
    expect(write(primary).acknowledged).toBe(10);
    await ask(services.primary.rds, "RebootDBInstance", { DBInstanceIdentifier: "storefront-orders" });
    expect(write(primary).acknowledged).toBe(0);
    await runFor(300);
    expect(write(primary).acknowledged).toBe(0);
  });

  test("by scaling to zero takes every target out of service", async () => {
    const { services, health, runFor } = setUp();
    const none = { AutoScalingGroupName: "storefront-web", MinSize: 0, DesiredCapacity: 0 };
    await ask(services.primary.autoscaling, "UpdateAutoScalingGroup", none);
    await runFor(30);
    expect(health(PRIMARY_HEALTH)).toBe(503);
  });
});

describe("faults that scenarios choose", () => {
  test("break replication visibly and mend it", async () => {
    const { estate, services, runFor } = setUp();
    const status = async () => {
      const { DBInstances } = await ask<{ DBInstances: { StatusInfos: { Status: string }[] }[] }>(
        services.standby.rds,
        "DescribeDBInstances",
        STANDBY_REPLICA,
      );
      return DBInstances[0]?.StatusInfos[0]?.Status;
    };
    estate.faults.breakReplication();
    expect(await status()).toBe("error");
    estate.faults.mendReplication();
    await runFor(1);
    expect(await status()).toBe("replicating");
  });

  test("break a replica that is being built at home, or its creation itself", async () => {
    const { estate, services, runFor, lab } = setUp();
    await ask(services.standby.rds, "PromoteReadReplica", { ...STANDBY_REPLICA, BackupRetentionPeriod: 7 });
    await runFor(1800);
    const { kmsKeyId } = services.primary.rds.instance("storefront-orders").properties;
    const create = async (id: string) => {
      await ask(services.primary.rds, "ModifyDBInstance", {
        DBInstanceIdentifier: "storefront-orders",
        NewDBInstanceIdentifier: id,
        ApplyImmediately: true,
      });
      await runFor(300);
      await ask(services.primary.rds, "CreateDBInstanceReadReplica", {
        DBInstanceIdentifier: "storefront-orders",
        SourceDBInstanceIdentifier: `arn:aws:rds:${PLAN.regions.standby}:${PLAN.account}:db:storefront-orders-replica`,
        KmsKeyId: kmsKeyId,
      });
    };
    const described = async () => {
      const { DBInstances } = await ask<{ DBInstances: DBInstance[] }>(services.primary.rds, "DescribeDBInstances", {
        DBInstanceIdentifier: "storefront-orders",
      });
      return DBInstances[0];
    };
    await create("storefront-orders-old");
    estate.faults.breakReplication("primary");
    await runFor(8 * 3600);
    expect(await described()).toMatchObject({
      DBInstanceStatus: "available",
      StatusInfos: [{ Normal: false, Status: "error" }],
    });
    await create("storefront-orders-broken");
    estate.faults.failReplicaCreation("primary");
    await runFor(8 * 3600);
    expect((await described())?.DBInstanceStatus).toBe("failed");
    const kinds = lab.journal.entries.filter(({ actor }) => actor === "fault").map(({ kind }) => kind);
    expect(kinds).toEqual(["replication-broken", "replica-creation-broken"]);
  });

  test("keep promotion, images, capacity and health from working", async () => {
    const { estate, services, runFor, standby } = setUp();
    estate.faults.backUpReplicas(60);
    await expect(ask(services.standby.rds, "PromoteReadReplica", STANDBY_REPLICA)).rejects.toMatchObject({
      code: "InvalidDBInstanceState",
    });
    const grow = { AutoScalingGroupName: "storefront-web", DesiredCapacity: 4 };
    estate.faults.limitStandbyCapacity(1);
    estate.faults.failStandbyHealthChecks();
    await ask(services.standby.autoscaling, "SetDesiredCapacity", grow);
    await runFor(900);
    expect(services.standby.elbv2.healthyCount(standby.targetGroupArn)).toBe(1);
    estate.faults.loseStandbyImages();
    await runFor(10);
    expect(await ask(services.standby.ec2, "DescribeImages")).toEqual({ Images: [] });
  });
});
