/** Amazon API Gateway (HTTP APIs) of one Region: from a host and a path to a function's answer. Signing name `apigateway`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioner, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { type RateLimit, TokenBucket } from "../../kernel/token-bucket";
import { withinMs } from "../platform/daylight";
import { isRecord } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { ApiRegistry } from "./api-registry";
import type { HttpApi, Integration, Stage } from "./http-api";
import {
  type HttpRequest,
  type HttpResponse,
  INTERNAL_ERROR,
  NOT_FOUND,
  proxyEvent,
  proxyResponse,
  SERVICE_UNAVAILABLE,
  TOO_MANY_REQUESTS,
} from "./proxy-event";
import { RequestPaths } from "./request-paths";
import type { RouteMatch } from "./routing";

/** Longest time an integration may take [doc: 30 s]. */
const INTEGRATION_TIMEOUT_MS = 30_000;

/**
 * All APIs of an account in one Region share this [doc], whatever their paths. Limits of a stage are limits of its routes: what matches
 * no route uses up this one alone and invokes nothing [est].
 */
const ACCOUNT_LIMIT: RateLimit = { ratePerSecond: 10_000, burst: 5_000 };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class ApiGatewayService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  private readonly random: RandomSource;
  private readonly registry: ApiRegistry;
  private readonly paths: RequestPaths;
  /** Integrations whose last request got an answer of the function's own. */
  private readonly served = new Set<Integration>();
  private readonly buckets = new Map<string, TokenBucket>();
  private readonly operations: Operations = {
    GetApis: () => ({ Items: [...this.registry.apis.values()].map(({ id, name }) => ({ ApiId: id, Name: name })) }),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`apigateway/${region}`);
    this.registry = new ApiRegistry(lab, this.random, region);
    this.paths = new RequestPaths(this.registry);
    this.provisioners = this.registry.provisioners;
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Host names that this Region answers to: custom domains, their regional names' targets, and APIs' own names. */
  hosts(): readonly string[] {
    const own = [...this.registry.apis.values()].flatMap(({ defaultHost }) =>
      defaultHost === null ? [] : [defaultHost],
    );
    return [...this.registry.domains.keys(), ...own];
  }

  /** One HTTPS request that arrived. The network in between, and the caller's patience, are the web's matter. */
  async request(request: HttpRequest): Promise<HttpResponse> {
    const { target, match, integration } = this.paths.find(request);
    if (!target) return NOT_FOUND;
    if (!this.takeFrom("account", ACCOUNT_LIMIT)) return TOO_MANY_REQUESTS;
    const { api, stage } = target;
    if (!match) return NOT_FOUND;
    if (!integration) return INTERNAL_ERROR;
    this.served.delete(integration);
    if (!this.isWithinThrottle(api, stage)) return TOO_MANY_REQUESTS;
    const response = await this.invoke(api, stage, integration, match, request);
    if (response.status >= 500) this.lab.metrics.put(this.region, "AWS/ApiGateway", "5xx", { ApiId: api.id }, 1);
    return response;
  }

  /** See `WebPort`. What the throttle admits has used it. */
  repeatsAnswer(request: Pick<HttpRequest, "host" | "method" | "path">): boolean {
    const { target, integration } = this.paths.find(request);
    if (!target || !integration || !this.served.has(integration)) return false;
    if (!this.lab.functions.repeatsAnswer(integration.functionArn)) return false;
    return this.takeFrom("account", ACCOUNT_LIMIT) && this.isWithinThrottle(target.api, target.stage);
  }

  private isWithinThrottle(api: HttpApi, stage: Stage): boolean {
    return !stage.throttle || this.takeFrom(`${api.id}/${stage.name}`, stage.throttle);
  }

  private takeFrom(key: string, limit: RateLimit): boolean {
    const nowMs = this.lab.clock.now();
    const bucket = this.buckets.get(key) ?? new TokenBucket(limit, nowMs);
    this.buckets.set(key, bucket);
    return bucket.take(nowMs);
  }

  private async invoke(
    api: HttpApi,
    stage: Stage,
    integration: Integration,
    match: RouteMatch,
    request: HttpRequest,
  ): Promise<HttpResponse> {
    const { functionArn } = integration;
    const event = proxyEvent(request, match, {
      apiId: api.id,
      accountId: this.lab.accountId,
      stage: stage.name,
      requestId: this.random.hex(15),
      nowMs: this.lab.clock.now(),
    });
    const input = { FunctionName: functionArn, Payload: encoder.encode(JSON.stringify(event)) };
    const sourceArn = this.sourceArn(api, stage, match);
    const caller = { arn: "aws:apigateway", region: this.region, sourceArn };
    const call = { service: "lambda", operation: "Invoke", input, region: this.region, caller };
    try {
      const silence = () => new AwsError("IntegrationTimeout", `${functionArn} did not answer`);
      const answer = await withinMs(this.lab, INTEGRATION_TIMEOUT_MS, this.lab.services.call(call), silence);
      const response = responseOf(answer);
      if (response !== INTERNAL_ERROR) this.served.add(integration);
      return response;
    } catch (error) {
      return failure(error);
    }
  }

  /** What `aws:SourceArn` says: method and path are the route's, as written. */
  private sourceArn({ id }: HttpApi, { name }: Stage, { route }: RouteMatch): string {
    const prefix = `arn:aws:execute-api:${this.region}:${this.lab.accountId}:${id}/${name}`;
    if (route.path === "$default") return `${prefix}/$default`;
    return `${prefix}/${route.method === "ANY" ? "*" : route.method}${route.path}`;
  }
}

/** Refusals and errors of the function look the same from outside; slowness and throttling are a 503 [est]. */
function failure(error: unknown): HttpResponse {
  if (!(error instanceof AwsError)) throw error;
  return ["IntegrationTimeout", "TooManyRequestsException"].includes(error.code) ? SERVICE_UNAVAILABLE : INTERNAL_ERROR;
}

function responseOf(answer: unknown): HttpResponse {
  const { FunctionError, Payload } = isRecord(answer) ? answer : {};
  if (FunctionError !== undefined || !(Payload instanceof Uint8Array)) return INTERNAL_ERROR;
  return proxyResponse(decoder.decode(Payload));
}
