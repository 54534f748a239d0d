/** The optimised Lambda integration: invokes under the machine's role, and names errors as Step Functions does. */
import type { LabContext } from "../../kernel/ports";
import { AwsError } from "../../kernel/service";
import { isJsonObject, type Json, type JsonObject } from "../../states/json";
import type { TaskRequest } from "../../states/types";
import { isRecord } from "../platform/input";
import type { StateMachine } from "./state-machine";

/** `name` becomes the error that Retry and Catch see, `message` the cause. */
class TaskFailure extends Error {
  constructor(error: string, cause: string) {
    super(cause);
    this.name = error;
  }
}

/** Error codes of Lambda that come through under their own name; all others are `AWSLambdaException` [doc]. */
const LAMBDA_ERRORS = [
  "TooManyRequestsException",
  "ResourceNotFoundException",
  "ServiceException",
  "InvalidParameterValueException",
  "InvalidRequestContentException",
  "RequestTooLargeException",
];

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const KNOWN_ARGUMENTS = ["FunctionName", "Payload", "InvocationType"];

export async function invokeFunction(
  lab: LabContext,
  region: string,
  machine: StateMachine,
  executionArn: string,
  task: TaskRequest,
): Promise<Json> {
  const { functionName, payload } = readArguments(task);
  const functionArn = functionName.startsWith("arn:")
    ? functionName
    : `arn:aws:lambda:${region}:${lab.accountId}:function:${functionName}`;
  try {
    lab.iam.assertAllowed(machine.roleArn, "lambda:InvokeFunction", functionArn);
    const input = { FunctionName: functionArn, Payload: encoder.encode(JSON.stringify(payload)) };
    const caller = { arn: machine.roleArn, region, sourceArn: executionArn };
    const answer = await lab.services.call({ service: "lambda", operation: "Invoke", input, region, caller });
    return resultOf(answer);
  } catch (error) {
    throw error instanceof AwsError ? serviceFailure(error) : error;
  }
}

function readArguments({ arguments: given, state }: TaskRequest): { functionName: string; payload: Json } {
  const values: JsonObject = isJsonObject(given) ? given : {};
  const unknown = Object.keys(values).find((name) => !KNOWN_ARGUMENTS.includes(name));
  const isAsynchronous = values.InvocationType !== undefined && values.InvocationType !== "RequestResponse";
  if (unknown !== undefined || isAsynchronous || typeof values.FunctionName !== "string") {
    throw new TaskFailure(
      "States.Runtime",
      `${state}: the lab does not know these Arguments: ${JSON.stringify(given)}`,
    );
  }
  return { functionName: values.FunctionName, payload: values.Payload ?? {} };
}

function resultOf(answer: unknown): Json {
  const { FunctionError, Payload, ExecutedVersion, StatusCode } = isRecord(answer) ? answer : {};
  const text = decoder.decode(Payload instanceof Uint8Array ? Payload : new Uint8Array());
  if (FunctionError !== undefined) throw new TaskFailure(errorTypeIn(text), text);
  return { ExecutedVersion: String(ExecutedVersion), Payload: JSON.parse(text), StatusCode: Number(StatusCode) };
}

/** The handler's own error class; `Lambda.Unknown` where the answer does not tell. */
function errorTypeIn(payload: string): string {
  const parsed: unknown = JSON.parse(payload);
  return isRecord(parsed) && typeof parsed.errorType === "string" ? parsed.errorType : "Lambda.Unknown";
}

function serviceFailure({ code, message, status }: AwsError): TaskFailure {
  const name = LAMBDA_ERRORS.includes(code) ? code : "AWSLambdaException";
  return new TaskFailure(`Lambda.${name}`, `${message} (Service: Lambda, Status Code: ${status}, Error Code: ${code})`);
}
