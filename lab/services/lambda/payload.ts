/** Payloads on their way in and out: bytes of JSON, bounded in size. */
import { AwsError } from "../../kernel/service";

/** Largest request by invocation type [doc: 6 MB synchronous, 256 KB asynchronous until the 1 MB raise; the harsher one]. */
const LARGEST_BYTES: Readonly<Record<string, number>> = {
  RequestResponse: 6 * 1024 * 1024,
  Event: 256 * 1024,
  DryRun: 6 * 1024 * 1024,
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The event; an absent payload is an empty object [est]. */
export function readPayload(payload: unknown, invocationType: string): unknown {
  const largest = LARGEST_BYTES[invocationType];
  if (largest === undefined)
    throw new AwsError("InvalidParameterValueException", `no invocation type ${invocationType}`);
  const text = textOf(payload);
  if (Buffer.byteLength(text) > largest) {
    throw new AwsError(
      "RequestTooLargeException",
      `Request must be smaller than ${largest} bytes for the InvokeFunction operation`,
      413,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError("InvalidRequestContentException", "Could not parse request body into json");
  }
}

export function encodePayload(text: string): Uint8Array {
  return encoder.encode(text);
}

function textOf(payload: unknown): string {
  if (payload === undefined) return "{}";
  if (typeof payload === "string") return payload;
  if (payload instanceof Uint8Array) return decoder.decode(payload);
  throw new AwsError("InvalidRequestContentException", "the payload must be bytes");
}
