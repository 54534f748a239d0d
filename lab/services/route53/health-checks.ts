/** All health checks: what each says now, and word to whoever cares when one changes. */
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import type { Checker, Lie } from "./checker";
import { EndpointCheck } from "./endpoint-check";
import type { CalculatedConfig, ControlledConfig, EndpointConfig, HealthCheckConfig } from "./health-check-config";

interface HealthCheck {
  readonly id: string;
  readonly config: HealthCheckConfig;
  /** Null for checks that ask no endpoint. */
  readonly endpoint: EndpointCheck | null;
  isHealthy(): boolean;
  /** As last told to the journal. */
  wasHealthy: boolean;
}

export class HealthChecks {
  private readonly checks = new Map<string, HealthCheck>();
  /** Routing controls that are On, by ARN; one that nobody has switched is Off. [doc] */
  private controlsOn: ReadonlySet<string> = new Set();

  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly onChange: () => void,
  ) {}

  create(config: HealthCheckConfig): string {
    const id = this.random.uuid();
    const check = this.checkOf(id, config);
    check.wasHealthy = check.isHealthy();
    this.checks.set(id, check);
    return id;
  }

  /** Throws `NoSuchHealthCheck`. */
  get(id: string | undefined): HealthCheck {
    const check = this.checks.get(id ?? "");
    if (!check) throw new AwsError("NoSuchHealthCheck", `A health check with id ${id} does not exist.`, 404);
    return check;
  }

  list(): readonly HealthCheck[] {
    return [...this.checks.values()];
  }

  isHealthy(id: string): boolean {
    return this.get(id).isHealthy();
  }

  /** From now on the checkers of some Regions lie about a host. */
  misreport(host: string, regions: readonly string[], lie: Lie): void {
    for (const checker of this.checkersOf(host)) if (regions.includes(checker.region)) checker.lie = lie;
  }

  reportTruly(): void {
    for (const { endpoint } of this.list()) for (const checker of endpoint?.checkers ?? []) checker.lie = null;
  }

  private checkersOf(host: string): readonly Checker[] {
    const endpoints = this.list().flatMap(({ endpoint }) => endpoint ?? []);
    return endpoints
      .filter(({ config }) => config.FullyQualifiedDomainName === host)
      .flatMap(({ checkers }) => checkers);
  }

  /** Those of the ARNs are On from now on, and no other: as `UpdateRoutingControlStates` does in one step. */
  switchControls(arnsOn: readonly string[]): void {
    this.controlsOn = new Set(arnsOn);
    this.notice();
  }

  private checkOf(id: string, config: HealthCheckConfig): HealthCheck {
    if (config.Type === "CALCULATED") return this.calculated(id, config);
    return config.Type === "RECOVERY_CONTROL" ? this.controlled(id, config) : this.onEndpoint(id, config);
  }

  private controlled(id: string, config: ControlledConfig): HealthCheck {
    const isHealthy = () => (config.Disabled || this.controlsOn.has(config.RoutingControlArn)) !== config.Inverted;
    return { id, config, endpoint: null, isHealthy, wasHealthy: true };
  }

  private onEndpoint(id: string, config: EndpointConfig): HealthCheck {
    const endpoint = new EndpointCheck(this.lab, this.random.fork(id), config, () => this.notice());
    return { id, config, endpoint, isHealthy: () => endpoint.isHealthy(), wasHealthy: true };
  }

  private calculated(id: string, config: CalculatedConfig): HealthCheck {
    for (const child of config.ChildHealthChecks) this.get(child);
    const enoughChildren = () =>
      config.ChildHealthChecks.filter((child) => this.isHealthy(child)).length >= config.HealthThreshold;
    const isHealthy = () => (config.Disabled || enoughChildren()) !== config.Inverted;
    return { id, config, endpoint: null, isHealthy, wasHealthy: true };
  }

  private notice(): void {
    const changed = this.list().filter((check) => check.isHealthy() !== check.wasHealthy);
    for (const check of changed) this.tell(check);
    if (changed.length > 0) this.onChange();
  }

  private tell(check: HealthCheck): void {
    const isHealthy = check.isHealthy();
    const what = nameOf(check.config);
    check.wasHealthy = isHealthy;
    this.lab.journal.record({
      place: "internet",
      actor: "route53",
      kind: "health-check-changed",
      summary: `Route 53 says ${isHealthy ? "healthy" : "unhealthy"} of ${what}.`,
      facts: { healthCheckId: check.id, healthy: isHealthy, checked: what },
    });
  }
}

function nameOf(config: HealthCheckConfig): string {
  if (config.Type === "CALCULATED") return "a calculated check";
  return config.Type === "RECOVERY_CONTROL" ? config.RoutingControlArn : config.FullyQualifiedDomainName;
}
