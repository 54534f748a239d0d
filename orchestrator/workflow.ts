/** The three workflows and the direction each moves the baton in. Regions keep their roles; only who serves changes. */
import type { RegionRole } from "./baton";

/**
 * `failover`: unplanned, away from the primary. `failback`: planned and without loss, home to the primary.
 * `switchover`: planned and without loss, away from a healthy primary.
 */
export const WORKFLOWS = ["failover", "failback", "switchover"] as const;
export type Workflow = (typeof WORKFLOWS)[number];
/** Workflows that a person starts, that wait at a gate and lose nothing. */
export type PlannedWorkflow = Exclude<Workflow, "failover">;

/** One end of a move. */
export interface Side {
  readonly role: RegionRole;
  readonly region: string;
}

/** `target` serves when the workflow has ended well, `source` served before. */
export interface Sides {
  readonly target: Side;
  readonly source: Side;
}

interface PlannedRegions {
  readonly regions: Readonly<Record<RegionRole, string>>;
}

interface HealthPages {
  readonly detection: { readonly healthUrl: string };
  readonly verification: { readonly healthUrl: string };
}

const TARGET_ROLE: Readonly<Record<Workflow, RegionRole>> = {
  failover: "standby",
  failback: "primary",
  switchover: "standby",
};

/** Role that serves once the workflow has ended well. */
export function targetRoleOf(workflow: Workflow): RegionRole {
  return TARGET_ROLE[workflow];
}

export function sidesOf({ regions }: PlannedRegions, workflow: Workflow): Sides {
  const target = targetRoleOf(workflow);
  const source = target === "primary" ? "standby" : "primary";
  return {
    target: { role: target, region: regions[target] },
    source: { role: source, region: regions[source] },
  };
}

/** Where the application in one Region says, through its write path, whether it can serve. */
export function healthUrlAt({ detection, verification }: HealthPages, role: RegionRole): string {
  return role === "primary" ? detection.healthUrl : verification.healthUrl;
}
