/**
 * Responsible for: holding a deployment back until the traffic check has observations. Route 53 calls a new check healthy
 * until its first data, so records attached earlier would send customers to the standby.
 * Triggered by: CloudFormation, as a custom resource of the watch stack.
 * If it runs twice: it only looks and answers again.
 * Steps: ask for the check's status until a checker has reported, within a bound; give all checkers the time to make up
 * their minds; answer at the response URL.
 */
import { GetHealthCheckStatusCommand, Route53Client } from "@aws-sdk/client-route-53";
import * as z from "zod";
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import { describeFailure } from "../aws/failures";
import { deploy } from "../runtime/deploy";
import { type PlanOnlyEnvironment, planOnlyEnvironment } from "../runtime/environment";
import type { HandlerFactory, Invocation, Runtime } from "../runtime/runtime";
import { parsePayload } from "../steps/payload";

const PAUSE_MS = 5000;
/** Time that must be left to settle and to answer CloudFormation, which would else wait an hour for nothing. */
const ANSWER_MS = 120_000;
const PUT_TIMEOUT_MS = 10_000;
/** A checker waits 4 s for the connection and 2 s for the status (aws-facts: Route 53). */
const LONGEST_CHECK_MS = 6_000;

const requestSchema = z.object({
  RequestType: z.enum(["Create", "Update", "Delete"]),
  ResponseURL: z.url(),
  StackId: z.string(),
  RequestId: z.string(),
  LogicalResourceId: z.string(),
  PhysicalResourceId: z.string().optional(),
  ResourceProperties: z.object({
    HealthCheckId: z.string().min(1),
    RequestInterval: z.coerce.number().positive(),
    FailureThreshold: z.coerce.number().int().min(1),
  }),
});
type Request = z.output<typeof requestSchema>;

export const factory: HandlerFactory<PlanOnlyEnvironment> = {
  environment: planOnlyEnvironment,
  create: (runtime) => async (event, invocation) => {
    const request = parsePayload(requestSchema, event);
    if (request.RequestType === "Delete") return answer(runtime, request, null);
    const { HealthCheckId, ...settings } = request.ResourceProperties;
    const isObserved = await waitForObservations(runtime, HealthCheckId, invocation);
    if (isObserved) await runtime.clock.sleep(settlingMs(settings));
    return answer(runtime, request, isObserved ? null : `No checker has reported on ${HealthCheckId} in time.`);
  },
};

export const handler = deploy(factory);

/** A checker calls the endpoint healthy until it has failed so many times in a row, each an interval after the last answer. */
function settlingMs({
  RequestInterval,
  FailureThreshold,
}: Omit<Request["ResourceProperties"], "HealthCheckId">): number {
  return FailureThreshold * (RequestInterval * 1000 + LONGEST_CHECK_MS);
}

async function waitForObservations(
  runtime: Runtime<PlanOnlyEnvironment>,
  healthCheckId: string,
  invocation: Invocation,
): Promise<boolean> {
  while (invocation.getRemainingTimeInMillis() > ANSWER_MS) {
    if (await isObserved(runtime, healthCheckId)) return true;
    await runtime.clock.sleep(PAUSE_MS);
  }
  return false;
}

/** A report that says neither success nor failure is a checker that has not looked yet. */
async function isObserved(runtime: Runtime<PlanOnlyEnvironment>, healthCheckId: string): Promise<boolean> {
  const route53 = runtime.clients.get(Route53Client, HEALTH_METRICS_REGION);
  try {
    const status = await route53.send(new GetHealthCheckStatusCommand({ HealthCheckId: healthCheckId }));
    const reports = status.HealthCheckObservations ?? [];
    return reports.some(({ StatusReport }) => /^(Success|Failure)/.test(StatusReport?.Status ?? ""));
  } catch (error) {
    runtime.log.warn(`The status of ${healthCheckId} could not be read: ${describeFailure(error)}`);
    return false;
  }
}

async function answer(runtime: Runtime<PlanOnlyEnvironment>, request: Request, failure: string | null): Promise<void> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId, ResourceProperties } = request;
  const body = JSON.stringify({
    Status: failure === null ? "SUCCESS" : "FAILED",
    ...(failure !== null && { Reason: failure }),
    PhysicalResourceId: PhysicalResourceId ?? `observed-${ResourceProperties.HealthCheckId}`,
    StackId,
    RequestId,
    LogicalResourceId,
  });
  const { status, detail } = await runtime.http.put(request.ResponseURL, body, PUT_TIMEOUT_MS);
  if (status === null || status >= 300) throw new Error(`CloudFormation could not be answered: ${detail}.`);
}
