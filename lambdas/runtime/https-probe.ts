/** HTTPS requests with a bound. Every one opens a connection of its own: a kept connection would hide a dead listener. */
import { type RequestOptions, request } from "node:https";
import type { HttpProbe } from "./runtime";

/** A health page is short; what comes after this is not read. */
const LARGEST_BODY_BYTES = 4096;

interface Answer {
  readonly status: number | null;
  readonly detail: string;
  readonly body: string;
}

export const httpsProbe: HttpProbe = {
  get: (url, timeoutMs, address) => send(url, { method: "GET", ...(address && leadTo(address)) }, "", timeoutMs),
  put: (url, body, timeoutMs) => {
    // A presigned URL is signed for an empty content type.
    const headers = { "content-type": "", "content-length": Buffer.byteLength(body) };
    return send(url, { method: "PUT", headers }, body, timeoutMs);
  },
};

/** The host's name stays in the request and in the certificate's check; only its address is given. */
function leadTo(address: string): Pick<RequestOptions, "lookup"> {
  const family = 4;
  return {
    lookup: (_host, options, found) =>
      options.all ? found(null, [{ address, family }]) : found(null, address, family),
  };
}

function send(url: string, options: RequestOptions, body: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const noAnswer = (error: Error) => resolve({ status: null, detail: describeFailure(error, timeoutMs), body: "" });
    const outgoing = request(url, { ...options, agent: false, signal }, (incoming) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      incoming.on("data", (chunk: Buffer) => {
        if (bytes < LARGEST_BODY_BYTES) chunks.push(chunk);
        bytes += chunk.length;
      });
      incoming.on("error", noAnswer);
      incoming.on("end", () => {
        const status = incoming.statusCode ?? null;
        resolve({ status, detail: `HTTP ${status}`, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    outgoing.on("error", noAnswer);
    outgoing.end(body);
  });
}

function describeFailure(error: Error & { readonly code?: string }, timeoutMs: number): string {
  const timedOut = error.name === "AbortError" || error.name === "TimeoutError";
  return timedOut ? `no answer within ${timeoutMs} ms` : `no answer: ${error.code ?? error.message}`;
}
