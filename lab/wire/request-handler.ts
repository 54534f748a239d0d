/**
 * What stands in for the socket under an SDK v3 client: carries requests over the lab's network, in virtual time.
 * Order: network, IAM, model. Half of the round trip passes before the model acts and half after, so that a Region can
 * go dark in between: then the call took effect and only its answer is lost.
 */
import { HttpResponse } from "@smithy/core/protocols";
import type { HttpHandlerOptions } from "@smithy/types";
import type { SandboxLife } from "../kernel/ports";
import { AwsError, type Principal } from "../kernel/service";
import { type ConnectionBudget, Connections } from "./connections";
import { named } from "./exchange";
import { httpForm } from "./form";
import type { WireHttpRequest, WireHttpResponse } from "./http";
import type { Incoming } from "./incoming";
import type { Wire } from "./wire";

export class WireRequestHandler {
  readonly metadata = { handlerProtocol: "http/1.1" } as const;
  private readonly connections: Connections;

  constructor(
    private readonly wire: Wire,
    principal: Principal,
    budget: ConnectionBudget,
    life?: SandboxLife,
  ) {
    this.connections = new Connections(wire, principal, budget, life);
  }

  /** @throws Error named `TimeoutError`, as NodeHttpHandler does, when nothing answers within the client's budget */
  async handle(request: WireHttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    if (options.abortSignal?.aborted) throw named("AbortError", "Request aborted");
    const incoming = this.identifyOrRefuse(request);
    if ("statusCode" in incoming) return { response: new HttpResponse(incoming) };
    return new Promise((resolve, reject) => {
      this.connections
        .send(incoming, httpForm(incoming, request), options.requestTimeout)
        .then((response) => resolve({ response: new HttpResponse(response) }), reject);
      onAbort(options.abortSignal, () => reject(named("AbortError", "Request aborted")));
    });
  }

  destroy(): void {
    this.connections.forget();
  }

  updateHttpClientConfig(): never {
    throw new Error("The lab's request handler takes its settings from its constructor only.");
  }

  httpHandlerConfigs(): ConnectionBudget {
    return this.connections.budget;
  }

  private identifyOrRefuse(request: WireHttpRequest): Incoming | WireHttpResponse {
    try {
      return this.wire.identify(request);
    } catch (thrown) {
      if (!(thrown instanceof AwsError)) throw thrown;
      return frontDoorRefusal(request, thrown);
    }
  }
}

/** The SDK accepts the platform's signals and older ones that only have `onabort`. */
function onAbort(signal: HttpHandlerOptions["abortSignal"], run: () => void): void {
  if (signal && "addEventListener" in signal) signal.addEventListener("abort", run, { once: true });
  else if (signal) signal.onabort = run;
}

/** A refusal before the service is known: in JSON for JSON requests, in XML for the others. */
function frontDoorRefusal(request: WireHttpRequest, error: AwsError): WireHttpResponse {
  const isJson = Object.keys(request.headers).some((name) => name.toLowerCase() === "x-amz-target");
  const body = isJson
    ? JSON.stringify({ __type: error.code, message: error.message })
    : `<ErrorResponse><Error><Code>${error.code}</Code><Message>${error.message}</Message></Error></ErrorResponse>`;
  const headers = {
    "content-type": isJson ? "application/x-amz-json-1.0" : "text/xml",
    "x-amzn-errortype": error.code,
  };
  return { statusCode: error.status, headers, body: Buffer.from(body, "utf8") };
}
