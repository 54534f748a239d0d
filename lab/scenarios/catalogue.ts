/** Every scenario there is, in the order in which a newcomer should read them. */

import { applicationOutage } from "./application-outage";
import { approvalAfterRecovery } from "./approval-after-recovery";
import { approvalExpires } from "./approval-expires";
import { approvalFailover } from "./approval-failover";
import { awayAgain } from "./away-again";
import { backupRunning } from "./backup-running";
import { controlPlaneOutage } from "./control-plane-outage";
import { customersCutOff } from "./customers-cut-off";
import { deadHolder } from "./dead-holder";
import { duplicateEvents } from "./duplicate-events";
import { failbackAfterFence } from "./failback-after-fence";
import { failbackApprovalExpires } from "./failback-approval-expires";
import { failbackDeclined } from "./failback-declined";
import { failbackReplicaBreaks } from "./failback-replica-breaks";
import { falseAlarm } from "./false-alarm";
import { fenceRefused } from "./fence-refused";
import { fenceRefusedDeclined } from "./fence-refused-declined";
import { fenceRefusedRecovers } from "./fence-refused-recovers";
import { imageCopiesFail } from "./image-copies-fail";
import { imageEventsLost } from "./image-events-lost";
import { imageMissing } from "./image-missing";
import { instancesNeverHealthy } from "./instances-never-healthy";
import { lagTooHigh } from "./lag-too-high";
import { launchSuspended } from "./launch-suspended";
import { lostReplies } from "./lost-replies";
import { noCapacity } from "./no-capacity";
import { oldPrimaryReturns } from "./old-primary-returns";
import { oldPrimaryReturnsEarly } from "./old-primary-returns-early";
import { oldPrimaryReturnsWhileStuck } from "./old-primary-returns-while-stuck";
import { partition } from "./partition";
import { partitionThenLoss } from "./partition-then-loss";
import { paused } from "./paused";
import { primaryDiesAfterPromotion } from "./primary-dies-after-promotion";
import { primaryDiesBeforePromotion } from "./primary-dies-before-promotion";
import { primaryStorageFull } from "./primary-storage-full";
import { promotionHangs } from "./promotion-hangs";
import { regionOutage } from "./region-outage";
import { releaseMadeAbroad } from "./release-made-abroad";
import { releaseWithdrawn } from "./release-withdrawn";
import { releasesMade } from "./releases-made";
import { replicaFallsBehind } from "./replica-falls-behind";
import { replicationStops } from "./replication-stops";
import { roundTrip } from "./round-trip";
import { runAborted } from "./run-aborted";
import type { Scenario } from "./scenario";
import { sentrySilent } from "./sentry-silent";
import { staleStandby } from "./stale-standby";
import { standbyFailsLater } from "./standby-fails-later";
import { storageFull } from "./storage-full";
import { switchover } from "./switchover";
import { switchoverDeclined } from "./switchover-declined";
import { switchoverNewRelease } from "./switchover-new-release";
import { throttledApis } from "./throttled-apis";
import { twoPeopleStart } from "./two-people-start";
import { witnessSilent } from "./witness-silent";
import { zoneWithoutCapacity } from "./zone-without-capacity";

export const SCENARIOS: readonly Scenario[] = [
  regionOutage,
  controlPlaneOutage,
  applicationOutage,
  oldPrimaryReturns,
  oldPrimaryReturnsEarly,
  oldPrimaryReturnsWhileStuck,
  fenceRefused,
  primaryStorageFull,
  fenceRefusedDeclined,
  fenceRefusedRecovers,
  sentrySilent,
  witnessSilent,
  standbyFailsLater,
  falseAlarm,
  customersCutOff,
  partition,
  partitionThenLoss,
  lagTooHigh,
  approvalFailover,
  staleStandby,
  replicationStops,
  replicaFallsBehind,
  approvalExpires,
  approvalAfterRecovery,
  duplicateEvents,
  paused,
  backupRunning,
  imageMissing,
  noCapacity,
  zoneWithoutCapacity,
  launchSuspended,
  instancesNeverHealthy,
  promotionHangs,
  storageFull,
  throttledApis,
  lostReplies,
  runAborted,
  deadHolder,
  twoPeopleStart,
  roundTrip,
  awayAgain,
  failbackAfterFence,
  failbackDeclined,
  failbackApprovalExpires,
  failbackReplicaBreaks,
  primaryDiesBeforePromotion,
  primaryDiesAfterPromotion,
  switchover,
  switchoverDeclined,
  switchoverNewRelease,
  releasesMade,
  imageEventsLost,
  imageCopiesFail,
  releaseWithdrawn,
  releaseMadeAbroad,
];

export function findScenario(name: string): Scenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}

/** @throws Error that lists the scenarios there are */
export function scenarioNamed(name: string): Scenario {
  const scenario = findScenario(name);
  if (scenario) return scenario;
  throw new Error(`There is no scenario "${name}". Known: ${SCENARIOS.map((known) => known.name).join(", ")}.`);
}
