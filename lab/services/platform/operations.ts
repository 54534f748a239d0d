/** How the platform's models answer calls: a table of operations by name; a name that is missing is refused by name. */
import { type ApiCall, AwsError } from "../../kernel/service";

type Operation = (call: ApiCall) => unknown;
export type Operations = Readonly<Record<string, Operation>>;

/** Runs the operation that the call names; `UnknownOperationException` when the lab does not simulate it. */
export function perform(operations: Operations, call: ApiCall): unknown {
  const operation = Object.hasOwn(operations, call.operation) ? operations[call.operation] : undefined;
  if (!operation) {
    throw new AwsError("UnknownOperationException", `the lab does not simulate ${call.service}:${call.operation}`);
  }
  return operation(call);
}
