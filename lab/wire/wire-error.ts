/** From an error that a model throws to what its service would put on the wire. */
import type { AwsError } from "../kernel/service";
import { httpStatusOf, queryErrorOf, type ServiceDescription } from "./operations";
import type { WireError } from "./protocols/codec";

const DEFAULT_STATUS = 400;

/** Models may name an error by its wire code or by the SDK's class: both end as the code that the service really sends. */
export function wireErrorOf(service: ServiceDescription, error: AwsError): WireError {
  const schema = service.errors.get(error.code);
  const isQuery = service.protocol === "awsQuery" || service.protocol === "ec2Query";
  const declaredCode = schema && (isQuery ? (queryErrorOf(schema)?.code ?? schema[2]) : schema[2]);
  const declaredStatus = schema && error.status === DEFAULT_STATUS ? httpStatusOf(schema) : undefined;
  return {
    code: declaredCode ?? error.code,
    message: error.message,
    status: declaredStatus ?? error.status,
    members: error.members,
    schema,
  };
}
