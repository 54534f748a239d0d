/** The statements that the permission table is made of, each limited to what it names. */
import type { RegionRole } from "../../orchestrator/baton";
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import { statementsFor } from "../../orchestrator/resources/meanings";
import type { Deployment } from "../deployment";

/** What Baton's store does: no queries, no scans, no deletions. */
export type TableAction = "GetItem" | "PutItem" | "UpdateItem";

/** Partition keys of the table, one kind of item each. */
type ItemKeys = "BATON" | "RUN#*" | "SEEN#*" | "FENCE#*" | "PROMOTION#*";

/** Some actions on one kind of item: the leading-keys condition keeps every other item out of reach. */
export function onItems(
  sid: string,
  { arns }: Deployment,
  keys: ItemKeys,
  actions: readonly TableAction[] = [],
): readonly PolicyStatementData[] {
  if (actions.length === 0) return [];
  const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": [keys] } };
  return [{ sid, actions: actions.map((action) => `dynamodb:${action}`), resources: [arns.table], conditions }];
}

/** Publish to the on-call topic, whose messages are encrypted with its own key. */
export function notify({ arns }: Deployment, onCallKeyArn: string): readonly PolicyStatementData[] {
  return [
    { sid: "TellOnCall", actions: ["sns:Publish"], resources: [arns.onCallTopic] },
    { sid: "EncryptMessages", actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [onCallKeyArn] },
  ];
}

/** The part of the resources' `inspect` statements in one role's Region that calls these services. */
export function lookAtResources(
  { plan }: Deployment,
  role: RegionRole,
  ...services: readonly string[]
): readonly PolicyStatementData[] {
  return statementsFor(plan, "inspect", [role]).filter(({ actions }) =>
    actions.every((action) => services.some((service) => action.startsWith(`${service}:`))),
  );
}

/** Whether the databases of a Region could take over. */
export function lookAtReplicas(
  { plan }: Deployment,
  roles: readonly RegionRole[] = ["standby"],
): readonly PolicyStatementData[] {
  return statementsFor(plan, "standReady", roles);
}

/** Whichever Region's databases were promoted, they get back what that reset. */
export function restoreWriters({ plan }: Deployment): readonly PolicyStatementData[] {
  return statementsFor(plan, "restore", ["primary", "standby"]);
}

/** A claim that meets a holder asks whether that execution still runs. */
export function askWhetherHolderRuns({ arns }: Deployment): PolicyStatementData {
  const executions = Object.values(arns.machines).map((machine) => machine.executions);
  return {
    sid: "AskWhetherHolderRuns",
    actions: ["states:DescribeExecution"],
    resources: executions,
    wildcardReason: "Executions of Baton's own machines, whose names are made up when they start.",
  };
}

/** The sentry starts this one workflow, and only starts it. */
export function startFailover({ arns }: Deployment): PolicyStatementData {
  return { sid: "StartFailover", actions: ["states:StartExecution"], resources: [arns.machines.failover.machine] };
}

/**
 * Hands a person's answer to the task that waits for it. The Service Authorization Reference lists no resource type for this
 * action, so it must be granted on everything; what limits it is the token, which the gate's record holds, and the log of executions.
 */
export function answerTask(): PolicyStatementData {
  return {
    sid: "AnswerTask",
    actions: ["states:SendTaskSuccess"],
    resources: ["*"],
    wildcardReason:
      "AWS lists no resource for answering a task; without its unguessable token nothing can be answered.",
  };
}

export function askWitness({ arns }: Deployment): readonly PolicyStatementData[] {
  if (arns.witnessProbe === null) return [];
  return [{ sid: "AskWitness", actions: ["lambda:InvokeFunction"], resources: [arns.witnessProbe] }];
}

/** The ID of the application's check is learned at run time, so any check's status may be read; nothing can be changed. */
export function readAnyHealthCheck(): PolicyStatementData {
  return {
    ...readHealthCheck("*"),
    wildcardReason: "Reads only; which check watches the application is learned at run time.",
  };
}

export function readHealthCheck(checkId: string): PolicyStatementData {
  return {
    sid: "ReadHealthCheckStatus",
    actions: ["route53:GetHealthCheckStatus"],
    resources: [`arn:aws:route53:::healthcheck/${checkId}`],
  };
}

/** PutMetricData knows no resources; the namespace is what limits it. */
export function putMetric({ names }: Deployment): PolicyStatementData {
  return {
    sid: "PutMetric",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },
    wildcardReason: "Metrics have no ARN; the condition allows Baton's own namespace and no other.",
  };
}

/** The alarm names the health check that it watches. CloudWatch judges descriptions against all alarms of the Region. */
export function readWatchAlarm({ plan }: Deployment): PolicyStatementData {
  const everyAlarm = `arn:aws:cloudwatch:${HEALTH_METRICS_REGION}:${plan.account}:alarm:*`;
  return {
    sid: "ReadWatchAlarm",
    actions: ["cloudwatch:DescribeAlarms"],
    resources: [everyAlarm],
    wildcardReason:
      "Reads only; CloudWatch judges a description against all alarms of the Region, whichever is asked for.",
  };
}
