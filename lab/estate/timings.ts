/** How long AWS takes in the lab. Every number is from the table of timings in aws-facts, or an estimate marked so. */
import type { LogNormal } from "../kernel/random";

export interface Range {
  readonly low: number;
  readonly high: number;
}

export interface Timings {
  /** aws-facts: promotion, reboot included: median 240 s, p95 480 s. */
  readonly promotionSeconds: LogNormal;
  /** Share of a promotion spent `modifying`; the rest is `rebooting` [est]. */
  readonly promotionModifyingShare: number;
  /** [est] */
  readonly rebootSeconds: Range;
  /** From the call until the new name is in force and the reboot begins [est]. */
  readonly renameSeconds: Range;
  /** From a start until RDS's own first commit [est]. */
  readonly firstHeartbeatSeconds: Range;
  /** aws-facts: median 90 min. */
  readonly replicaCreationSeconds: LogNormal;
  /** Share of a creation until the source is no longer needed for the snapshot, and share of the backup at its end [est]. */
  readonly creationCopyingShare: number;
  readonly creationBackupShare: number;
  /** How long the source is `backing-up` for a new replica's snapshot [est]. */
  readonly sourceSnapshotSeconds: Range;
  /** The backup that begins as soon as an instance keeps any: a full one [est]. */
  readonly firstBackupSeconds: LogNormal;
  /** From an accepted change until descriptions show it: they are eventually consistent [est]. */
  readonly descriptionDelaySeconds: Range;
  /** A new replica replays what has happened since its snapshot this much faster than it happened [est]. */
  readonly catchUpSpeed: number;
  /** From the call until a swapped security group is in force for new connections [est]. */
  readonly securityGroupSwapSeconds: Range;
  /** Conversion to Multi-AZ keeps the instance `modifying` [est]. */
  readonly multiAzConversionSeconds: LogNormal;
  /** A change of backup retention keeps the instance `modifying` [est]. */
  readonly retentionChangeSeconds: Range;
  /** From the change of an instance's parameter group to its waiting for a reboot. */
  readonly parameterGroupChangeSeconds: Range;
  /** aws-facts: median 0.4 s, p99 4 s; a log-normal with that p99 has its p95 at 2.04 s. */
  readonly replicationDelaySeconds: LogNormal;
  /**
   * How long a drawn delay lasts. Commits arrive in order, so a delay drawn for each would make every one wait for the
   * slowest before it, and the lag a multiple of the table's [est].
   */
  readonly replicationDelayHeldSeconds: number;
  /** A replica that lost its source says `replicating` until its own timeout says otherwise [est]. */
  readonly replicationErrorAfterSeconds: number;
  /** aws-facts: launch to healthy behind a load balancer: median 110 s, p95 200 s. */
  readonly bootSeconds: LogNormal;
  /** Share of a boot before the group says InService; the load balancer's health check is the rest [est]. */
  readonly bootPendingShare: number;
  /** Between a change of a group and the first activity, and between retries of a failed launch [est]. */
  readonly scalingReactionSeconds: Range;
  readonly failedLaunchRetrySeconds: number;
  /** The load balancer's default deregistration delay. [doc] */
  readonly deregistrationSeconds: number;
  /** aws-facts: median 12 min. */
  readonly imageCopySeconds: LogNormal;
  /** aws-facts: record changes reach all name servers in about 60 s. */
  readonly recordPropagationSeconds: Range;
}

export const DEFAULT_TIMINGS: Timings = {
  promotionSeconds: { median: 240, p95: 480 },
  promotionModifyingShare: 0.7,
  rebootSeconds: { low: 30, high: 60 },
  renameSeconds: { low: 20, high: 90 },
  firstHeartbeatSeconds: { low: 5, high: 30 },
  replicaCreationSeconds: { median: 5400, p95: 10_800 },
  creationCopyingShare: 0.5,
  creationBackupShare: 0.1,
  sourceSnapshotSeconds: { low: 60, high: 240 },
  firstBackupSeconds: { median: 300, p95: 1800 },
  descriptionDelaySeconds: { low: 0, high: 6 },
  catchUpSpeed: 10,
  securityGroupSwapSeconds: { low: 5, high: 25 },
  multiAzConversionSeconds: { median: 1200, p95: 2700 },
  retentionChangeSeconds: { low: 20, high: 60 },
  parameterGroupChangeSeconds: { low: 20, high: 90 },
  replicationDelaySeconds: { median: 0.4, p95: 2.04 },
  replicationDelayHeldSeconds: 10,
  replicationErrorAfterSeconds: 90,
  bootSeconds: { median: 110, p95: 200 },
  bootPendingShare: 0.6,
  scalingReactionSeconds: { low: 2, high: 8 },
  failedLaunchRetrySeconds: 60,
  deregistrationSeconds: 300,
  imageCopySeconds: { median: 720, p95: 1500 },
  recordPropagationSeconds: { low: 45, high: 75 },
};

/**
 * With a database of a few gigabytes: everything as usual, but a replica is built in tens of minutes, because what takes the
 * hours is carrying the snapshot over and restoring it [est].
 */
export const SMALL_DATABASE_TIMINGS: Timings = {
  ...DEFAULT_TIMINGS,
  replicaCreationSeconds: { median: 1200, p95: 2700 },
};
