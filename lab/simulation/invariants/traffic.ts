/** Traffic: the two records of the failover name, as Route 53's name servers see them. */
import type { ListResourceRecordSetsResponse } from "@aws-sdk/client-route-53";
import type { ApiCall } from "../../kernel/service";
import { canonicalName } from "../../services/route53/records";
import { type Invariant, moment, type Stage } from "./invariant";

export const oneRecordHealthy: Invariant = {
  name: "one-record-healthy",
  sentence:
    "Of the two records of the failover name exactly one is healthy at every instant: never both, never neither.",
  watch(stage) {
    const { healthChecks } = stage.world.route53;
    const checkIds = checksOfRecords(stage);
    const found: string[] = [];
    const look = (atMs: number) => {
      const healthy = checkIds.filter((id) => healthChecks.isHealthy(id)).length;
      if (healthy !== 1) found.push(`${moment(stage, atMs)} ${healthy} of ${checkIds.length} records are healthy`);
    };
    look(stage.originMs);
    stage.world.journal.onEntry(({ kind, atMs }) => {
      if (kind === "health-check-changed") look(atMs);
    });
    return () => found;
  },
};

function checksOfRecords({ world: { plan, route53 } }: Stage): readonly string[] {
  const call: ApiCall = {
    service: "route53",
    operation: "ListResourceRecordSets",
    input: { HostedZoneId: plan.traffic.hostedZoneId },
    region: route53.region,
    caller: { arn: "aws:lab", region: route53.region },
    requestId: "lab",
  };
  const { ResourceRecordSets: records = [] } = route53.handle(call) as ListResourceRecordSetsResponse;
  const name = canonicalName(plan.traffic.recordName);
  return records
    .filter((record) => canonicalName(record.Name ?? "") === name)
    .flatMap(({ HealthCheckId }) => HealthCheckId ?? []);
}
