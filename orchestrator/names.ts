/**
 * Names of everything Baton deploys, derived from the plan alone: stacks in different Regions find each other
 * without cross-stack references, and the runbook can print a name before anything exists.
 */
import type { Plan } from "./plan";
import type { FunctionName } from "./steps";
import { WORKFLOWS, type Workflow } from "./workflow";

/** The Region in which Route 53 publishes health-check metrics; nothing else of Baton lives there. */
export const HEALTH_METRICS_REGION = "us-east-1";

export function deployedNames(plan: Pick<Plan, "application">) {
  const prefix = `baton-${plan.application}`;
  return {
    prefix,
    watchStack: `${prefix}-watch`,
    standbyStack: `${prefix}-standby`,
    primaryStack: `${prefix}-primary`,
    witnessStack: `${prefix}-witness`,
    table: prefix,
    eventBus: prefix,
    onCallTopic: `${prefix}-on-call`,
    failoverMachine: `${prefix}-failover`,
    failbackMachine: `${prefix}-failback`,
    switchoverMachine: `${prefix}-switchover`,
    lambdaFunction: (name: FunctionName) => `${prefix}-${name}`,
    /** On the Route 53 health check's metric, in us-east-1: trigger (a). */
    watchAlarm: `${prefix}-primary-unhealthy`,
    /** On the sentry's own probe, in the standby Region: trigger (b). */
    sentryAlarm: `${prefix}-sentry-primary-unhealthy`,
    metricNamespace: `Baton/${plan.application}`,
    /** Groups whose newest release cannot be launched in both Regions although it should be. */
    imagesBehindMetric: "ImagesBehind",
    /** Groups whose images could not be looked at because a Region does not answer: one datapoint for each look. */
    imagesUnreachableMetric: "ImagesUnreachable",
    /** Messages to on-call that could not be sent. */
    unsentMessagesMetric: "MessagesNotSent",
    /** 1 when the sentry asked the witness and heard nothing, else 0: hourly, and each minute while it is silent. */
    witnessSilentMetric: "WitnessSilent",
    /** 1 while the public name leads to the Region that does not hold the baton, else 0. */
    trafficAstrayMetric: "TrafficAstray",
    /** Resources that the plan names and that are not there, while the primary is well. */
    planMismatchMetric: "PlanMismatch",
    /** From the sentry: promoted databases that still lack a setting which promotion has reset. */
    unrestoredMetric: "SettingsNotRestored",
    /** From the sentry: how many databases of the standby do not follow the primary's. */
    unprotectedMetric: "DatabasesUnprotected",
    /** From the sentry, while the standby serves: 1 when its application does not answer, else 0. */
    standbyUnhealthyMetric: "StandbyUnhealthy",
    /** From the sentry: 1 while Route 53's checkers do not reach a primary that it reaches itself; else nothing. */
    customersCutOffMetric: "CustomersCutOff",
  } as const;
}
export type DeployedNames = ReturnType<typeof deployedNames>;

/** State machine of a workflow. */
export function machineName(names: DeployedNames, workflow: Workflow): string {
  return { failover: names.failoverMachine, failback: names.failbackMachine, switchover: names.switchoverMachine }[
    workflow
  ];
}

/** ARN of a workflow's state machine, which lives in the standby Region. */
export function stateMachineArn(plan: Pick<Plan, "application" | "account" | "regions">, workflow: Workflow): string {
  const name = machineName(deployedNames(plan), workflow);
  return `arn:aws:states:${plan.regions.standby}:${plan.account}:stateMachine:${name}`;
}

/** A run is named like its execution, and an execution's ARN ends with that name. */
export function runIdOf(executionArn: string): string {
  return executionArn.split(":").at(-1) ?? "";
}

/** Workflow that a state machine or one of its executions runs; undefined for a machine that is none of Baton's. */
export function workflowOfArn(plan: Pick<Plan, "application">, arn: string): Workflow | undefined {
  const names = deployedNames(plan);
  const machine = arn.split(":")[6];
  return WORKFLOWS.find((workflow) => machineName(names, workflow) === machine);
}
