/** Route 53's name servers: a global data plane, answering from health as it is at this moment. */
import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { canonicalName, type HostedZone } from "./records";

/** Alias records to load balancers answer with 60 s (aws-facts: Route 53). */
export const ALIAS_TTL_SECONDS = 60;

export interface DnsAnswer {
  /** A load balancer's DNS name, or the first plain value. */
  readonly target: string;
  readonly ttlSeconds: number;
}

/** What failover answering asks about health. */
export interface HealthOpinions {
  isHealthy(healthCheckId: string): boolean;
  /** For `EvaluateTargetHealth`: whether the load balancer of that name has a healthy target. */
  aliasIsHealthy(dnsName: string): boolean;
}

/** Aliases of aliases that are followed; nobody has more on purpose, and Route 53 refuses circles. */
const LONGEST_CHAIN = 8;

export function answer(zones: Iterable<HostedZone>, name: string, opinions: HealthOpinions): DnsAnswer | null {
  for (const zone of zones) {
    const chosen = follow(zone, canonicalName(name), opinions, LONGEST_CHAIN);
    if (chosen) return toAnswer(chosen);
  }
  return null;
}

/** An alias may name another record of its zone; the answer is then that record's, judged by its own health checks. [doc] */
function follow(zone: HostedZone, name: string, opinions: HealthOpinions, hops: number): ResourceRecordSet | undefined {
  const chosen = choose(zone.answering(name), opinions);
  const next = canonicalName(chosen?.AliasTarget?.DNSName);
  const isInZone = next !== "" && zone.answering(next).length > 0;
  return isInZone && hops > 0 ? follow(zone, next, opinions, hops - 1) : chosen;
}

/** Primary while it is healthy; secondary while only that is; both unhealthy: primary (aws-facts: failover records). */
function choose(records: readonly ResourceRecordSet[], opinions: HealthOpinions): ResourceRecordSet | undefined {
  const primary = records.find((record) => record.Failover === "PRIMARY");
  const secondary = records.find((record) => record.Failover === "SECONDARY");
  if (!primary || !secondary) return records[0];
  return isHealthy(primary, opinions) || !isHealthy(secondary, opinions) ? primary : secondary;
}

function isHealthy({ HealthCheckId, AliasTarget }: ResourceRecordSet, opinions: HealthOpinions): boolean {
  if (HealthCheckId && !opinions.isHealthy(HealthCheckId)) return false;
  return !AliasTarget?.EvaluateTargetHealth || opinions.aliasIsHealthy(canonicalName(AliasTarget.DNSName));
}

function toAnswer({ AliasTarget, ResourceRecords, TTL }: ResourceRecordSet): DnsAnswer {
  if (AliasTarget) return { target: canonicalName(AliasTarget.DNSName), ttlSeconds: ALIAS_TTL_SECONDS };
  return { target: ResourceRecords?.[0]?.Value ?? "", ttlSeconds: TTL ?? 300 };
}
