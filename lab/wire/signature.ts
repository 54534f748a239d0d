/** Reads who signed a request, for which service and Region, from its SigV4 header. */
import { AwsError } from "../kernel/service";
import { headerOf, type WireHttpRequest } from "./http";

export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  /** SigV4 signing name. */
  readonly service: string;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<key>[^/,]+)\/\d{8}\/(?<region>[^/]+)\/(?<service>[^/]+)\/aws4_request, SignedHeaders=[^,]+, Signature=[0-9a-f]{64}$/;

/**
 * The scope of a signed request. The signature itself is not recomputed: who may call is judged by the access key.
 * @throws AwsError MissingAuthenticationToken or IncompleteSignature, both 403
 */
export function credentialScopeOf(request: WireHttpRequest): CredentialScope {
  const header = headerOf(request, "authorization");
  if (!header) throw new AwsError("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
  const groups = AUTHORIZATION.exec(header)?.groups;
  if (!groups?.key || !groups.region || !groups.service) {
    throw new AwsError("IncompleteSignature", "The request signature does not conform to AWS standards.", 403);
  }
  return { accessKeyId: groups.key, region: groups.region, service: groups.service };
}
