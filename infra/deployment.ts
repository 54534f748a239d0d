/** What every stack and construct is built from: the plan, the names and ARNs derived from it, and the bundled code. */
import {
  type DeployedNames,
  deployedNames,
  HEALTH_METRICS_REGION,
  machineName,
  stateMachineArn,
} from "../orchestrator/names";
import type { Plan } from "../orchestrator/plan";
import type { Workflow } from "../orchestrator/workflow";
import type { Bundles } from "./bundle";

export interface Deployment {
  readonly plan: Plan;
  readonly names: DeployedNames;
  readonly arns: DeployedArns;
  readonly bundles: Bundles;
}

/**
 * ARNs of what other Regions or other resources of the same stack must point at. Built from names: a reference would
 * tie stacks of different Regions together, or a role to the thing that needs the role to exist.
 */
export function deployedArns(plan: Plan) {
  const names = deployedNames(plan);
  const { account } = plan;
  const { standby, witness } = plan.regions;
  return {
    watchAlarm: `arn:aws:cloudwatch:${HEALTH_METRICS_REGION}:${account}:alarm:${names.watchAlarm}`,
    sentryAlarm: `arn:aws:cloudwatch:${standby}:${account}:alarm:${names.sentryAlarm}`,
    eventBus: `arn:aws:events:${standby}:${account}:event-bus/${names.eventBus}`,
    /** The role under which the watch Region hands alarm events to the standby's bus. */
    forwardingRole: `arn:aws:iam::${account}:role/${forwardingRoleName(names)}`,
    /** The role under which the primary Region hands images' events to the standby's bus. */
    imageForwardingRole: `arn:aws:iam::${account}:role/${imageForwardingRoleName(names)}`,
    machines: {
      failover: machineArns(plan, "failover"),
      failback: machineArns(plan, "failback"),
      switchover: machineArns(plan, "switchover"),
    } satisfies Record<Workflow, MachineArns>,
    onCallTopic: `arn:aws:sns:${standby}:${account}:${names.onCallTopic}`,
    table: `arn:aws:dynamodb:${standby}:${account}:table/${names.table}`,
    /** Null when the plan has no third Region. */
    witnessProbe: witness
      ? `arn:aws:lambda:${witness}:${account}:function:${names.lambdaFunction("witness-probe")}`
      : null,
  } as const;
}
export type DeployedArns = ReturnType<typeof deployedArns>;

/** One workflow's state machine and what it runs. */
export interface MachineArns {
  readonly machine: string;
  /** Executions that somebody started. */
  readonly executions: string;
  /** Executions that its Distributed Maps start. */
  readonly children: string;
}

function machineArns(plan: Plan, workflow: Workflow): MachineArns {
  const name = machineName(deployedNames(plan), workflow);
  const prefix = `arn:aws:states:${plan.regions.standby}:${plan.account}`;
  return {
    machine: stateMachineArn(plan, workflow),
    executions: `${prefix}:execution:${name}:*`,
    children: `${prefix}:execution:${name}/*`,
  };
}

export function forwardingRoleName(names: DeployedNames): string {
  return `${names.prefix}-forward-alarm`;
}

export function imageForwardingRoleName(names: DeployedNames): string {
  return `${names.prefix}-forward-images`;
}

export function deploymentOf(plan: Plan, bundles: Bundles): Deployment {
  return { plan, names: deployedNames(plan), arns: deployedArns(plan), bundles };
}
