import { describe, expect, test } from "@jest/globals";
import type { HttpAnswer } from "../../../../lab/kernel/ports";
import type { ProvisionRequest } from "../../../../lab/kernel/provision";
import { CHECKER_REGIONS } from "../../../../lab/services/route53/health-check-config";
import { Route53Service } from "../../../../lab/services/route53/route53-service";
import { ask, type SmallLab, smallLab } from "../../estate/small-lab";

const ZONE = "Z0123456789";
const OK: HttpAnswer = { status: 200, body: "" };
const UNAVAILABLE: HttpAnswer = { status: 503, body: "" };
const SILENCE: HttpAnswer = { status: null, body: "" };
const ENDPOINT = {
  Type: "HTTPS",
  FullyQualifiedDomainName: "traffic.example.com",
  Port: 443,
  ResourcePath: "/traffic/secret",
  RequestInterval: 10,
  FailureThreshold: 3,
};

function request(properties: Record<string, unknown>): ProvisionRequest {
  const place = { logicalId: "Thing", stackName: "watch", region: "us-east-1" };
  return { ...place, properties, metadata: {}, assemblyFolder: "" };
}

function setUp(seed?: number, adapt: (small: SmallLab) => SmallLab = (small) => small) {
  const small = adapt(smallLab(seed));
  const route53 = new Route53Service(small.lab);
  route53.addHostedZone(ZONE);
  const check = async (config: object) => {
    const provision = route53.provisioners["AWS::Route53::HealthCheck"];
    const created = await provision?.(request({ HealthCheckConfig: config, HealthCheckTags: [] }));
    return created?.attributes.HealthCheckId ?? "";
  };
  const record = async (properties: object) => {
    const provision = route53.provisioners["AWS::Route53::RecordSet"];
    let created = false;
    const work = Promise.resolve(provision?.(request({ HostedZoneId: ZONE, Type: "A", ...properties }))).then(() => {
      created = true;
    });
    await small.runFor(80);
    await work;
    return created;
  };
  const isHealthy = (id: string) => route53.healthChecks.isHealthy(id);
  return { ...small, route53, check, record, isHealthy };
}

async function secondsUntil(world: SmallLab, isOver: () => boolean, limit = 300): Promise<number> {
  let seconds = 0;
  for (; seconds < limit && !isOver(); seconds += 1) await world.runFor(1);
  return seconds;
}

describe("a health check on a routing control", () => {
  const control = (role: string) =>
    `arn:aws:route53-recovery-control::111122223333:controlpanel/p/routingcontrol/${role}`;

  test("is healthy while the control is On; one that nobody has switched is Off", async () => {
    const { check, isHealthy, route53 } = setUp();
    const primary = await check({ Type: "RECOVERY_CONTROL", RoutingControlArn: control("primary") });
    const standby = await check({ Type: "RECOVERY_CONTROL", RoutingControlArn: control("standby") });
    expect([primary, standby].map(isHealthy)).toEqual([false, false]);
    route53.healthChecks.switchControls([control("primary")]);
    expect([primary, standby].map(isHealthy)).toEqual([true, false]);
    route53.healthChecks.switchControls([control("standby")]);
    expect([primary, standby].map(isHealthy)).toEqual([false, true]);
  });
});

describe("a health check on an endpoint", () => {
  test("is healthy before any data, inverted unhealthy, disabled always healthy", async () => {
    const { check, isHealthy, web, runFor } = setUp();
    web.answer = () => UNAVAILABLE;
    const plain = await check(ENDPOINT);
    const inverted = await check({ ...ENDPOINT, Inverted: true });
    const disabled = await check({ ...ENDPOINT, Disabled: true });
    expect([plain, inverted, disabled].map(isHealthy)).toEqual([true, false, true]);
    await runFor(120);
    expect([plain, inverted, disabled].map(isHealthy)).toEqual([false, true, true]);
  });

  test.each([
    ["refuses", UNAVAILABLE],
    ["is silent", SILENCE],
  ])("flips 15 to 60 s after its endpoint %s, and back when it answers", async (_, failure) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const world = setUp(seed);
      const id = await world.check(ENDPOINT);
      await world.runFor(60);
      world.web.answer = () => failure;
      const down = await secondsUntil(world, () => !world.isHealthy(id));
      world.web.answer = () => OK;
      const up = await secondsUntil(world, () => world.isHealthy(id));
      expect(down).toBeGreaterThanOrEqual(15);
      expect(down).toBeLessThanOrEqual(60);
      expect(up).toBeGreaterThanOrEqual(15);
      expect(up).toBeLessThanOrEqual(60);
    }
  });

  test("does not flip for a stumble shorter than its threshold", async () => {
    const world = setUp();
    const id = await world.check(ENDPOINT);
    await world.runFor(60);
    world.web.answer = () => UNAVAILABLE;
    await world.runFor(12);
    world.web.answer = () => OK;
    expect(await secondsUntil(world, () => !world.isHealthy(id), 120)).toBe(120);
  });

  test("is asked by 16 checkers in 8 Regions, each about every interval, and shows what each saw", async () => {
    const { check, web, runFor, route53 } = setUp();
    web.answer = (url) => (url === "https://traffic.example.com/traffic/secret" ? UNAVAILABLE : OK);
    const id = await check(ENDPOINT);
    await runFor(30);
    const { HealthCheckObservations: seen } = await ask<{
      HealthCheckObservations: { Region: string; StatusReport: { Status: string; CheckedTime: Date } }[];
    }>(route53, "GetHealthCheckStatus", { HealthCheckId: id });
    expect(seen).toHaveLength(16);
    expect(new Set(seen.map(({ Region }) => Region)).size).toBe(8);
    expect(seen.every(({ StatusReport }) => StatusReport.Status.startsWith("Failure: HTTP Status Code 503"))).toBe(
      true,
    );
    const askedBefore = web.asked;
    await runFor(1000);
    expect(web.asked - askedBefore).toBeLessThanOrEqual(1000);
  });

  test("believes checkers that lie, for as long as they do, if they are enough", async () => {
    const world = setUp();
    const id = await world.check(ENDPOINT);
    await world.runFor(60);
    const lie = (regions: readonly string[], says: "healthy" | "unhealthy") =>
      world.route53.healthChecks.misreport("traffic.example.com", regions, {
        says,
        untilMs: world.lab.clock.now() + 120_000,
      });
    lie(CHECKER_REGIONS.slice(0, 6), "unhealthy");
    await world.runFor(100);
    expect(world.isHealthy(id)).toBe(true);
    lie(CHECKER_REGIONS.slice(0, 7), "unhealthy");
    await world.runFor(100);
    expect(world.isHealthy(id)).toBe(false);
    await world.runFor(100);
    expect(world.isHealthy(id)).toBe(true);
    world.web.answer = () => UNAVAILABLE;
    lie(CHECKER_REGIONS.slice(0, 2), "healthy");
    await world.runFor(100);
    expect(world.isHealthy(id)).toBe(true);
    world.route53.healthChecks.reportTruly();
    await world.runFor(100);
    expect(world.isHealthy(id)).toBe(false);
  });

  test("asks a function again only after something changed, or when the same way there is not certain", async () => {
    let revision = 1;
    let repeats = true;
    let invoked = 0;
    const { check, isHealthy, runFor } = setUp(1, (small) => ({
      ...small,
      lab: {
        ...small.lab,
        web: {
          request: async () => {
            invoked += 1;
            return revision === 1 ? UNAVAILABLE : OK;
          },
          answerNow: () => undefined,
          revision: () => revision,
          repeatsAnswer: () => repeats,
        },
      },
    }));
    const id = await check(ENDPOINT);
    await runFor(600);
    expect(isHealthy(id)).toBe(false);
    expect(invoked).toBeLessThan(5);
    revision = 2;
    await runFor(60);
    expect(isHealthy(id)).toBe(true);
    expect(invoked).toBeLessThan(10);
    repeats = false;
    await runFor(100);
    // 16 checkers in ten seconds share at most ten looks, and are seldom all in one.
    expect(invoked).toBeGreaterThan(50);
  });
});

describe("a calculated check", () => {
  test("inverts its child, and both turn at the same moment", async () => {
    const world = setUp();
    world.web.answer = () => UNAVAILABLE;
    const child = await world.check(ENDPOINT);
    const inverse = await world.check({
      Type: "CALCULATED",
      ChildHealthChecks: [child],
      HealthThreshold: 1,
      Inverted: true,
    });
    expect(world.isHealthy(inverse)).toBe(false);
    for (let second = 0; second < 200; second += 1) {
      if (second === 100) world.web.answer = () => OK;
      await world.runFor(1);
      expect(world.isHealthy(inverse)).toBe(!world.isHealthy(child));
    }
    expect(world.lab.journal.entries.filter(({ kind }) => kind === "health-check-changed")).toHaveLength(4);
  });

  test("has no observations of its own", async () => {
    const { check, route53 } = setUp();
    const child = await check(ENDPOINT);
    const id = await check({ Type: "CALCULATED", ChildHealthChecks: [child], HealthThreshold: 1 });
    await expect(ask(route53, "GetHealthCheckStatus", { HealthCheckId: id })).rejects.toMatchObject({
      code: "InvalidInput",
    });
  });
});

describe("the metric", () => {
  test("goes to us-east-1 each minute once there is data, and stays away while monitoring there is dark", async () => {
    const { check, web, runFor, metrics, lab } = setUp();
    await check(ENDPOINT);
    await runFor(100);
    web.answer = () => SILENCE;
    await runFor(120);
    expect(metrics.map(({ value }) => value)).toEqual([1, 1, 0, 0]);
    expect(metrics.every(({ region, name }) => region === "us-east-1" && name === "HealthCheckStatus")).toBe(true);
    lab.network.darken({ region: "us-east-1", sparedServices: [] });
    await runFor(600);
    expect(metrics).toHaveLength(4);
  });
});

describe("failover records", () => {
  const alias = (role: string) => ({
    Name: "shop.example.com",
    SetIdentifier: role,
    Failover: role,
    AliasTarget: { DNSName: `${role}.elb.amazonaws.com`, HostedZoneId: "Z1", EvaluateTargetHealth: false },
  });

  test("answer by health as it is now: primary unless only the secondary is healthy", async () => {
    const world = setUp();
    const healthy = { PRIMARY: true, SECONDARY: true };
    world.web.answer = (url) => (healthy[url.includes("first") ? "PRIMARY" : "SECONDARY"] ? OK : UNAVAILABLE);
    for (const [role, host] of [
      ["PRIMARY", "first.example.com"],
      ["SECONDARY", "second.example.com"],
    ] as const) {
      const HealthCheckId = await world.check({ ...ENDPOINT, FullyQualifiedDomainName: host });
      await world.record({ ...alias(role), HealthCheckId });
    }
    const target = () => world.route53.resolve("Shop.Example.com.")?.target;
    const cases = [
      [true, true, "primary.elb.amazonaws.com"],
      [false, true, "secondary.elb.amazonaws.com"],
      [true, false, "primary.elb.amazonaws.com"],
      [false, false, "primary.elb.amazonaws.com"],
    ] as const;
    for (const [primary, secondary, expected] of cases) {
      Object.assign(healthy, { PRIMARY: primary, SECONDARY: secondary });
      await world.runFor(90);
      expect(target()).toBe(expected);
    }
    expect(world.route53.resolve("shop.example.com")?.ttlSeconds).toBe(60);
  });

  test("with EvaluateTargetHealth also follow the load balancer's targets", async () => {
    const { route53, record } = setUp();
    let hasTargets = true;
    route53.connect((dnsName) => dnsName !== "primary.elb.amazonaws.com" || hasTargets);
    for (const role of ["PRIMARY", "SECONDARY"]) {
      const { AliasTarget } = alias(role);
      await record({ ...alias(role), AliasTarget: { ...AliasTarget, EvaluateTargetHealth: true } });
    }
    expect(route53.resolve("shop.example.com")?.target).toBe("primary.elb.amazonaws.com");
    hasTargets = false;
    expect(route53.resolve("shop.example.com")?.target).toBe("secondary.elb.amazonaws.com");
  });
});

describe("record changes", () => {
  const simple = { Name: "www.example.com.", Type: "A", TTL: 30, ResourceRecords: [{ Value: "192.0.2.1" }] };
  const change = (route53: Route53Service, ...changes: object[]) =>
    ask<{ ChangeInfo: { Id: string; Status: string } }>(route53, "ChangeResourceRecordSets", {
      HostedZoneId: ZONE,
      ChangeBatch: { Changes: changes },
    });

  test("are pending, and answered by nobody, until they are in sync about a minute later", async () => {
    const { route53, runFor } = setUp();
    const { ChangeInfo } = await change(route53, { Action: "UPSERT", ResourceRecordSet: simple });
    expect(ChangeInfo.Status).toBe("PENDING");
    await runFor(40);
    expect(route53.resolve("www.example.com")).toBeNull();
    expect(await ask(route53, "ListResourceRecordSets", { HostedZoneId: ZONE })).toMatchObject({
      ResourceRecordSets: [{ Name: "www.example.com." }],
    });
    await runFor(40);
    expect(route53.resolve("www.example.com")).toEqual({ target: "192.0.2.1", ttlSeconds: 30 });
    const now = await ask(route53, "GetChange", { Id: ChangeInfo.Id });
    expect(now).toMatchObject({ ChangeInfo: { Status: "INSYNC" } });
    await change(route53, { Action: "DELETE", ResourceRecordSet: simple });
    await runFor(80);
    expect(route53.resolve("www.example.com")).toBeNull();
  });

  test("are all made or none", async () => {
    const { route53 } = setUp();
    const failover = { ...simple, SetIdentifier: "a", Failover: "PRIMARY" };
    const mixed = [simple, failover].map((ResourceRecordSet) => ({ Action: "CREATE", ResourceRecordSet }));
    await expect(change(route53, ...mixed)).rejects.toMatchObject({ code: "InvalidChangeBatch" });
    const twice = [simple, simple].map((ResourceRecordSet) => ({ Action: "CREATE", ResourceRecordSet }));
    await expect(change(route53, ...twice)).rejects.toMatchObject({ code: "InvalidChangeBatch" });
    expect(await ask(route53, "ListResourceRecordSets", { HostedZoneId: ZONE })).toMatchObject({
      ResourceRecordSets: [],
    });
    await expect(ask(route53, "ListResourceRecordSets", { HostedZoneId: "Z9" })).rejects.toMatchObject({
      code: "NoSuchHostedZone",
    });
  });
});

describe("what the lab does not know", () => {
  test.each([
    ["AWS::Route53::HealthCheck", { HealthCheckConfig: { ...ENDPOINT, SearchString: "ok" } }, "SearchString"],
    ["AWS::Route53::HealthCheck", { HealthCheckConfig: { Type: "CLOUDWATCH_METRIC" } }, "Type"],
    ["AWS::Route53::RecordSet", { HostedZoneId: ZONE, Name: "a.example.com", Type: "A", Weight: 1 }, "Weight"],
  ])("%s %j is refused by name", async (type, properties, named) => {
    const { route53 } = setUp();
    const provision = async () => route53.provisioners[type]?.(request(properties));
    await expect(provision()).rejects.toThrow(named);
  });
});
