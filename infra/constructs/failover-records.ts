/**
 * The two records that decide where customers go. They are judged by health checks alone: `EvaluateTargetHealth` would
 * let a load balancer overrule the baton.
 */
import * as route53 from "aws-cdk-lib/aws-route53";
import { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";

type RegionRole = keyof Plan["traffic"]["loadBalancers"];

export interface FailoverRecordsProps {
  readonly traffic: Plan["traffic"];
  /** Which check speaks for which record. A record without one counts as healthy. */
  readonly checkIds: { readonly primary: string; readonly standby?: string };
}

export class FailoverRecords extends Construct {
  constructor(scope: Construct, id: string, props: FailoverRecordsProps) {
    super(scope, id);
    const primary = this.addRecord("Primary", "primary", props);
    const standby = this.addRecord("Standby", "standby", props);
    // Alone, the standby's record would answer for both.
    standby.addResourceDependency(primary);
  }

  /** Alias records have no TTL of their own; load balancers answer with 60 s. */
  private addRecord(id: string, role: RegionRole, { traffic, checkIds }: FailoverRecordsProps): route53.CfnRecordSet {
    const loadBalancer = traffic.loadBalancers[role];
    const healthCheckId = checkIds[role];
    return new route53.CfnRecordSet(this, id, {
      hostedZoneId: traffic.hostedZoneId,
      name: traffic.recordName,
      type: "A",
      setIdentifier: role,
      failover: role === "primary" ? "PRIMARY" : "SECONDARY",
      ...(healthCheckId && { healthCheckId }),
      aliasTarget: {
        dnsName: loadBalancer.dnsName,
        hostedZoneId: loadBalancer.canonicalHostedZoneId,
        evaluateTargetHealth: false,
      },
    });
  }
}
