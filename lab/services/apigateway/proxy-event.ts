/** The Lambda proxy integration in payload format 2.0: what the function is given, and how its answer becomes HTTP. */
import type { HttpHeaders } from "../../kernel/ports";
import { isRecord } from "../platform/input";
import type { RouteMatch } from "./routing";

export interface HttpRequest {
  readonly host: string;
  readonly method: string;
  /** With its query string. */
  readonly path: string;
  readonly body: string;
  /** Names in lower case, as the function gets them [doc]. */
  readonly headers: HttpHeaders;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
  readonly headers: HttpHeaders;
}

export interface RequestFacts {
  readonly apiId: string;
  readonly accountId: string;
  readonly stage: string;
  readonly requestId: string;
  readonly nowMs: number;
}

export function proxyEvent(
  request: HttpRequest,
  match: RouteMatch,
  facts: RequestFacts,
): Readonly<Record<string, unknown>> {
  const [rawPath = "", rawQueryString = ""] = request.path.split("?");
  const query = Object.fromEntries(new URLSearchParams(rawQueryString));
  return {
    version: "2.0",
    routeKey: `${match.route.method} ${match.route.path}`,
    rawPath,
    rawQueryString,
    headers: { ...request.headers, host: request.host },
    ...(rawQueryString !== "" && { queryStringParameters: query }),
    ...(Object.keys(match.pathParameters).length > 0 && { pathParameters: match.pathParameters }),
    requestContext: {
      accountId: facts.accountId,
      apiId: facts.apiId,
      domainName: request.host,
      http: { method: request.method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "lab" },
      requestId: facts.requestId,
      routeKey: `${match.route.method} ${match.route.path}`,
      stage: facts.stage,
      time: new Date(facts.nowMs).toISOString(),
      timeEpoch: facts.nowMs,
    },
    ...bodyOf(request),
  };
}

/** Only these kinds arrive as text; a form, for one, arrives in base64 [est: as function URLs do]. */
const TEXT = /^(text\/.*|application\/(json|javascript|xml))$/;

function bodyOf({ body, headers }: HttpRequest): Readonly<Record<string, unknown>> {
  if (body === "") return { isBase64Encoded: false };
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
  if (TEXT.test(type)) return { body, isBase64Encoded: false };
  return { body: Buffer.from(body).toString("base64"), isBase64Encoded: true };
}

/** An answer without `statusCode` is the body of a 200 [doc: format 2.0]; a bad status code is a 500. */
export function proxyResponse(payload: string): HttpResponse {
  const answer: unknown = JSON.parse(payload);
  if (!isRecord(answer) || answer.statusCode === undefined) {
    const headers = { "content-type": "application/json" };
    return { status: 200, body: typeof answer === "string" ? answer : payload, headers };
  }
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return INTERNAL_ERROR;
  const { body = "", isBase64Encoded, headers } = answer;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { status, body: isBase64Encoded === true ? fromBase64(text) : text, headers: readHeaders(headers) };
}

function fromBase64(text: string): string {
  return Buffer.from(text, "base64").toString("utf8");
}

function readHeaders(headers: unknown): HttpHeaders {
  const given = isRecord(headers) ? Object.entries(headers) : [];
  return Object.fromEntries(given.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function said(status: number, message: string): HttpResponse {
  return { status, body: JSON.stringify({ message }), headers: { "content-type": "application/json" } };
}

export const NOT_FOUND = said(404, "Not Found");
export const TOO_MANY_REQUESTS = said(429, "Too Many Requests");
export const INTERNAL_ERROR = said(500, "Internal Server Error");
export const SERVICE_UNAVAILABLE = said(503, "Service Unavailable");
