/** What a person needs who works with the command line: least privilege, as plain data. The lab judges by the same list. */
import { deployedNames, machineName } from "../orchestrator/names";
import type { Plan } from "../orchestrator/plan";
import type { PolicyStatementData } from "../orchestrator/resources/kind";
import { resourcesWith } from "../orchestrator/resources/meanings";
import { WORKFLOWS } from "../orchestrator/workflow";

export function operatorStatements(plan: Plan): readonly PolicyStatementData[] {
  return [...lookStatements(plan), ...actStatements(plan)];
}

/** For `status` and `history`. */
function lookStatements(plan: Plan): readonly PolicyStatementData[] {
  const names = deployedNames(plan);
  const { standby, witness } = plan.regions;
  const instances = resourcesWith(plan, "promote").map(({ standbyInstanceId }) => standbyInstanceId);
  return [
    statement("ReadTheTable", ["dynamodb:GetItem", "dynamodb:Query"], [tableArn(plan)]),
    statement("ListRuns", ["states:ListExecutions"], machineArns(plan)),
    statement("AskTheCheckers", ["route53:GetHealthCheckStatus"], ["arn:aws:route53:::healthcheck/*"]),
    ...(instances.length > 0
      ? [
          statement(
            "LookAtReplicas",
            ["rds:DescribeDBInstances"],
            instances.map((id) => arn(plan, "rds", standby, `db:${id}`)),
          ),
        ]
      : []),
    ...(witness
      ? [
          statement(
            "AskTheWitness",
            ["lambda:InvokeFunction"],
            [arn(plan, "lambda", witness, `function:${names.lambdaFunction("witness-probe")}`)],
          ),
        ]
      : []),
  ];
}

/** For everything that changes something. */
function actStatements(plan: Plan): readonly PolicyStatementData[] {
  return [
    pullTheBrake(plan),
    onItems(plan, "WriteDownWhoDidIt", ["dynamodb:PutItem"], ["AUTOMATION"]),
    statement("StartARun", ["states:StartExecution"], machineArns(plan)),
    statement("AskWhetherHolderRuns", ["states:DescribeExecution"], executionsOfAll(plan)),
    onItems(plan, "WriteADecision", ["dynamodb:UpdateItem"], ["RUN#*"]),
    // IAM knows no resource for this action; what limits it is the task's token, which the table holds, and the log of executions.
    statement("WakeTheRun", ["states:SendTaskSuccess"], ["*"]),
  ];
}

/** The brake alone: whoever may pause must not be able to write who is active, and so to move all customers by one call. */
function pullTheBrake(plan: Plan): PolicyStatementData {
  const { conditions, ...update } = onItems(plan, "PullTheBrake", ["dynamodb:UpdateItem"], ["BATON"]);
  const attributes = { "dynamodb:Attributes": ["pk", "sk", "automation"] };
  return { ...update, conditions: { ...conditions, "ForAllValues:StringEquals": attributes } };
}

/** Some actions on some partitions of the table. */
function onItems(
  plan: Plan,
  sid: string,
  actions: readonly string[],
  partitions: readonly string[],
): PolicyStatementData {
  const conditions = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": partitions } };
  return { ...statement(sid, actions, [tableArn(plan)]), conditions };
}

function statement(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatementData {
  return { sid, actions, resources };
}

function tableArn(plan: Plan): string {
  return arn(plan, "dynamodb", plan.regions.standby, `table/${deployedNames(plan).table}`);
}

function machineArns(plan: Plan): readonly string[] {
  return WORKFLOWS.map((workflow) => machineArn(plan, machineName(deployedNames(plan), workflow)));
}

function executionsOfAll(plan: Plan): readonly string[] {
  return WORKFLOWS.map((workflow) => executionArn(plan, machineName(deployedNames(plan), workflow), "*"));
}

/** ARN of one execution of a state machine of the plan. */
export function executionArn(plan: Plan, machine: string, name: string): string {
  return arn(plan, "states", plan.regions.standby, `execution:${machine}:${name}`);
}

/** ARN of a state machine of the plan; it lives in the standby Region. */
export function machineArn(plan: Plan, machine: string): string {
  return arn(plan, "states", plan.regions.standby, `stateMachine:${machine}`);
}

function arn({ account }: Plan, service: string, region: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
