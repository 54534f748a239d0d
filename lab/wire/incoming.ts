/** Identifies a request before anything is done with it: who asks what of which service, and where. */
import { AwsError, type Principal } from "../kernel/service";
import type { LabCredentials } from "./credentials";
import type { WireHttpRequest } from "./http";
import { type ServiceDescription, serviceDescription } from "./operations";
import { PROTOCOL_CODECS } from "./protocols/by-name";
import type { NamedOperation, ProtocolCodec } from "./protocols/codec";
import { credentialScopeOf } from "./signature";

export interface Incoming {
  readonly region: string;
  readonly caller: Principal;
  readonly service: ServiceDescription;
  readonly codec: ProtocolCodec;
  readonly named: NamedOperation;
}

/** @throws AwsError as AWS's front door would: no or unknown signature (403), unknown service or operation */
export function identify(request: WireHttpRequest, credentials: LabCredentials): Incoming {
  const scope = credentialScopeOf(request);
  const caller = credentials.principalOf(scope.accessKeyId);
  if (!caller)
    throw new AwsError("UnrecognizedClientException", "The security token included in the request is invalid.", 403);
  const service = serviceDescription(scope.service);
  if (!service)
    throw new AwsError("UnknownService", `The lab has no description of the service ${scope.service}.`, 404);
  const codec = PROTOCOL_CODECS[service.protocol];
  const named = codec.operationOf(service, request);
  if (!named) throw new AwsError("UnknownOperationException", `${scope.service} knows no such operation.`, 404);
  return { region: scope.region, caller, service, codec, named };
}
