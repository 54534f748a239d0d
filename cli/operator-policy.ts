/** What a person needs who works with the command line: least privilege, as plain data. The lab judges by the same list. */
import { deployedNames } from "../orchestrator/names";
import type { Plan } from "../orchestrator/plan";
import type { PolicyStatementData } from "../orchestrator/resources/kind";
import { resourcesWith } from "../orchestrator/resources/meanings";

/** Partitions of the table that pausing and resuming write; runs write the others. */
const WRITTEN_PARTITIONS = ["BATON", "AUTOMATION"];

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
    statement("ListRuns", ["states:ListExecutions"], [machineArn(plan, names.failoverMachine)]),
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

/** For `pause`, `resume` and `failover`. */
function actStatements(plan: Plan): readonly PolicyStatementData[] {
  const writes = statement("PullTheBrake", ["dynamodb:PutItem", "dynamodb:UpdateItem"], [tableArn(plan)]);
  return [
    { ...writes, conditions: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": WRITTEN_PARTITIONS } } },
    statement("StartAFailover", ["states:StartExecution"], [machineArn(plan, deployedNames(plan).failoverMachine)]),
  ];
}

function statement(sid: string, actions: readonly string[], resources: readonly string[]): PolicyStatementData {
  return { sid, actions, resources };
}

function tableArn(plan: Plan): string {
  return arn(plan, "dynamodb", plan.regions.standby, `table/${deployedNames(plan).table}`);
}

/** ARN of a state machine of the plan; it lives in the standby Region. */
export function machineArn(plan: Plan, machine: string): string {
  return arn(plan, "states", plan.regions.standby, `stateMachine:${machine}`);
}

function arn({ account }: Plan, service: string, region: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
