/** Every scenario there is, in the order in which a newcomer should read them. */

import { applicationOutage } from "./application-outage";
import { approvalExpires } from "./approval-expires";
import { approvalFailover } from "./approval-failover";
import { controlPlaneOutage } from "./control-plane-outage";
import { duplicateEvents } from "./duplicate-events";
import { failbackAfterFence } from "./failback-after-fence";
import { failbackApprovalExpires } from "./failback-approval-expires";
import { failbackDeclined } from "./failback-declined";
import { failbackReplicaBreaks } from "./failback-replica-breaks";
import { falseAlarm } from "./false-alarm";
import { lagTooHigh } from "./lag-too-high";
import { oldPrimaryReturns } from "./old-primary-returns";
import { partition } from "./partition";
import { paused } from "./paused";
import { primaryDiesAfterPromotion } from "./primary-dies-after-promotion";
import { primaryDiesBeforePromotion } from "./primary-dies-before-promotion";
import { regionOutage } from "./region-outage";
import { roundTrip } from "./round-trip";
import type { Scenario } from "./scenario";
import { sentrySilent } from "./sentry-silent";
import { switchover } from "./switchover";

export const SCENARIOS: readonly Scenario[] = [
  regionOutage,
  controlPlaneOutage,
  applicationOutage,
  oldPrimaryReturns,
  sentrySilent,
  falseAlarm,
  partition,
  lagTooHigh,
  approvalFailover,
  approvalExpires,
  duplicateEvents,
  paused,
  roundTrip,
  failbackAfterFence,
  failbackDeclined,
  failbackApprovalExpires,
  failbackReplicaBreaks,
  primaryDiesBeforePromotion,
  primaryDiesAfterPromotion,
  switchover,
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
