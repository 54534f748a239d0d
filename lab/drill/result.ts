/** What a drill found out: measured from outside by the customers, from the table as a person would read it, and from the lab's own truth. */
import type { Phase, RegionRole } from "../../orchestrator/baton";
import type { Observation } from "../../orchestrator/evidence";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { Workflow } from "../../orchestrator/workflow";

export const DRILL_OUTCOMES = ["recovered", "moved", "stood-down", "awaiting-approval", "needs-operator"] as const;
export type DrillOutcome = (typeof DRILL_OUTCOMES)[number];

/** What started a run: an alarm, or the sentry itself where no alarm had anything new to say. */
export const STARTERS = ["watch", "sentry", "sentry-look"] as const;
export type Starter = (typeof STARTERS)[number];

/** Times in a result are seconds since the first fault; before it they are negative. */
export interface TimelineLine {
  readonly atSeconds: number;
  /** Region, or `internet`. */
  readonly region: string;
  readonly actor: string;
  /** Kebab-case kind, stable for machines. */
  readonly what: string;
  /** One sentence for people. */
  readonly why: string;
}

/** Something that took time: a step of the run, or AWS at work. One bar of the report's Gantt chart. */
export interface Span {
  readonly lane: "baton" | "aws" | "fault";
  readonly name: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly detail: string;
}

/** Customers' requests in one second of virtual time. */
export interface AvailabilityPoint {
  readonly atSeconds: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Share of the successes that the standby served, 0 to 1. */
  readonly servedByStandby: number;
}

/** One message exactly as each protocol shows it. */
export interface Notice {
  readonly atSeconds: number;
  readonly subject: string;
  readonly email: string;
  readonly sms: string;
}

export interface Expectation {
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** One move of the baton, and what it cost. */
export interface Move {
  readonly direction: Workflow;
  readonly toRole: RegionRole;
  readonly epoch: number;
  /** When the baton was written. */
  readonly atSeconds: number;
  /** When the public name first led there; null when it never did. */
  readonly sentSeconds: number | null;
  /** When the run said that customers are served there; null when it never did. */
  readonly reportedSeconds: number | null;
  /** Interruption as the customers saw it; null when they never were served again. */
  readonly rtoSeconds: number | null;
  /** True span of acknowledged writes that this move lost. */
  readonly rpoSeconds: number;
  /** The same without what the old writer took after the new one had left it: that is split brain. */
  readonly rpoBeforeSeconds: number;
  readonly writesLost: number;
  /** Upper bound that the run itself gave; null where it gave none. */
  readonly reportedDataLossSeconds: number | null;
}

/** What a statement of a role grants and no call of the drill has needed: patterns of actions and of resources. */
export interface UnusedPermission {
  readonly role: string;
  /** The policy's name and the statement's Sid or number. */
  readonly statement: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Whether the drill used the rest of the statement. */
  readonly wasUsed: boolean;
}

export interface DrillResult {
  readonly application: string;
  readonly scenario: string;
  readonly title: string;
  readonly story: string;
  readonly seed: number;
  readonly primaryRegion: string;
  readonly standbyRegion: string;
  readonly outcome: DrillOutcome | "none";
  readonly activeRegion: string;
  readonly activeRole: RegionRole;
  readonly epoch: number;
  readonly finalPhase: Phase;
  /** Every move of the baton, in order: one in a failover, two in a round trip. */
  readonly moves: readonly Move[];
  /** From the first fault to the alarm that started the run; null when no alarm did. */
  readonly detectedSeconds: number | null;
  /**
   * From the first failed customer request until at least 95 % succeed for good, or until a planned move begins; null when
   * nothing failed or it never recovered. Interruptions by later moves are in `moves`.
   */
  readonly rtoSeconds: number | null;
  readonly rtoObjectiveSeconds: number;
  readonly rpoObjectiveSeconds: number;
  /** Shortest recovery that AWS itself permits for this incident, from the lab's own draws; null where no failover happened. */
  readonly floorSeconds: number | null;
  /** Parts of the floor, in order, for "where the time went". */
  readonly floorParts: readonly { readonly name: string; readonly seconds: number }[];
  /** True span of acknowledged writes that were lost. */
  readonly rpoSeconds: number;
  /** What the run itself estimated; null where it could not know. */
  readonly estimatedRpoSeconds: number | null;
  /** Share of customers' requests that succeeded from the first fault to the end, 0 to 1. */
  readonly availability: number;
  readonly writesAcknowledged: number;
  readonly writesLost: number;
  readonly splitBrainWrites: number;
  readonly fenceVerdict: FenceVerdict | null;
  readonly iamRefusals: readonly string[];
  /** Granted to a role, but not used in this drill. */
  readonly unusedPermissions: readonly UnusedPermission[];
  readonly apiCalls: readonly {
    readonly service: string;
    readonly operation: string;
    readonly calls: number;
    readonly failed: number;
    /** Refused because they came too often; failed ones too. */
    readonly throttled: number;
  }[];
  readonly notices: readonly Notice[];
  readonly evidence: readonly (Observation & { readonly atSeconds: number })[];
  readonly decision: { readonly verdict: string; readonly reasons: readonly string[] } | null;
  readonly timeline: readonly TimelineLine[];
  readonly spans: readonly Span[];
  readonly availabilitySeries: readonly AvailabilityPoint[];
  readonly expectations: readonly Expectation[];
}
