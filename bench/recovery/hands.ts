/** What an alternative can do to the account: the same calls on the same simulated AWS that Baton makes, by the real SDK. */
import { AutoScalingClient, UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { DescribeDBInstancesCommand, PromoteReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
import { ChangeResourceRecordSetsCommand, GetChangeCommand, Route53Client } from "@aws-sdk/client-route-53";
import type { World } from "../../lab/world";
import { REMOTE_BUDGET } from "../../lambdas/runtime/budgets";
import type { AwsClients } from "../../lambdas/runtime/runtime";
import type { RegionRole } from "../../orchestrator/baton";
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { ResourceOfKind } from "../../orchestrator/plan";
import { controlArn } from "./alternative-stack";

/** Longer than any promotion or boot of the lab; whoever still waits then will wait for ever. */
const LONGEST_WAIT_SECONDS = 45 * 60;
const HEALTH_TIMEOUT_MS = 5_000;
/** A promoted instance begins its first backup at once in the lab [est], and serves meanwhile: nobody is made to wait for its end. */
const SERVING_STATES = ["available", "backing-up"];

/** Something that an alternative waits for has not come to pass. */
export class GaveUp extends Error {
  constructor(what: string) {
    super(`${what} has not come to pass within ${LONGEST_WAIT_SECONDS} s.`);
    this.name = "GaveUp";
  }
}

export class Hands {
  private readonly clients: AwsClients;

  constructor(
    private readonly world: World,
    /** Region in which the tool runs; `internet` for a person. */
    private readonly place: string,
    /** What the primary's groups ran before the incident; every alternative has it written down. */
    private readonly capacity: number,
  ) {
    this.clients = world.clientsOf({ arn: "aws:operator", region: place });
  }

  sleep(seconds: number): Promise<void> {
    return this.world.clock.sleep(seconds * 1000);
  }

  /** Looks every so often. @throws GaveUp */
  async until(what: string, isSo: () => Promise<boolean>, everySeconds: number): Promise<void> {
    const deadlineMs = this.world.clock.now() + LONGEST_WAIT_SECONDS * 1000;
    while (!(await isSo())) {
      if (this.world.clock.now() > deadlineMs) throw new GaveUp(what);
      await this.sleep(everySeconds);
    }
  }

  async promote(): Promise<void> {
    for (const { standbyInstanceId, afterPromotion } of this.resources("rdsReadReplica")) {
      const BackupRetentionPeriod = afterPromotion.backupRetentionDays;
      await this.rds.send(
        new PromoteReadReplicaCommand({ DBInstanceIdentifier: standbyInstanceId, BackupRetentionPeriod }),
      );
    }
  }

  async arePromoted(): Promise<boolean> {
    for (const { standbyInstanceId } of this.resources("rdsReadReplica")) {
      const answer = await this.rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: standbyInstanceId }));
      const [instance] = answer.DBInstances ?? [];
      const isWriter = !instance?.ReadReplicaSourceDBInstanceIdentifier;
      if (!SERVING_STATES.includes(instance?.DBInstanceStatus ?? "") || !isWriter) return false;
    }
    return true;
  }

  async scaleOut(): Promise<void> {
    for (const { standbyGroupName } of this.resources("autoScalingGroup")) {
      await this.autoScaling(this.world.plan.regions.standby).send(
        new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: standbyGroupName, DesiredCapacity: this.capacity }),
      );
    }
  }

  async hasCapacity(): Promise<boolean> {
    for (const { standbyTargetGroupArn: TargetGroupArn } of this.resources("autoScalingGroup")) {
      const client = this.clients.get(ElasticLoadBalancingV2Client, this.world.plan.regions.standby);
      const { TargetHealthDescriptions = [] } = await client.send(new DescribeTargetHealthCommand({ TargetGroupArn }));
      const healthy = TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy");
      if (healthy.length < this.capacity) return false;
    }
    return true;
  }

  /** Scales the old groups to nothing. @returns false when their Region does not answer */
  async stopOldApplication(): Promise<boolean> {
    const nothing = { MinSize: 0, DesiredCapacity: 0 };
    try {
      for (const { primaryGroupName: AutoScalingGroupName } of this.resources("autoScalingGroup")) {
        const client = this.autoScaling(this.world.plan.regions.primary);
        await client.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName, ...nothing }));
      }
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError") return false;
      throw error;
    }
  }

  /** Whether the application of a Region takes writes, asked at its own name. */
  async serves(role: RegionRole): Promise<boolean> {
    const { detection, verification } = this.world.plan;
    const { healthUrl } = role === "primary" ? detection : verification;
    const { status } = await this.world.web.request(this.place, "GET", healthUrl, "", HEALTH_TIMEOUT_MS);
    return status === 200;
  }

  /** Changes the one record, by Route 53's control plane; resolves when every name server has it. */
  async leadNameToStandby(pollSeconds: number): Promise<void> {
    const { hostedZoneId: HostedZoneId, recordName: Name, loadBalancers } = this.world.plan.traffic;
    const { dnsName: DNSName, canonicalHostedZoneId } = loadBalancers.standby;
    const AliasTarget = { DNSName, HostedZoneId: canonicalHostedZoneId, EvaluateTargetHealth: false };
    const change = { Action: "UPSERT", ResourceRecordSet: { Name, Type: "A", AliasTarget } } as const;
    const route53 = this.clients.get(Route53Client, HEALTH_METRICS_REGION);
    const { ChangeInfo } = await route53.send(
      new ChangeResourceRecordSetsCommand({ HostedZoneId, ChangeBatch: { Changes: [change] } }),
    );
    const isInSync = async () =>
      (await route53.send(new GetChangeCommand({ Id: ChangeInfo?.Id }))).ChangeInfo?.Status === "INSYNC";
    await this.until("the change of the record", isInSync, pollSeconds);
  }

  /** By the data plane of routing controls, which depends on no Region. */
  switchControls(): void {
    this.world.route53.healthChecks.switchControls([controlArn(this.world.plan, "standby")]);
  }

  private resources<Kind extends "rdsReadReplica" | "autoScalingGroup">(kind: Kind): readonly ResourceOfKind<Kind>[] {
    return this.world.plan.resources.filter((resource): resource is ResourceOfKind<Kind> => resource.kind === kind);
  }

  private get rds(): RDSClient {
    return this.clients.get(RDSClient, this.world.plan.regions.standby);
  }

  private autoScaling(region: string): AutoScalingClient {
    return this.clients.get(AutoScalingClient, region, REMOTE_BUDGET);
  }
}
