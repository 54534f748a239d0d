/** What a Task's `Resource` names: a Lambda function, or an action of a service with a way of waiting for its result. */

type WaitPattern = "response" | "token" | "job";

interface LambdaFunctionResource {
  readonly kind: "function";
  readonly arn: string;
  readonly waits: "response";
}

interface ServiceResource {
  readonly kind: "service";
  readonly arn: string;
  /** As task events name it: `lambda`, `aws-sdk:rds`. */
  readonly resourceType: string;
  /** With its suffix: `invoke.waitForTaskToken`. */
  readonly resource: string;
  readonly waits: WaitPattern;
}

export type TaskResource = LambdaFunctionResource | ServiceResource;

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(:[\w$-]+)?$/;
const INTEGRATION_ARN =
  /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:(aws-sdk:[a-z0-9]+|[a-z0-9-]+):([a-zA-Z0-9]+)(\.[a-zA-Z:0-9]+)?$/;

const ANSWER = ["response"] as const;
const ANSWER_OR_TOKEN = ["response", "token"] as const;
const EVERY_PATTERN = ["response", "job", "token"] as const;
const ANSWER_OR_JOB = ["response", "job"] as const;

/** Optimised integrations and the patterns each supports; everything else goes through `aws-sdk`. [doc] */
const INTEGRATIONS: Readonly<Record<string, readonly WaitPattern[]>> = {
  "lambda:invoke": ANSWER_OR_TOKEN,
  "sns:publish": ANSWER_OR_TOKEN,
  "sqs:sendMessage": ANSWER_OR_TOKEN,
  "events:putEvents": ANSWER_OR_TOKEN,
  "dynamodb:getItem": ANSWER,
  "dynamodb:putItem": ANSWER,
  "dynamodb:updateItem": ANSWER,
  "dynamodb:deleteItem": ANSWER,
  "http:invoke": ANSWER,
  "apigateway:invoke": ANSWER_OR_TOKEN,
  "states:startExecution": EVERY_PATTERN,
  "ecs:runTask": EVERY_PATTERN,
  "batch:submitJob": EVERY_PATTERN,
  "glue:startJobRun": ANSWER_OR_JOB,
  "codebuild:startBuild": ANSWER_OR_JOB,
};

const SUFFIXES: Readonly<Record<string, WaitPattern>> = {
  "": "response",
  ".sync": "job",
  ".sync:2": "job",
  ".waitForTaskToken": "token",
};

/** Undefined for a resource that Step Functions does not recognize. */
export function findTaskResource(arn: string): TaskResource | undefined {
  if (FUNCTION_ARN.test(arn)) return { kind: "function", arn, waits: "response" };
  const match = INTEGRATION_ARN.exec(arn);
  if (!match) return undefined;
  const [, resourceType = "", action = "", suffix = ""] = match;
  const waits = SUFFIXES[suffix];
  if (waits === undefined || !patternsOf(resourceType, action).includes(waits)) return undefined;
  return { kind: "service", arn, resourceType, resource: `${action}${suffix}`, waits };
}

function patternsOf(resourceType: string, action: string): readonly WaitPattern[] {
  // The catalogue of SDK actions is not part of the lab: any camel-case action is taken. [est]
  if (resourceType.startsWith("aws-sdk:")) return /^[a-z]/.test(action) ? ANSWER_OR_TOKEN : [];
  return INTEGRATIONS[`${resourceType}:${action}`] ?? [];
}

/** For a resource that validation has let pass. */
export function parseTaskResource(arn: string): TaskResource {
  const resource = findTaskResource(arn);
  if (!resource) throw new Error(`unknown task resource ${arn}`);
  return resource;
}
