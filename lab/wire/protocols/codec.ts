/** One wire protocol, seen from the server: what was asked, and how answers and errors are put. */
import type { StaticErrorSchema, StaticOperationSchema } from "@smithy/types";
import type { WireHttpRequest } from "../http";
import type { ServiceDescription } from "../operations";

/** The operation that a request names. Decoding its input is a second step, so that refusals can name the operation. */
export interface NamedOperation {
  readonly operation: StaticOperationSchema;
  /** Path parameters of REST requests. */
  readonly labels: Readonly<Record<string, string>>;
}

export interface EncodedAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An error ready to be put on the wire. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
  /** Undefined for errors that the service's model does not declare, like AccessDenied. */
  readonly schema: StaticErrorSchema | undefined;
}

export interface ProtocolCodec {
  /** Undefined when the request names no operation of the service. */
  operationOf(service: ServiceDescription, request: WireHttpRequest): NamedOperation | undefined;
  decode(named: NamedOperation, request: WireHttpRequest): Promise<Record<string, unknown>>;
  encode(
    service: ServiceDescription,
    operation: StaticOperationSchema,
    output: unknown,
    requestId: string,
  ): EncodedAnswer;
  encodeError(service: ServiceDescription, error: WireError, requestId: string): EncodedAnswer;
}
