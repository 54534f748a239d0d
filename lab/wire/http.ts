/** An HTTP exchange as the wire sees it: close enough to a real server's view that the codec could stand behind one. */

export interface WireHttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The SDK gives text or bytes; nothing here streams. */
  readonly body?: unknown;
}

export interface WireHttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The value of a header, whatever the case of its name. */
export function headerOf(request: WireHttpRequest, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const direct = request.headers[wanted];
  if (direct !== undefined) return direct;
  for (const [key, value] of Object.entries(request.headers)) if (key.toLowerCase() === wanted) return value;
  return undefined;
}

export function bodyBytes(request: WireHttpRequest): Uint8Array {
  if (request.body instanceof Uint8Array) return request.body;
  return typeof request.body === "string" ? Buffer.from(request.body, "utf8") : new Uint8Array(0);
}

export function bodyText(request: WireHttpRequest): string {
  if (typeof request.body === "string") return request.body;
  const bytes = bodyBytes(request);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}
