/** Lambda, Step Functions and STS. */
import type { ApiCall } from "../../kernel/service";
import {
  allOnEverything,
  arnIn,
  inputText,
  onResource,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";

/** A function is named by name, partial ARN (`account:function:name`) or ARN; a qualifier is part of the ARN. */
function functionArn(call: ApiCall, scope: RequirementScope): string {
  const named = inputText(call, "FunctionName");
  const name = named.split("function:").at(-1);
  const arn = named.startsWith("arn:") ? named : arnIn(call, scope, "lambda", `function:${name}`);
  const qualifier = inputText(call, "Qualifier");
  return qualifier ? `${arn}:${qualifier}` : arn;
}

export const lambdaRequirements: ServiceRequirements = {
  Invoke: (call, scope) => [{ action: "lambda:InvokeFunction", resource: functionArn(call, scope) }],
  ...onResource("lambda", functionArn, "GetFunction", "GetFunctionConfiguration"),
};

const member = (name: string) => (call: ApiCall) => inputText(call, name);

export const statesRequirements: ServiceRequirements = {
  ...onResource(
    "states",
    member("stateMachineArn"),
    "StartExecution",
    "StartSyncExecution",
    "ListExecutions",
    "DescribeStateMachine",
  ),
  ...onResource(
    "states",
    member("executionArn"),
    "DescribeExecution",
    "GetExecutionHistory",
    "StopExecution",
    "RedriveExecution",
  ),
  // Task tokens know no resource that a caller could name. [est: only `*` matches]
  ...allOnEverything("states", "SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat", "ListStateMachines"),
};

export const stsRequirements: ServiceRequirements = {
  /** Needs no permission at all (STS API reference). */
  GetCallerIdentity: () => [],
  ...onResource("sts", member("RoleArn"), "AssumeRole"),
};
