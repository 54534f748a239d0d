/** The Region that a failover left, scripted: one database and one group that can be fenced, and refuse when they are told to. */
import type { VpcSecurityGroupMembership } from "@aws-sdk/client-rds";
import { RandomSource } from "../../lab/kernel/random";
import { AwsError } from "../../lab/kernel/service";
import { rig } from "./rig";

export const OLD = "us-east-1";

interface OldRegionSettings {
  /** Throws where the Region does not do what it is asked. */
  readonly judge?: (operation: string, nowMs: number) => void;
  readonly rebootMs?: number;
  /** Of the execution that holds the baton. */
  readonly statusOfRun?: () => string;
}

export function refusing(refused: string) {
  return (operation: string) => {
    if (operation === refused) throw new AwsError("AccessDenied", `may not ${operation}`, 403);
  };
}

/** The old Region as it was when it went dark: a writer that takes connections, a group with two instances. */
export function oldRegion(settings: OldRegionSettings = {}) {
  const database = {
    group: "sg-application",
    /** Memberships as AWS shows them while groups are swapped; else `group` is the only one, and in force. */
    memberships: undefined as readonly VpcSecurityGroupMembership[] | undefined,
    status: "available",
    /** ARN of what it replicates from. */
    source: undefined as string | undefined,
    isMissing: false,
  };
  const group = { MinSize: 2, DesiredCapacity: 2, SuspendedProcesses: [] as { ProcessName: string }[] };
  const fleet = { inService: 0, leaving: 0, isMissing: false };
  const published: string[] = [];
  const metrics: [name: string, value: number][] = [];
  const judge = (operation: string) => settings.judge?.(operation, world.clock.now());
  const world = rig({
    DescribeExecution: ({ executionArn }) => {
      const status = settings.statusOfRun?.() ?? "RUNNING";
      return {
        executionArn,
        stateMachineArn: "arn:aws:states:eu-west-1:123456789012:stateMachine:baton-storefront-failover",
        startDate: new Date(0),
        status,
        ...(status !== "RUNNING" && { stopDate: new Date(world.clock.now()) }),
      };
    },
    DescribeDBInstances: () => {
      judge("DescribeDBInstances");
      if (database.isMissing) throw new AwsError("DBInstanceNotFound", "not found", 404);
      const instance = {
        DBInstanceIdentifier: "storefront-orders",
        DBInstanceStatus: database.status,
        VpcSecurityGroups: database.memberships ?? [{ VpcSecurityGroupId: database.group, Status: "active" }],
        ...(database.source !== undefined && { ReadReplicaSourceDBInstanceIdentifier: database.source }),
      };
      return { DBInstances: [instance] };
    },
    ModifyDBInstance: ({ VpcSecurityGroupIds }) => {
      judge("ModifyDBInstance");
      database.group = String((VpcSecurityGroupIds as string[])[0]);
      return {};
    },
    RebootDBInstance: () => {
      judge("RebootDBInstance");
      database.status = "rebooting";
      world.clock.after(settings.rebootMs ?? 40_000, () => {
        database.status = "available";
      });
      return {};
    },
    DescribeAutoScalingGroups: () => {
      const described = {
        AutoScalingGroupName: "storefront-web",
        ...group,
        MaxSize: 4,
        DefaultCooldown: 0,
        AvailabilityZones: [],
        HealthCheckType: "ELB",
        CreatedTime: new Date(0),
        Instances: Array.from({ length: fleet.inService + fleet.leaving }, (_, index) => ({
          InstanceId: `i-${index}`,
          AvailabilityZone: `${OLD}a`,
          LifecycleState: index < fleet.inService ? "InService" : "Terminating",
          HealthStatus: "Healthy",
          ProtectedFromScaleIn: false,
        })),
      };
      return { AutoScalingGroups: fleet.isMissing ? [] : [described] };
    },
    SuspendProcesses: ({ ScalingProcesses }) => {
      const names = [
        ...group.SuspendedProcesses.map(({ ProcessName }) => ProcessName),
        ...(ScalingProcesses as string[]),
      ];
      group.SuspendedProcesses = [...new Set(names)].map((ProcessName) => ({ ProcessName }));
      return {};
    },
    ResumeProcesses: ({ ScalingProcesses }) => {
      const resumed = ScalingProcesses as string[];
      group.SuspendedProcesses = group.SuspendedProcesses.filter(({ ProcessName }) => !resumed.includes(ProcessName));
      return {};
    },
    UpdateAutoScalingGroup: ({ MinSize, DesiredCapacity }) => {
      judge("UpdateAutoScalingGroup");
      Object.assign(group, { MinSize, DesiredCapacity });
      return {};
    },
    PutMetricData: ({ MetricData }) => {
      for (const { MetricName, Value } of MetricData as { MetricName: string; Value: number }[]) {
        metrics.push([MetricName, Value]);
      }
      return {};
    },
    Publish: ({ Subject }) => {
      published.push(String(Subject));
      return { MessageId: `m-${published.length}` };
    },
  });
  const calls = (operation: string) => world.seen.filter((call) => call.operation === operation).length;
  return { ...world, database, group, fleet, published, metrics, calls, random: new RandomSource(3) };
}
export type OldRegion = ReturnType<typeof oldRegion>;
