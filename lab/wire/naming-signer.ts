/**
 * For bulk runs: a SigV4 header that names caller, Region and service as the real one does, without computing the
 * signature. The wire reads the same parts of both, and nothing else differs for the client.
 */

interface SignerParameters {
  readonly credentials: () => Promise<{ readonly accessKeyId: string }>;
  readonly region: string;
  readonly service: string;
}

interface SigningArguments {
  readonly signingRegion?: string;
  readonly signingService?: string;
}

const NO_SIGNATURE = "0".repeat(64);
/** The header's date; no part of the lab reads it. */
const ANY_DATE = "20260101";

/** Stands in for `SignatureV4` as a client's `signerConstructor`. */
export class NamingSigner {
  constructor(private readonly parameters: SignerParameters) {}

  async sign<Request extends { headers: Record<string, string> }>(
    request: Request,
    given: SigningArguments = {},
  ): Promise<Request> {
    const { accessKeyId } = await this.parameters.credentials();
    const { region, service } = this.parameters;
    const scope = `${ANY_DATE}/${given.signingRegion ?? region}/${given.signingService ?? service}/aws4_request`;
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host, Signature=${NO_SIGNATURE}`;
    return request;
  }
}
