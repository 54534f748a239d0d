import { describe, expect, test } from "@jest/globals";
import { Customers } from "../../../lab/customers/customers";
import { Estate } from "../../../lab/estate/estate";
import type { DnsAnswer } from "../../../lab/services/route53/dns";
import { Route53Service } from "../../../lab/services/route53/route53-service";
import { ask, PLAN, servicePair, smallLab } from "../estate/small-lab";

const { primary: PRIMARY_LB, standby: STANDBY_LB } = PLAN.traffic.loadBalancers;

function setUp(seed = 7) {
  const small = smallLab(seed);
  const services = servicePair(small.lab);
  const estate = new Estate(small.lab, PLAN, services, new Route53Service(small.lab));
  const dns: { answer: DnsAnswer | null } = { answer: { target: PRIMARY_LB.dnsName, ttlSeconds: 60 } };
  const customers = new Customers(small.lab, estate.application, () => dns.answer);
  customers.start();
  const batonHistory: { atMs: number; role: "primary" | "standby" }[] = [{ atMs: 0, role: "primary" }];
  const report = (sinceMs = 0) => customers.report(sinceMs, estate.databases, batonHistory);
  const promote = () =>
    ask(services.standby.rds, "PromoteReadReplica", { DBInstanceIdentifier: "storefront-orders-replica" });
  const grow = () =>
    ask(services.standby.autoscaling, "SetDesiredCapacity", {
      AutoScalingGroupName: "storefront-web",
      DesiredCapacity: 6,
    });
  const moveBaton = () => {
    batonHistory.push({ atMs: small.lab.clock.now(), role: "standby" });
    dns.answer = { target: STANDBY_LB.dnsName, ttlSeconds: 60 };
  };
  return { ...small, services, estate, customers, dns, report, promote, grow, moveBaton };
}

describe("customers of a healthy application", () => {
  test("write once a second each, all acknowledged, none lost", async () => {
    const { report, runFor, customers } = setUp();
    await runFor(100);
    const result = report();
    expect(result.requests).toBeGreaterThanOrEqual(5000);
    expect(result.requests).toBeLessThanOrEqual(5050);
    expect(result).toMatchObject({
      writesFailed: 0,
      availability: 1,
      writesLost: 0,
      splitBrainWrites: 0,
      rpoSeconds: 0,
      rtoSeconds: null,
      firstFailureAtMs: null,
    });
    expect(customers.areServed).toBe(true);
  });

  test("are nobody until the name first resolves; a name that is gone fails them", async () => {
    const { dns, report, runFor } = setUp();
    await runFor(10);
    dns.answer = null;
    await runFor(500);
    const gone = report();
    expect(gone.writesFailed).toBeGreaterThan(0);
    const early = setUp();
    early.dns.answer = null;
    await early.runFor(100);
    expect(early.report().requests).toBe(0);
  });
});

describe("a failover, seen by customers", () => {
  async function failOver(seed: number) {
    const world = setUp(seed);
    await world.runFor(120);
    const outageAtMs = world.lab.clock.now();
    world.lab.network.darken({ region: PLAN.regions.primary, sparedServices: [] });
    await world.promote();
    await world.grow();
    await world.runFor(1200);
    world.moveBaton();
    await world.runFor(600);
    return { world, outageAtMs, result: world.report(outageAtMs) };
  }

  test("costs an outage until their resolvers ask again, and the writes that were under way", async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { result, outageAtMs, world } = await failOver(seed);
      expect(result.firstFailureAtMs).toBe(outageAtMs);
      expect(result.rtoSeconds).toBeGreaterThan(1200);
      expect(result.rtoSeconds).toBeLessThanOrEqual(1262);
      expect(result.availability).toBeLessThan(0.4);
      expect(result.writesLost).toBeGreaterThan(0);
      expect(result.writesLost).toBeLessThan(50 * 20);
      expect(result.rpoSeconds).toBeGreaterThan(0);
      expect(result.rpoSeconds).toBeLessThan(20);
      expect(result.splitBrainWrites).toBe(0);
      expect(world.customers.areServed).toBe(true);
      const turns = world.lab.journal.entries.filter(({ actor }) => actor === "customers").map(({ kind }) => kind);
      expect(turns).toEqual(["customers-failing", "customers-served"]);
    }
  });

  test("leaves the one in fifty whose resolver holds answers behind, for up to five minutes more", async () => {
    const heldSeconds: number[] = [];
    for (let seed = 1; seed <= 10; seed += 1) {
      const { result } = await failOver(seed);
      heldSeconds.push(result.series.filter(({ failed, succeeded }) => failed === 1 && succeeded === 49).length);
      expect(result.series.at(-2)).toMatchObject({ failed: 0, servedByStandby: 50 });
    }
    expect(Math.max(...heldSeconds)).toBeGreaterThan(200);
    expect(Math.max(...heldSeconds)).toBeLessThanOrEqual(360);
  });

  test("with nobody fencing a primary that still answers is a split brain, and every such write is lost", async () => {
    const { runFor, promote, grow, moveBaton, report } = setUp();
    await runFor(60);
    await promote();
    await grow();
    await runFor(1200);
    const before = report();
    expect(before.splitBrainWrites).toBeGreaterThanOrEqual(1200 * 50);
    moveBaton();
    await runFor(400);
    const after = report();
    expect(after.splitBrainWrites).toBeGreaterThan(before.splitBrainWrites);
    expect(after.writesLost).toBeGreaterThanOrEqual(after.splitBrainWrites);
    expect(after.rpoSeconds).toBeGreaterThan(1200);
  });

  test("that moves traffic before capacity is there fails most of them", async () => {
    const { runFor, promote, moveBaton, report, lab } = setUp();
    await runFor(60);
    lab.network.darken({ region: PLAN.regions.primary, sparedServices: [] });
    await promote();
    await runFor(1200);
    moveBaton();
    await runFor(600);
    expect(report().rtoSeconds).toBeNull();
    expect(report().series.at(-2)).toMatchObject({ succeeded: 16, failed: 34 });
  });

  test("is the same to the byte for the same seed, and another for another", async () => {
    const [first, again, other] = [await failOver(5), await failOver(5), await failOver(6)];
    expect(JSON.stringify(again.result)).toBe(JSON.stringify(first.result));
    expect(JSON.stringify(other.result)).not.toBe(JSON.stringify(first.result));
  });
});
