/**
 * Amazon Route 53, one for the world. The API below is its control plane and lives in us-east-1; checkers and name
 * servers are a global data plane that no Region's outage stops (aws-facts: Route 53).
 */
import type {
  Change,
  ChangeResourceRecordSetsRequest,
  GetChangeRequest,
  GetHealthCheckRequest,
  GetHealthCheckStatusRequest,
  ListResourceRecordSetsRequest,
} from "@aws-sdk/client-route-53";
import { DEFAULT_TIMINGS, type Timings } from "../../estate/timings";
import { perform } from "../../kernel/operations";
import type { LabContext } from "../../kernel/ports";
import type { Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { answer, type DnsAnswer } from "./dns";
import { HealthChecks } from "./health-checks";
import { route53Provisioners } from "./provisioners";
import { canonicalName, HostedZone } from "./records";

/** The only Region with health-check metrics (aws-facts: Route 53). */
const METRICS_REGION = "us-east-1";
const MINUTE_MS = 60_000;

interface RecordChange {
  readonly id: string;
  readonly submittedAtMs: number;
  readonly inSyncAtMs: number;
}

export class Route53Service implements ServiceModel, Provisions {
  readonly provisioners;
  readonly healthChecks: HealthChecks;
  private readonly zones = new Map<string, HostedZone>();
  private readonly changes = new Map<string, RecordChange>();
  private readonly lastAnswers = new Map<string, string>();
  private readonly random: RandomSource;
  private aliasIsHealthy: (dnsName: string) => boolean = () => true;

  private readonly operations = {
    GetHealthCheck: (input: GetHealthCheckRequest) => ({ HealthCheck: this.showCheck(input.HealthCheckId) }),
    GetHealthCheckStatus: (input: GetHealthCheckStatusRequest) => this.checkStatus(input),
    ListHealthChecks: () => ({
      HealthChecks: this.healthChecks.list().map(({ id }) => this.showCheck(id)),
      Marker: "",
      IsTruncated: false,
      MaxItems: 100,
    }),
    ChangeResourceRecordSets: (input: ChangeResourceRecordSetsRequest) => ({
      ChangeInfo: this.showChange(this.change(input.HostedZoneId, input.ChangeBatch?.Changes ?? [])),
    }),
    GetChange: (input: GetChangeRequest) => ({ ChangeInfo: this.showChange(this.findChange(input.Id)) }),
    ListResourceRecordSets: (input: ListResourceRecordSetsRequest) => ({
      ResourceRecordSets: [...this.zone(input.HostedZoneId).list()],
      IsTruncated: false,
      MaxItems: 300,
    }),
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string = METRICS_REGION,
    private readonly timings: Timings = DEFAULT_TIMINGS,
  ) {
    this.random = lab.random.fork("route53");
    this.healthChecks = new HealthChecks(lab, this.random, () => this.noticeAnswers());
    this.provisioners = route53Provisioners({
      createHealthCheck: (config) => this.healthChecks.create(config),
      changeRecords: (zoneId, changes) => this.changeAndWait(zoneId, changes),
    });
    const nextMinuteMs = Math.ceil(lab.clock.now() / MINUTE_MS) * MINUTE_MS;
    lab.clock.every(MINUTE_MS, nextMinuteMs, () => this.publishMetrics());
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  addHostedZone(id: string): void {
    this.zones.set(id, new HostedZone(id));
  }

  /** Tells which load balancers have healthy targets, for records with `EvaluateTargetHealth`. */
  connect(aliasIsHealthy: (dnsName: string) => boolean): void {
    this.aliasIsHealthy = aliasIsHealthy;
  }

  /** What a resolver gets for a name at this moment; null when the name does not exist. */
  resolve(name: string): DnsAnswer | null {
    return answer(this.zones.values(), name, {
      isHealthy: (id) => this.healthChecks.isHealthy(id),
      aliasIsHealthy: (dnsName) => this.aliasIsHealthy(dnsName),
    });
  }

  /** Whether a resolver gets any answer for a name. */
  hasAnswer(name: string): boolean {
    for (const zone of this.zones.values()) if (zone.answering(canonicalName(name)).length > 0) return true;
    return false;
  }

  private change(zoneId: string | undefined, changes: readonly Change[]): RecordChange {
    const zone = this.zone(zoneId);
    for (const { ResourceRecordSet: record } of changes) {
      if (record?.HealthCheckId) this.healthChecks.get(record.HealthCheckId);
    }
    const accepted = zone.accept(changes);
    const { low, high } = this.timings.recordPropagationSeconds;
    const submittedAtMs = this.lab.clock.now();
    const inSyncAtMs = submittedAtMs + this.random.between(low, high) * 1000;
    const change = { id: `C${this.random.hex(20).toUpperCase()}`, submittedAtMs, inSyncAtMs };
    this.changes.set(change.id, change);
    this.lab.clock.at(inSyncAtMs, () => {
      zone.publish(accepted);
      this.noticeAnswers();
    });
    return change;
  }

  private async changeAndWait(zoneId: string, changes: readonly Change[]): Promise<void> {
    const { inSyncAtMs } = this.change(zoneId, changes);
    await this.lab.clock.sleep(inSyncAtMs - this.lab.clock.now());
  }

  private zone(id: string | undefined): HostedZone {
    const zone = this.zones.get((id ?? "").replace(/^\/hostedzone\//, ""));
    if (!zone) throw new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);
    return zone;
  }

  private findChange(id: string | undefined): RecordChange {
    const change = this.changes.get((id ?? "").replace(/^\/change\//, ""));
    if (!change) throw new AwsError("NoSuchChange", `A change with the ID ${id} was not found.`, 404);
    return change;
  }

  private showChange({ id, submittedAtMs, inSyncAtMs }: RecordChange) {
    const Status = this.lab.clock.now() >= inSyncAtMs ? "INSYNC" : "PENDING";
    return { Id: `/change/${id}`, Status, SubmittedAt: new Date(submittedAtMs) };
  }

  private showCheck(id: string | undefined) {
    const check = this.healthChecks.get(id);
    return { Id: check.id, CallerReference: check.id, HealthCheckConfig: check.config, HealthCheckVersion: 1 };
  }

  private checkStatus({ HealthCheckId }: GetHealthCheckStatusRequest) {
    const { endpoint } = this.healthChecks.get(HealthCheckId);
    if (!endpoint) throw new AwsError("InvalidInput", "Calculated health checks have no observations of their own.");
    const observations = endpoint.checkers.flatMap(({ region, ipAddress, last }) =>
      last ? [{ Region: region, IPAddress: ipAddress, StatusReport: statusReport(last) }] : [],
    );
    return { HealthCheckObservations: observations };
  }

  private publishMetrics(): void {
    if (this.lab.network.isDark(METRICS_REGION, "monitoring")) return;
    for (const { id, endpoint, isHealthy } of this.healthChecks.list()) {
      if (endpoint && !endpoint.hasData) continue;
      const value = isHealthy() ? 1 : 0;
      this.lab.metrics.put(METRICS_REGION, "AWS/Route53", "HealthCheckStatus", { HealthCheckId: id }, value);
    }
  }

  /** Journals every name whose answer is another one now. */
  private noticeAnswers(): void {
    for (const name of [...this.zones.values()].flatMap((zone) => zone.names())) {
      const { target, ttlSeconds } = this.resolve(name) ?? { target: "", ttlSeconds: 0 };
      if (this.lastAnswers.get(name) === target) continue;
      this.lastAnswers.set(name, target);
      const summary = `${name} now leads to ${target || "nowhere"}.`;
      const facts = { name, target, ttlSeconds };
      this.lab.journal.record({ place: "internet", actor: "route53", kind: "dns-answer-changed", summary, facts });
    }
  }
}

function statusReport({ status, atMs }: { readonly status: string; readonly atMs: number }) {
  return { Status: status, CheckedTime: new Date(atMs) };
}
