/** One target group: registered targets and what the load balancer's health checks think of them. */

export type TargetState = "initial" | "healthy" | "unhealthy" | "draining";

const REASONS: Readonly<Partial<Record<TargetState, readonly [reason: string, description: string]>>> = {
  initial: ["Elb.RegistrationInProgress", "Target registration is in progress"],
  unhealthy: ["Target.FailedHealthChecks", "Health checks failed"],
  draining: ["Target.DeregistrationInProgress", "Target deregistration is in progress"],
};

export class TargetGroup {
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
    return this.targets.get(targetId);
  }

  healthyCount(): number {
    let count = 0;
    for (const state of this.targets.values()) if (state === "healthy") count += 1;
    return count;
  }

  describe(onlyIds: readonly string[] | null) {
    const shown = [...this.targets].filter(([id]) => onlyIds === null || onlyIds.includes(id));
    return shown.map(([Id, state]) => ({
      Target: { Id, Port: 80 },
      HealthCheckPort: "80",
      TargetHealth: { State: state, ...reasonOf(state) },
    }));
  }
}

function reasonOf(state: TargetState) {
  const [Reason, Description] = REASONS[state] ?? [];
  return Reason ? { Reason, Description } : {};
}
