/** One target group: registered targets and what the load balancer's health checks think of them. */

export type TargetState = "initial" | "healthy" | "unhealthy" | "draining";

const REASONS: Readonly<Partial<Record<TargetState, readonly [reason: string, description: string]>>> = {
  initial: ["Elb.RegistrationInProgress", "Target registration is in progress"],
  unhealthy: ["Target.FailedHealthChecks", "Health checks failed"],
  draining: ["Target.DeregistrationInProgress", "Target deregistration is in progress"],
};

export class TargetGroup {
  /** Whether no target answers the load balancer's checks, whatever it did before; a scenario's handle. */
  isFailing = false;
  private readonly targets = new Map<string, TargetState>();

  constructor(
    readonly arn: string,
    readonly loadBalancerArn: string | null,
  ) {}

  set(targetId: string, state: TargetState): void {
    this.targets.set(targetId, state);
  }

  remove(targetId: string): void {
    this.targets.delete(targetId);
  }

  stateOf(targetId: string): TargetState | undefined {
    const state = this.targets.get(targetId);
    return state && this.seen(state);
  }

  healthyCount(): number {
    let count = 0;
    for (const state of this.targets.values()) if (this.seen(state) === "healthy") count += 1;
    return count;
  }

  describe(onlyIds: readonly string[] | null) {
    const shown = [...this.targets].filter(([id]) => onlyIds === null || onlyIds.includes(id));
    return shown.map(([Id, state]) => ({
      Target: { Id, Port: 80 },
      HealthCheckPort: "80",
      TargetHealth: { State: this.seen(state), ...reasonOf(this.seen(state)) },
    }));
  }

  private seen(state: TargetState): TargetState {
    return state === "healthy" && this.isFailing ? "unhealthy" : state;
  }
}

function reasonOf(state: TargetState) {
  const [Reason, Description] = REASONS[state] ?? [];
  return Reason ? { Reason, Description } : {};
}
