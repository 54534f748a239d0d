/** What a failed AWS call means: refused by a service that answered, refused only for now, or silence. */
import { clause } from "../../orchestrator/sentences";
import { THROTTLING_ERRORS } from "../../orchestrator/throttling";

interface SdkFailure {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function asSdkFailure(error: unknown): SdkFailure {
  return error instanceof Error ? error : { name: "UnknownError", message: String(error) };
}

/**
 * No answer at all, or an answer that says the service itself is broken: the Region cannot be worked with. A service that
 * throttles is well, although EC2 says so with 503.
 */
export function isUnreachable(error: unknown): boolean {
  if (isPassing(error)) return false;
  const { $metadata } = asSdkFailure(error);
  const status = $metadata?.httpStatusCode;
  return isAwsFailure(error) && (status === undefined || status >= 500);
}

/** The service itself said that it is broken, which is more than silence. */
export function isServerError(error: unknown): boolean {
  return (asSdkFailure(error).$metadata?.httpStatusCode ?? 0) >= 500;
}

/** States that AWS leaves on its own. */
const PASSING: readonly string[] = [
  "InvalidDBInstanceState",
  "InvalidDBInstanceStateFault",
  "ScalingActivityInProgress",
  "ScalingActivityInProgressFault",
  "ResourceContention",
  "ResourceContentionFault",
];

/** The service answered and refuses for now: the same call may be taken in a moment. */
export function isPassing(error: unknown): boolean {
  return isThrottled(error) || failedAs(error, ...PASSING);
}

/** The account asks too often: nothing is wrong with what was asked, and whoever asks less often is answered. */
export function isThrottled(error: unknown): boolean {
  return asSdkFailure(error).$metadata?.httpStatusCode === 429 || failedAs(error, ...THROTTLING_ERRORS);
}

/** Failures of the SDK carry `$metadata`, timeouts and sockets included; defects of our own do not. */
function isAwsFailure(error: unknown): boolean {
  return typeof error === "object" && error !== null && ("$metadata" in error || "code" in error);
}

export function failedAs(error: unknown, ...names: readonly string[]): boolean {
  return names.includes(asSdkFailure(error).name);
}

/** One sentence for the timeline: the error's name and what AWS said. */
export function describeFailure(error: unknown): string {
  const { name, message } = asSdkFailure(error);
  return `${name}: ${clause(message)}`;
}
