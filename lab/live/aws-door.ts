/** Requests that reach the lab over HTTP, on their way to the wire: over the simulated network, from where their caller is. */
import type { Principal } from "../kernel/service";
import type { WireHttpRequest, WireHttpResponse } from "../wire/http";
import { WireRequestHandler } from "../wire/request-handler";
import { credentialScopeOf } from "../wire/signature";
import type { Wire } from "../wire/wire";

/** The client at the other end of the socket has time-outs of its own: what does not answer stays silent here. */
const PATIENCE = { connectionTimeoutMs: Number.POSITIVE_INFINITY, requestTimeoutMs: Number.POSITIVE_INFINITY };
/** Whoever signs with keys that the lab never issued; the wire refuses them as AWS would. */
const STRANGER: Principal = { arn: "unknown", region: "internet" };

export class AwsDoor {
  private readonly handlers = new Map<string, WireRequestHandler>();

  constructor(private readonly wire: Wire) {}

  /** Never settles while the service that is asked cannot be reached. */
  async serve(request: WireHttpRequest): Promise<WireHttpResponse> {
    const { response } = await this.handlerFor(this.callerOf(request)).handle(request);
    return { statusCode: response.statusCode, headers: response.headers, body: response.body };
  }

  private callerOf(request: WireHttpRequest): Principal {
    try {
      return this.wire.credentials.principalOf(credentialScopeOf(request).accessKeyId) ?? STRANGER;
    } catch {
      return STRANGER;
    }
  }

  /** One per caller: what it knows of open connections is that caller's own. */
  private handlerFor(caller: Principal): WireRequestHandler {
    const key = `${caller.arn}@${caller.region}`;
    const handler = this.handlers.get(key) ?? new WireRequestHandler(this.wire, caller, PATIENCE);
    this.handlers.set(key, handler);
    return handler;
  }
}
