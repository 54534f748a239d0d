/**
 * What each function of the standby may do, as plain data: read it beside the function's handler. Statements about the
 * plan's resources come from the resource kinds (`orchestrator/resources`), one verb each.
 */
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import { statementsFor } from "../../orchestrator/resources/meanings";
import type { FunctionName } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";
import { BATON_ITEM, notify, onItems, RUN_ITEMS, readAnyHealthCheck, SEEN_ITEMS } from "./permission-statements";

/** Functions of the standby stack; those of the other stacks need nothing that lives there. */
export type StandbyFunctionName = Exclude<FunctionName, "witness-probe" | "await-traffic-observations">;

type Permissions = (deployment: Deployment, onCallKeyArn: string) => readonly PolicyStatementData[];

export const FUNCTION_PERMISSIONS: Readonly<Record<StandbyFunctionName, Permissions>> = {
  claim: (deployment) => [...batonAndRun(deployment), describeExecutions(deployment)],
  "gather-evidence": (deployment) => [
    ...run(deployment),
    readSeen(deployment),
    readAnyHealthCheck(),
    ...invokeWitness(deployment),
    ...statementsFor(deployment.plan, "inspect"),
  ],
  "warm-up": (deployment) => [...run(deployment), readSeen(deployment), ...statementsFor(deployment.plan, "warmUp")],
  decide: (deployment) => [...batonAndRun(deployment), readSeen(deployment)],
  "ask-approval": (deployment, key) => [...run(deployment), ...notify(deployment, key)],
  fence: (deployment) => [...run(deployment), ...statementsFor(deployment.plan, "fence")],
  promote: (deployment) => [...run(deployment), ...statementsFor(deployment.plan, "promote")],
  verify: (deployment) => [...run(deployment), ...statementsFor(deployment.plan, "verify")],
  "switch-traffic": (deployment) => batonAndRun(deployment),
  close: (deployment, key) => [...batonAndRun(deployment), readSeen(deployment), ...notify(deployment, key)],
  "cool-down": (deployment) => [...run(deployment), ...statementsFor(deployment.plan, "coolDown")],
  "stand-down": (deployment, key) => [...batonAndRun(deployment), ...notify(deployment, key)],
  "call-operator": (deployment, key) => [...batonAndRun(deployment), ...notify(deployment, key)],
  sentry: (deployment) => [
    onItems("ReadBaton", deployment, [BATON_ITEM], ["GetItem"]),
    onItems("RememberLastSeen", deployment, [SEEN_ITEMS], ["GetItem", "PutItem"]),
    putMetric(deployment),
    readWatchAlarm(deployment),
    ...statementsFor(deployment.plan, "inspect"),
  ],
  traffic: (deployment) => [onItems("ReadBaton", deployment, [BATON_ITEM], ["GetItem"])],
  "run-ended": (deployment, key) => [...batonAndRun(deployment), ...notify(deployment, key)],
};

function batonAndRun(deployment: Deployment): readonly PolicyStatementData[] {
  const actions = ["GetItem", "PutItem", "UpdateItem"] as const;
  return [onItems("BatonAndRun", deployment, [BATON_ITEM, RUN_ITEMS], actions)];
}

function run(deployment: Deployment): readonly PolicyStatementData[] {
  return [onItems("Run", deployment, [RUN_ITEMS], ["GetItem", "PutItem", "UpdateItem"])];
}

function readSeen(deployment: Deployment): PolicyStatementData {
  return onItems("ReadLastSeen", deployment, [SEEN_ITEMS], ["GetItem"]);
}

/** A claim that meets a holder asks whether that execution still runs. */
function describeExecutions({ arns }: Deployment): PolicyStatementData {
  return { sid: "AskWhetherHolderRuns", actions: ["states:DescribeExecution"], resources: [arns.failoverExecutions] };
}

function invokeWitness({ arns }: Deployment): readonly PolicyStatementData[] {
  if (arns.witnessProbe === null) return [];
  return [{ sid: "AskWitness", actions: ["lambda:InvokeFunction"], resources: [arns.witnessProbe] }];
}

/** PutMetricData knows no resources; the namespace is what limits it. */
function putMetric({ names }: Deployment): PolicyStatementData {
  return {
    sid: "PutMetric",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    conditions: { StringEquals: { "cloudwatch:namespace": names.metricNamespace } },
  };
}

function readWatchAlarm({ arns }: Deployment): PolicyStatementData {
  return { sid: "LearnHealthCheckId", actions: ["cloudwatch:DescribeAlarms"], resources: [arns.watchAlarm] };
}
