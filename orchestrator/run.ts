/** A run: one execution of a workflow, with its record of evidence, decision, steps, timings and outcome. */
import type { Evidence } from "./evidence";
import type { GateAnswer } from "./gate";
import type { MoveFacts } from "./move-facts";
import type { ConvergeResult, FenceVerdict } from "./resources/kind";
import type { Workflow } from "./workflow";

export const RUN_OUTCOMES = [
  /** A failover ended with the standby serving. */
  "recovered",
  /** A planned move ended: the failback at home, the switchover in the standby. */
  "moved",
  "stood-down",
  "awaiting-approval",
  "needs-operator",
  "refused",
  "ignored",
] as const;
export type RunOutcome = (typeof RUN_OUTCOMES)[number];

/** Who or what started a run. */
export type Trigger =
  | { readonly type: "alarm"; readonly alarmArn: string; readonly eventId: string; readonly changedAtMs: number }
  /** The sentry, whose looks go on failing although no alarm says anything new: a machine, like an alarm. */
  | {
      readonly type: "sentry";
      readonly eventId: string;
      /** First failing look in a row. */
      readonly failingSinceMs: number;
      /** The look that started the run. */
      readonly lookedAtMs: number;
    }
  | { readonly type: "person"; readonly requestedBy: string; readonly reason: string };

export type DecisionVerdict = "proceed" | "ask" | "stand-down";

export interface Decision {
  readonly verdict: DecisionVerdict;
  /** Every reason, in the order they were judged; sentences for the message and the record. */
  readonly reasons: readonly string[];
  readonly decidedAtMs: number;
  /** How often the run had been redriven when it was made; decisions of before this was kept do not say. */
  readonly redriveCount?: number;
  /** Resources that were not ready then: a person who approves has been told of these, and of no others. */
  readonly unready: readonly string[];
}

/** The primary as a question showed it. */
export interface PrimaryAsShown {
  readonly seenAtMs: number;
  readonly isUp: boolean;
}

export interface RunRecord {
  readonly runId: string;
  readonly executionArn: string;
  readonly workflow: Workflow;
  readonly epoch: number;
  readonly trigger: Trigger;
  readonly startedAtMs: number;
  readonly evidence?: Evidence;
  /** What the latest question to a person showed of the primary: what an approval stands for. */
  readonly shown?: PrimaryAsShown;
  readonly decision?: Decision;
  /** How the question to a person ended, where one was asked. */
  readonly approval?: GateAnswer;
  readonly fenceVerdicts?: Readonly<Record<string, FenceVerdict>>;
  readonly outcome?: RunOutcome;
  readonly endedAtMs?: number;
  /** Upper bound: from the last healthy look at the primary to customers being served again; only of a run that recovered. */
  readonly recoverySeconds?: number;
  /** Upper bound of the span of lost writes (`data-loss.ts`); null where it could not be known. */
  readonly estimatedDataLossSeconds?: number | null;
  /** Dead run that this one took the baton over from; absent where it was claimed at rest. */
  readonly tookOverFrom?: string;
  /** Execution that this run took the baton over from, whose end nobody could be told of at that moment. */
  readonly untoldPredecessor?: string;
  /** When the first promotion was set about: from here on it may have been asked for. */
  readonly promotionBeganAtMs?: number;
  /** When the old Region answered while the run went on, its writer not fenced yet: it may have taken writes. */
  readonly oldRegionAnsweredAtMs?: number;
  /** Planned moves: what the gate showed, and how long nobody could write. */
  readonly moveFacts?: MoveFacts;
  /** When the facts were last found no worse than the gate had shown them. */
  readonly checkedAgainAtMs?: number;
  readonly frozenAtMs?: number;
  /** When the writers were seen to be let go; absent while any may be frozen. */
  readonly thawedAtMs?: number;
  /** Of freezes that had ended before `frozenAtMs`, together. */
  readonly frozenBeforeMs?: number;
  /** Dead run of the same move that froze, and whose freeze this run has to end; absent where it froze itself. */
  readonly frozenBy?: string;
  readonly movedAtMs?: number;
}

/** What the sentry saw of the primary while it was healthy; the failover reads it when the primary may be dark. */
export interface LastSeen {
  readonly resourceId: string;
  readonly seenAtMs: number;
  /** Auto Scaling groups: the most instances that were in service or wanted lately, because an incident shrinks a group first. */
  readonly capacity?: number;
  /** The looks that this is the most of, oldest first. */
  readonly capacities?: readonly { readonly atMs: number; readonly instances: number }[];
  /** Replicas: replication lag; null where the metric was missing or old, or said that replication had stopped. */
  readonly replicaLagSeconds?: number | null;
  /** When that lag was measured, at the earliest: the start of its datapoint's minute. A lag without a time is none. */
  readonly lagSampledAtMs?: number;
  /** Replicas: whether the standby's instance is a replica of the primary's. */
  readonly isReplica?: boolean;
  /** Replicas: whether RDS says that replication has stopped. */
  readonly isStopped?: boolean;
  /** Replicas: since when no look has found a lag that is known and small; absent while one has. */
  readonly behindSinceMs?: number;
  /** Replicas: when the standby's instance was last seen to be a replica of the primary's; absent where it never was. */
  readonly replicaSeenAtMs?: number;
  /** Last healthy look while a run held the baton: what was seen before the run stays, but the primary took writes until here. */
  readonly servedAtMs?: number;
  /**
   * First failed probe of the primary after it last served, if any: the first sign of the outage. Whoever probes may have
   * lost sight of it alone.
   */
  readonly unhealthySinceMs?: number;
}

/**
 * What the early warm-up found of one standby resource; `blocked` means that waiting will not help, `unseen` that AWS let nobody
 * look.
 */
export interface Readiness {
  readonly resourceId: string;
  readonly status: ConvergeResult["status"] | "unseen";
  readonly detail: string;
}
