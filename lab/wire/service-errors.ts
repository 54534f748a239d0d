/** What services answer to a caller who asks too often, and when they are broken themselves: each in its own words. */
import { AwsError } from "../kernel/service";

interface ErrorShape {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly members?: Readonly<Record<string, unknown>>;
}

const RATE = "Rate exceeded";

/** Of services that speak the query protocol, and of Route 53 [doc: common errors]. */
const QUERY_THROTTLING: ErrorShape = { code: "Throttling", status: 400, message: RATE };
const JSON_THROTTLING: ErrorShape = { code: "ThrottlingException", status: 400, message: RATE };

const THROTTLING: Readonly<Record<string, ErrorShape>> = {
  autoscaling: QUERY_THROTTLING,
  dynamodb: {
    ...JSON_THROTTLING,
    message: "Throughput exceeds the current capacity of your table or index. Please try again in a moment.",
  },
  ec2: { code: "RequestLimitExceeded", status: 503, message: "Request limit exceeded." },
  elasticloadbalancing: QUERY_THROTTLING,
  lambda: {
    code: "TooManyRequestsException",
    status: 429,
    message: "Rate Exceeded.",
    members: { Reason: "CallerRateLimitExceeded" },
  },
  monitoring: QUERY_THROTTLING,
  rds: QUERY_THROTTLING,
  route53: QUERY_THROTTLING,
  scheduler: { ...JSON_THROTTLING, status: 429 },
  sns: QUERY_THROTTLING,
  sqs: { code: "RequestThrottled", status: 403, message: RATE },
  sts: QUERY_THROTTLING,
};

const INTERNAL: ErrorShape = {
  code: "InternalFailure",
  status: 500,
  message: "The request processing has failed because of an unknown error, exception or failure.",
};

/** Services that are not named answer `InternalFailure` [doc: common errors]. */
const BROKEN: Readonly<Record<string, ErrorShape>> = {
  dynamodb: { code: "InternalServerError", status: 500, message: "Internal server error" },
  ec2: { code: "InternalError", status: 500, message: "An internal error has occurred" },
  lambda: { code: "ServiceException", status: 500, message: "The Lambda service encountered an internal error." },
};

export function throttlingError(service: string): AwsError {
  return asError(THROTTLING[service] ?? JSON_THROTTLING);
}

export function serverError(service: string): AwsError {
  return asError(BROKEN[service] ?? INTERNAL);
}

/** What SNS answers when the topic's key cannot be used: nobody's retry helps [doc: API reference, Publish]. */
export function keyDisabledError(): AwsError {
  return new AwsError("KMSDisabled", "The request was rejected because the specified KMS key isn't enabled.", 400);
}

const THROTTLING_CODES = new Set([JSON_THROTTLING, ...Object.values(THROTTLING)].map(({ code }) => code));

/** Whether an error's code on the wire says that the caller asked too often. */
export function isThrottling(code: string | undefined): boolean {
  return code !== undefined && THROTTLING_CODES.has(code);
}

function asError({ code, message, status, members }: ErrorShape): AwsError {
  return new AwsError(code, message, status, members);
}
