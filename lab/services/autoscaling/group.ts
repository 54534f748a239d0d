/** One Auto Scaling group: what is wanted, what runs, what happened. */
import { AwsError } from "../../kernel/service";

export const PROCESSES = [
  "Launch",
  "Terminate",
  "HealthCheck",
  "ReplaceUnhealthy",
  "AZRebalance",
  "AlarmNotification",
  "ScheduledActions",
  "AddToLoadBalancer",
  "InstanceRefresh",
] as const;

/** Zones of a Region that a group spreads over, by the letter at their end. */
export const ZONES = ["a", "b", "c"] as const;
export type Zone = (typeof ZONES)[number];

export interface GroupTemplate {
  readonly id: string;
  readonly name: string;
  /** A number, `$Latest` or `$Default`. */
  readonly version: string;
}

export interface GroupInstance {
  readonly id: string;
  readonly templateVersion: number;
  readonly zone: Zone;
  lifecycle: "Pending" | "InService" | "Terminating";
}

export interface ScalingActivity {
  readonly id: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAtMs: number;
  endedAtMs: number | null;
  status: "InProgress" | "Successful" | "Failed";
  message: string | null;
}

export interface Capacity {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}

export class ScalingGroup {
  readonly instances = new Map<string, GroupInstance>();
  readonly suspended = new Set<string>();
  /** Newest last. */
  readonly activities: ScalingActivity[] = [];
  /** Whether the template stands in a mixed instances policy. Naming a template in an update replaces the policy. [est] */
  hasMixedInstances = false;
  /** Whether an instance refresh with a desired configuration is active: what that configuration says cannot be updated. [doc] */
  isRefreshing = false;

  constructor(
    readonly name: string,
    readonly arn: string,
    public capacity: Capacity,
    public template: GroupTemplate,
    readonly targetGroupArns: readonly string[],
  ) {}

  /** Instances that count towards the desired capacity. */
  running(): GroupInstance[] {
    return [...this.instances.values()].filter(({ lifecycle }) => lifecycle !== "Terminating");
  }

  /** The zones with the fewest instances first: that is where Auto Scaling launches, and where it turns to next. [doc] */
  zonesByNeed(): Zone[] {
    const running = this.running();
    const countIn = (zone: Zone) => running.filter((instance) => instance.zone === zone).length;
    return [...ZONES].sort((left, right) => countIn(left) - countIn(right));
  }

  /** Sizes left out stay; without a desired capacity of its own, the old one is moved between the new bounds. [doc] */
  resize(min: number | undefined, max: number | undefined, desired: number | undefined): void {
    const bounds = { min: min ?? this.capacity.min, max: max ?? this.capacity.max };
    if (bounds.min > bounds.max) {
      throw new AwsError(
        "ValidationError",
        `Max bound, ${bounds.max}, must be greater than or equal to min bound, ${bounds.min}`,
      );
    }
    const kept = Math.min(Math.max(this.capacity.desired, bounds.min), bounds.max);
    const wanted = desired ?? kept;
    if (wanted < bounds.min || wanted > bounds.max) {
      const between = `must be between the specified min size:${bounds.min} and max size:${bounds.max}`;
      throw new AwsError("ValidationError", `Desired capacity:${wanted} ${between}`);
    }
    this.capacity = { ...bounds, desired: wanted };
  }
}
