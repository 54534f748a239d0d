import { beforeAll, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { RandomSource } from "../../lab/kernel/random";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { LastSeenStore } from "../../lambdas/aws/last-seen-store";
import { rememberPrimary } from "../../lambdas/sentry/remember";
import { rig } from "./rig";

beforeAll(warmUpSdk);

const MINUTE_MS = 60_000;
const PRIMARY_ARN = "arn:aws:rds:us-east-1:123456789012:db:storefront-orders";

/** The primary's group and the standby's replica, as AWS describes them at each look of the sentry. */
function watched() {
  const state = {
    desired: 6,
    inService: 6,
    source: PRIMARY_ARN as string | null,
    hasStopped: false,
    lagSeconds: 2,
    lagAgeMs: 90_000,
    reported: -1,
  };
  const world = rig({
    DescribeAutoScalingGroups: () => ({
      AutoScalingGroups: [
        {
          AutoScalingGroupName: "storefront-web",
          MinSize: 2,
          MaxSize: 40,
          DesiredCapacity: state.desired,
          DefaultCooldown: 0,
          AvailabilityZones: [],
          HealthCheckType: "ELB",
          CreatedTime: new Date(0),
          Instances: Array.from({ length: state.inService }, (_, index) => ({
            InstanceId: `i-${index}`,
            LifecycleState: "InService",
            AvailabilityZone: "us-east-1a",
            HealthStatus: "Healthy",
            ProtectedFromScaleIn: false,
          })),
        },
      ],
    }),
    DescribeDBInstances: () => ({
      DBInstances: [
        {
          DBInstanceIdentifier: "storefront-orders-replica",
          ...(state.source !== null && { ReadReplicaSourceDBInstanceIdentifier: state.source }),
          StatusInfos: [
            {
              StatusType: "read replication",
              Normal: !state.hasStopped,
              Status: state.hasStopped ? "error" : "replicating",
            },
          ],
        },
      ],
    }),
    GetMetricData: () => ({
      MetricDataResults: [
        { Id: "lag", Timestamps: [new Date(world.clock.now() - state.lagAgeMs)], Values: [state.lagSeconds] },
      ],
    }),
    PutMetricData: ({ MetricData }) => {
      const [datum] = MetricData as { readonly Value: number }[];
      state.reported = datum?.Value ?? -1;
      return {};
    },
  });
  const seen = new LastSeenStore(world.table);
  const inside = async <T>(work: () => Promise<T>): Promise<T> => {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    return withAmbient(world.clock, new RandomSource(3), async () => {
      const working = work();
      working.then(end, end);
      await world.clock.run(world.clock.now() + MINUTE_MS, () => isOver);
      return working;
    });
  };
  /** A look of the sentry, and what is remembered after it. */
  const look = async (afterMs = MINUTE_MS) => {
    await inside(() => world.clock.run(world.clock.now() + afterMs));
    await inside(() => rememberPrimary(world.runtime, seen));
    const [group, replica] = await inside(() => Promise.all([seen.read("web"), seen.read("orders-db")]));
    return { group, replica };
  };
  return { state, look, clock: world.clock };
}

describe("the capacity of a group", () => {
  test("is what it wants, where fewer are in service", async () => {
    const { state, look } = watched();
    state.inService = 2;
    expect((await look()).group?.capacity).toBe(6);
  });

  test("stays what it was while an incident shrinks the group, and follows the day after half an hour", async () => {
    const { state, look } = watched();
    await look();
    Object.assign(state, { desired: 2, inService: 2 });
    expect((await look()).group?.capacity).toBe(6);
    expect((await look(30 * MINUTE_MS)).group).toMatchObject({ capacity: 2, capacities: [{ instances: 2 }] });
  });
});

describe("the lag of a replica", () => {
  test("has the time of its datapoint, not that of the look", async () => {
    const { look, clock } = watched();
    const { replica } = await look();
    expect(replica).toMatchObject({ isReplica: true, replicaLagSeconds: 2 });
    const ageMs = clock.now() - (replica?.lagSampledAtMs ?? 0);
    expect(ageMs).toBeGreaterThanOrEqual(90_000);
    expect(ageMs).toBeLessThan(95_000);
  });

  test("is not known from a datapoint that others should have followed", async () => {
    const { state, look } = watched();
    state.lagAgeMs = 300_000;
    const { replica } = await look();
    expect(replica?.replicaLagSeconds).toBeNull();
    expect(replica).not.toHaveProperty("lagSampledAtMs");
  });

  test("is none where the instance stands alone: that is reported, and when it last was a replica is kept", async () => {
    const { state, look } = watched();
    const { replica: before } = await look();
    expect(state.reported).toBe(0);
    state.source = null;
    const { replica } = await look();
    expect(replica).toMatchObject({ isReplica: false, replicaLagSeconds: null });
    expect(replica?.replicaSeenAtMs).toBe(before?.replicaSeenAtMs);
    expect(state.reported).toBe(1);
  });
});

describe("a replica that loses more with every hour", () => {
  test("is reported at once where RDS says that replication has stopped, and no more once it goes on", async () => {
    const { state, look } = watched();
    state.hasStopped = true;
    await look();
    expect(state.reported).toBe(1);
    state.hasStopped = false;
    await look();
    expect(state.reported).toBe(0);
  });

  test("is reported where it is far behind for a quarter of an hour, although RDS says that it replicates", async () => {
    const { state, look } = watched();
    state.lagSeconds = 7200;
    await look();
    expect(state.reported).toBe(0);
    await look(14 * MINUTE_MS);
    expect(state.reported).toBe(0);
    await look();
    expect(state.reported).toBe(1);
    state.lagSeconds = 2;
    await look();
    expect(state.reported).toBe(0);
  });

  test("is reported where nobody has known its lag for a quarter of an hour", async () => {
    const { state, look } = watched();
    state.lagAgeMs = 300_000;
    await look();
    await look(16 * MINUTE_MS);
    expect(state.reported).toBe(1);
  });

  test("is not reported for lags that come and go", async () => {
    const { state, look } = watched();
    for (const lagSeconds of [7200, 2, 7200]) {
      state.lagSeconds = lagSeconds;
      await look(10 * MINUTE_MS);
      expect(state.reported).toBe(0);
    }
  });
});
