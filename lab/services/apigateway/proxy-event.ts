/** The Lambda proxy integration in payload format 2.0: what the function is given, and how its answer becomes HTTP. */
import { isRecord } from "../platform/input";
import type { RouteMatch } from "./routing";

export interface HttpRequest {
  readonly host: string;
  readonly method: string;
  /** With its query string. */
  readonly path: string;
  readonly body: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
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
    headers: { host: request.host },
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
    ...(request.body !== "" && { body: request.body }),
    isBase64Encoded: false,
  };
}

/** An answer without `statusCode` is the body of a 200 [doc: format 2.0]; a bad status code is a 500. */
export function proxyResponse(payload: string): HttpResponse {
  const answer: unknown = JSON.parse(payload);
  if (!isRecord(answer) || answer.statusCode === undefined) {
    return { status: 200, body: typeof answer === "string" ? answer : payload };
  }
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return INTERNAL_ERROR;
  const { body } = answer;
  return { status, body: typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body) };
}

export const NOT_FOUND: HttpResponse = { status: 404, body: '{"message":"Not Found"}' };
export const TOO_MANY_REQUESTS: HttpResponse = { status: 429, body: '{"message":"Too Many Requests"}' };
export const INTERNAL_ERROR: HttpResponse = { status: 500, body: '{"message":"Internal Server Error"}' };
export const SERVICE_UNAVAILABLE: HttpResponse = { status: 503, body: '{"message":"Service Unavailable"}' };
