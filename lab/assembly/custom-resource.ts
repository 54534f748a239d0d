/** A custom resource: a function does the work and says so by a PUT to an address it was given. */
import * as z from "zod";
import type { Provisioned, ProvisionRequest } from "../kernel/provision";
import type { DeploymentPorts } from "./deployment-ports";
import { CustomResourceFailedError } from "./errors";

/** CloudFormation's own limit: without an answer for an hour the resource has failed. `ServiceTimeout` makes it shorter. */
const LONGEST_WAIT_SECONDS = 3600;

export function isCustomResource(type: string): boolean {
  return type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource";
}

const answerSchema = z.looseObject({
  Status: z.enum(["SUCCESS", "FAILED"]),
  Reason: z.string().optional(),
  PhysicalResourceId: z.string(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  Data: z.record(z.string(), z.unknown()).default({}),
});
type Answer = z.output<typeof answerSchema>;

export interface CustomResourceRequest extends ProvisionRequest {
  readonly type: string;
  readonly stackId: string;
}

/** @throws CustomResourceFailedError with the function's reason, or with what the function threw when it never answered */
export async function createCustomResource(
  request: CustomResourceRequest,
  ports: DeploymentPorts,
): Promise<Provisioned> {
  const event = createEvent(request, ports);
  const answer = await answerTo(event, String(request.properties.ServiceToken), request, ports);
  if (answer.Status === "FAILED") throw failed(request, answer.Reason ?? "no reason was given");
  const attributes = Object.entries(answer.Data).map(([name, value]) => [name, String(value)]);
  return { ref: answer.PhysicalResourceId, attributes: Object.fromEntries(attributes) };
}

type CreateEvent = ReturnType<typeof createEvent>;

function createEvent(request: CustomResourceRequest, { random }: DeploymentPorts) {
  const bucket = `cloudformation-custom-resource-response-${request.region.replaceAll("-", "")}`;
  return {
    RequestType: "Create",
    ServiceToken: String(request.properties.ServiceToken),
    ResponseURL: `https://${bucket}.s3.${request.region}.amazonaws.com/${random.hex(40)}`,
    StackId: request.stackId,
    RequestId: random.uuid(),
    LogicalResourceId: request.logicalId,
    ResourceType: request.type,
    ResourceProperties: asStrings(request.properties),
  } as const;
}

/** Resolves with the first answer that belongs to this request, rejects after an hour of silence. */
function answerTo(
  event: CreateEvent,
  functionArn: string,
  request: CustomResourceRequest,
  ports: DeploymentPorts,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let lastError = "";
    const waitSeconds = Number(request.properties.ServiceTimeout ?? LONGEST_WAIT_SECONDS);
    const cancelTimeout = ports.clock.after(waitSeconds * 1000, () =>
      reject(failed(request, `no answer within ${waitSeconds} s${lastError}`)),
    );
    ports.onceAnsweredAt(event.ResponseURL, (body) => {
      cancelTimeout();
      parseAnswer(body, event, request).then(resolve, reject);
    });
    ports.functions.invoke(functionArn, event, {}).then(
      ({ functionError, payload }) => {
        if (functionError) lastError = `; the function failed: ${payload}`;
      },
      (error) => {
        lastError = `; the function could not be invoked: ${error}`;
      },
    );
  });
}

async function parseAnswer(body: string, event: CreateEvent, request: CustomResourceRequest): Promise<Answer> {
  const answer = answerSchema.safeParse(parseJson(body));
  if (!answer.success) throw failed(request, `the answer is malformed: ${z.prettifyError(answer.error)}`);
  const { StackId, RequestId, LogicalResourceId } = answer.data;
  const isOurs =
    StackId === event.StackId && RequestId === event.RequestId && LogicalResourceId === event.LogicalResourceId;
  if (!isOurs) throw failed(request, "the answer names another request");
  return answer.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** CloudFormation hands every number and boolean to the function as a string. */
function asStrings(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asStrings);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asStrings(inner)]));
  }
  return String(value);
}

function failed({ logicalId, stackName }: CustomResourceRequest, reason: string): CustomResourceFailedError {
  return new CustomResourceFailedError(`Custom resource ${logicalId} of stack ${stackName} failed: ${reason}.`);
}
