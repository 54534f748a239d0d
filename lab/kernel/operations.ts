/** A service's API as a table: operation name to the small function that answers it. */
import { type ApiCall, AwsError } from "./service";

/** Inputs are typed with the SDK's own shapes by each service; the wire decodes by the same schemas. */
export type Operations = Readonly<Record<string, (input: never, call: ApiCall) => unknown>>;

/** Answers a call from the table. Throws `UnknownOperationException` for what the lab does not model. */
export function perform(operations: Operations, call: ApiCall): unknown {
  const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
  if (!operation) {
    throw new AwsError("UnknownOperationException", `The lab does not model ${call.service}:${call.operation}.`);
  }
  return operation(call.input as never, call);
}
