/**
 * Makes the old application unable to serve: launching is suspended, and the group goes to zero. FENCED means that no
 * instance is in service; termination itself is not suspended, or the group could not shrink.
 */
import {
  AutoScalingClient,
  type AutoScalingGroup as DescribedGroup,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { REMOTE_BUDGET } from "../runtime/budgets";
import { done, type Hand, pending } from "./hand";
import { describeGroup, inServiceCount, sizesOf, suspendedProcesses } from "./scaling-group";

/** Everything that could bring an instance back. */
const RESTORING_PROCESSES = ["Launch", "ReplaceUnhealthy", "AZRebalance", "AlarmNotification", "ScheduledActions"];

export const fenceGroup: Hand<AutoScalingGroup> = async ({ primaryGroupName }, { runtime }) => {
  const autoScaling = runtime.clients.get(AutoScalingClient, runtime.plan.regions.primary, REMOTE_BUDGET);
  const group = await describeGroup(autoScaling, primaryGroupName);
  if (group === null) return done(`There is no group ${primaryGroupName} any more.`, { verdict: "FENCED" });
  const names = { AutoScalingGroupName: primaryGroupName };
  if (!isSuspended(group)) {
    await autoScaling.send(new SuspendProcessesCommand({ ...names, ScalingProcesses: RESTORING_PROCESSES }));
  }
  const { smallest, desired } = sizesOf(group);
  if (smallest > 0 || desired > 0) {
    await autoScaling.send(new UpdateAutoScalingGroupCommand({ ...names, MinSize: 0, DesiredCapacity: 0 }));
    return pending(`${primaryGroupName} is suspended and goes from ${desired} instances to zero.`);
  }
  return verdictOf(group, primaryGroupName);
};

function isSuspended(group: DescribedGroup): boolean {
  const suspended = suspendedProcesses(group);
  return RESTORING_PROCESSES.every((process) => suspended.includes(process));
}

function verdictOf(group: DescribedGroup, name: string) {
  const left = inServiceCount(group);
  if (left > 0) return pending(`${name} is suspended and at zero; ${left} instances are still in service.`);
  return done(`${name} is suspended, at zero, and no instance is in service.`, { verdict: "FENCED" });
}
