/** What a failed AWS call means: refused by a service that answered, or silence. */

interface SdkFailure {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function asSdkFailure(error: unknown): SdkFailure {
  return error instanceof Error ? error : { name: "UnknownError", message: String(error) };
}

/** No answer at all, or an answer that says the service itself is broken: the Region cannot be worked with. */
export function isUnreachable(error: unknown): boolean {
  const { $metadata } = asSdkFailure(error);
  const status = $metadata?.httpStatusCode;
  return isAwsFailure(error) && (status === undefined || status >= 500);
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
  return `${name}: ${message}`;
}
