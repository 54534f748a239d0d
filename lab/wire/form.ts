/** How a request's input is read and its answer put: as HTTP for the SDK's own transport, as values for direct calls. */
import type { WireHttpRequest, WireHttpResponse } from "./http";
import type { Incoming } from "./incoming";
import type { EncodedAnswer, WireError } from "./protocols/codec";

export interface Form<Answer> {
  input(): Promise<Record<string, unknown>> | Record<string, unknown>;
  answer(output: unknown, requestId: string): Answer;
  error(error: WireError, requestId: string): Answer;
}

export function httpForm({ codec, named, service }: Incoming, request: WireHttpRequest): Form<WireHttpResponse> {
  return {
    input: () => codec.decode(named, request),
    answer: (output, requestId) => responseOf(codec.encode(service, named.operation, output, requestId)),
    error: (error, requestId) => responseOf(codec.encodeError(service, error, requestId)),
  };
}

export function responseOf({ statusCode, headers, body }: EncodedAnswer): WireHttpResponse {
  return { statusCode, headers, body: typeof body === "string" ? Buffer.from(body, "utf8") : body };
}
