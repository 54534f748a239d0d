/** Which call an error of the SDK belongs to: the SDK's errors do not say. */

export interface FailedCall {
  /** Like `DynamoDB`. */
  readonly service: string;
  /** Like `GetItem`. */
  readonly operation: string;
}

const failedCalls = new WeakMap<object, FailedCall>();

interface HandlerContext {
  readonly clientName?: string;
  readonly commandName?: string;
}

/** Middleware for every client: notes the call beside the error and lets the error pass. */
export function rememberFailedCall<Arguments, Output>(
  next: (given: Arguments) => Promise<Output>,
  { clientName = "AWS", commandName = "a call" }: HandlerContext,
): (given: Arguments) => Promise<Output> {
  return async (given) => {
    try {
      return await next(given);
    } catch (error) {
      const call = { service: clientName.replace(/Client$/, ""), operation: commandName.replace(/Command$/, "") };
      if (typeof error === "object" && error !== null) failedCalls.set(error, call);
      throw error;
    }
  };
}

export function failedCallOf(error: unknown): FailedCall | undefined {
  return typeof error === "object" && error !== null ? failedCalls.get(error) : undefined;
}
