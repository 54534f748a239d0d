import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { LabAwsClients } from "../../lab/wire/aws-clients";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { World } from "../../lab/world";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { openTable } from "../../lambdas/aws/table";
import { factory } from "../../lambdas/image-keeper/image-keeper.lambda";
import type { TableEnvironment } from "../../lambdas/runtime/environment";
import type { Runtime } from "../../lambdas/runtime/runtime";
import { FIRST_BATON } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import { provision, TABLE_PROPERTIES } from "../lab/services/dynamodb/helpers";
import { EXECUTION } from "../orchestrator/fixtures";
import { storefrontPlan as plan } from "../support/storefront";

beforeAll(warmUpSdk);

const TEMPLATE = "lt-0123456789abcdef0";
const silent = () => {};
const noWeb = () => Promise.reject(new Error("no test goes to the web"));

const DESCRIBED_SECONDS = 10;

/** The keeper against the lab's services on the real SDK; nothing calls it but the test. */
class KeeperBench {
  readonly names = deployedNames(plan);
  readonly runtime: Runtime<TableEnvironment>;

  constructor(readonly world: World) {
    const { clock } = world;
    this.runtime = {
      environment: { TABLE_NAME: this.names.table },
      plan,
      clients: new LabAwsClients(world.wire, { arn: "aws:tester", region: plan.regions.standby }),
      clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
      http: { get: noWeb, put: noWeb },
      names: { resolve: noWeb },
      log: { append: silent, info: silent, warn: silent, error: silent },
      randomBytes: (count) => new Uint8Array(count),
    };
    provision(this.standby.dynamodb, "AWS::DynamoDB::Table", { ...TABLE_PROPERTIES, TableName: this.names.table });
  }

  get standby() {
    return this.world.inRegion(plan.regions.standby);
  }

  get ourCopies() {
    return this.standby.ec2.images.list().filter(({ name }) => name.includes("(copy"));
  }

  get versions(): readonly (string | undefined)[] {
    const versions = this.standby.ec2.template(TEMPLATE, undefined).describeVersions({});
    return versions.map(({ LaunchTemplateData }) => LaunchTemplateData?.ImageId);
  }

  /** One look, and as long as descriptions may take to show what it changed. `as`: the plan whose keeper looks. */
  async look(as: Plan = plan): Promise<void> {
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 };
    await this.wait(factory.create({ ...this.runtime, plan: as })({}, invocation));
    await this.pass(DESCRIBED_SECONDS);
  }

  /** The next release is made in the primary Region, and is available. */
  async release(): Promise<void> {
    this.world.estate.images.publish("primary");
    await this.pass(600);
  }

  async hold(holder: string | null): Promise<void> {
    const store = new BatonStore(openTable(this.runtime));
    const phase = holder === null ? "steady" : "failing-over";
    await this.wait(store.change((baton) => ({ changed: true, baton: { ...FIRST_BATON, ...baton, holder, phase } })));
  }

  /** Samples of a metric of the keeper's so far. */
  samples(name: string): number {
    return this.statistic(name, "SampleCount").reduce((sum, value) => sum + value, 0);
  }

  /** Its largest value so far. */
  largest(name: string): number {
    return Math.max(...this.statistic(name, "Maximum"));
  }

  private statistic(name: string, Stat: string): readonly number[] {
    const input = {
      StartTime: new Date(this.world.clock.now() - 6 * 3_600_000),
      EndTime: new Date(this.world.clock.now() + 60_000),
      MetricDataQueries: [
        {
          Id: "m",
          MetricStat: {
            Metric: { Namespace: this.names.metricNamespace, MetricName: name },
            Period: 60,
            Stat,
          },
        },
      ],
    };
    const caller = { arn: "aws:tester", region: plan.regions.standby };
    const call = {
      service: "monitoring",
      operation: "GetMetricData",
      input,
      region: caller.region,
      caller,
      requestId: "1",
    };
    const answer = this.standby.monitoring.handle(call) as {
      readonly MetricDataResults: readonly { readonly Values: readonly number[] }[];
    };
    return answer.MetricDataResults[0]?.Values ?? [];
  }

  async pass(seconds: number): Promise<void> {
    await this.world.clock.run(this.world.clock.now() + seconds * 1000);
  }

  async wait<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    await this.world.clock.run(this.world.clock.now() + 600_000, () => isOver);
    return work;
  }
}

function onBench(work: (bench: KeeperBench) => Promise<void>): Promise<void> {
  const world = new World(plan, 1);
  return withAmbient(world.clock, world.random.fork("ambient"), () => work(new KeeperBench(world)));
}

const COPIED_SECONDS = 3 * 3600;

describe("the image keeper", () => {
  test("changes nothing where the newest release is in both Regions, whoever copied it, but for its template version", () =>
    onBench(async (bench) => {
      const before = bench.standby.ec2.images.list().length;
      await bench.look();
      await bench.look();
      expect(bench.standby.ec2.images.list()).toHaveLength(before);
      expect(bench.versions).toHaveLength(2);
    }));

  test("called twice at one moment, and again an hour later, copies once", () =>
    onBench(async (bench) => {
      await bench.release();
      await Promise.all([bench.look(), bench.look()]);
      expect(bench.ourCopies).toHaveLength(1);
      await bench.pass(COPIED_SECONDS);
      await Promise.all([bench.look(), bench.look()]);
      await bench.look();
      expect(bench.ourCopies).toHaveLength(1);
      expect(bench.versions.filter((imageId) => imageId === bench.ourCopies[0]?.id)).toHaveLength(1);
    }));

  test("while a run holds the baton copies, and leaves templates and images alone until it is over", () =>
    onBench(async (bench) => {
      await bench.look();
      const versions = bench.versions.length;
      await bench.hold(EXECUTION);
      await bench.release();
      await bench.look();
      await bench.pass(COPIED_SECONDS);
      await bench.look();
      expect(bench.ourCopies.map(({ state }) => state)).toEqual(["available"]);
      expect(bench.versions).toHaveLength(versions);
      await bench.hold(null);
      await bench.look();
      expect(bench.versions).toHaveLength(versions + 1);
    }));

  test("writes no version for a group that would launch it at once, and says which and what to do", () =>
    onBench(async (bench) => {
      const group = bench.standby.autoscaling.group("storefront-web");
      group.template = { id: TEMPLATE, name: "storefront-web", version: "$Latest" };
      const versions = bench.versions.length;
      const said: string[] = [];
      const log = { ...bench.runtime.log, info: (message: string) => said.push(message) };
      const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 };
      await bench.release();
      await bench.look();
      await bench.pass(COPIED_SECONDS);
      await bench.wait(factory.create({ ...bench.runtime, log })({}, invocation));
      await bench.pass(120);
      expect(bench.versions).toHaveLength(versions);
      expect(bench.ourCopies.map(({ state }) => state)).toEqual(["available"]);
      expect(said.join(" ")).toMatch(/storefront-web in eu-west-1 launches \$Latest of lt-.*Give the group the number/);
      expect(bench.largest(bench.names.imagesBehindMetric)).toBe(1);
      group.template = { ...group.template, version: "1" };
      await bench.look();
      expect(bench.versions).toHaveLength(versions + 1);
    }));

  test("writes no version for a group that launches from another template than the plan's, and says so", () =>
    onBench(async (bench) => {
      const group = bench.standby.autoscaling.group("storefront-web");
      group.template = { id: "lt-0fedcba9876543210", name: "hotfix", version: "1" };
      const versions = bench.versions.length;
      await bench.release();
      await bench.look();
      await bench.pass(COPIED_SECONDS);
      await bench.look();
      await bench.pass(120);
      expect(bench.versions).toHaveLength(versions);
      expect(bench.largest(bench.names.imagesBehindMetric)).toBe(1);
    }));

  test("never removes the image that a group would launch next, however old", () =>
    onBench(async (bench) => {
      await bench.release();
      await bench.look();
      await bench.pass(COPIED_SECONDS);
      await bench.look();
      const pinned = bench.ourCopies[0]?.id ?? "";
      const version = String(bench.versions.indexOf(pinned) + 1);
      bench.standby.autoscaling.group("storefront-web").template = { id: TEMPLATE, name: "storefront-web", version };
      for (let releases = 0; releases < 4; releases += 1) {
        await bench.release();
        await bench.look();
        await bench.pass(COPIED_SECONDS);
        await bench.look();
      }
      const left = bench.ourCopies.map(({ id }) => id);
      expect(left).toContain(pinned);
      // The newest three of five, and the one in use.
      expect(left).toHaveLength(4);
    }));

  test("never removes what another application's keeper has copied, though both launch the same releases", () =>
    onBench(async (bench) => {
      const patient = plan.resources.map((resource) =>
        resource.kind === "autoScalingGroup"
          ? { ...resource, imageCopies: { ...resource.imageCopies, kept: 10 } }
          : resource,
      );
      const billing = { ...plan, application: "billing", resources: patient };
      for (let releases = 0; releases < 5; releases += 1) {
        await bench.release();
        await bench.look(billing);
        await bench.pass(COPIED_SECONDS);
        await bench.look(billing);
      }
      await bench.look();
      expect(bench.ourCopies).toHaveLength(5);
      // Its own keeper, told to keep three, removes them all the same.
      await bench.look({ ...plan, application: "billing" });
      expect(bench.ourCopies).toHaveLength(3);
    }));

  test("takes a silent Region for no error: one metric says so, the other says nothing", () =>
    onBench(async (bench) => {
      await bench.look();
      await bench.pass(120);
      expect(bench.samples(bench.names.imagesBehindMetric)).toBe(1);
      bench.world.network.darken({ region: plan.regions.primary, sparedServices: [] });
      await bench.look();
      await bench.pass(120);
      expect(bench.samples(bench.names.imagesUnreachableMetric)).toBe(2);
      expect(bench.samples(bench.names.imagesBehindMetric)).toBe(1);
    }));

  test("says what it could not do: a group that is not there is an error", () =>
    onBench(async (bench) => {
      const group = plan.resources.find(({ kind }) => kind === "autoScalingGroup");
      const gone = { ...group, standbyGroupName: "nowhere" } as (typeof plan)["resources"][number];
      const runtime = { ...bench.runtime, plan: { ...plan, resources: [gone] } };
      const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 };
      const look = factory.create(runtime)({}, invocation);
      await expect(bench.wait(look)).rejects.toThrow("There is no Auto Scaling group nowhere in eu-west-1");
    }));
});
