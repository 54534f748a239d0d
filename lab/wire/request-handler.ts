/**
 * What stands in for the socket under an SDK v3 client: carries requests over the lab's network, in virtual time.
 * Order: network, IAM, model. Half of the round trip passes before the model acts and half after, so that a Region can
 * go dark in between: then the call took effect and only its answer is lost.
 */
import { HttpResponse } from "@smithy/core/protocols";
import type { HttpHandlerOptions } from "@smithy/types";
import type { CallBudget } from "../../lambdas/runtime/runtime";
import { AwsError, type Principal } from "../kernel/service";
import { Exchange, type Limits, named } from "./exchange";
import type { WireHttpRequest, WireHttpResponse } from "./http";
import type { Incoming } from "./incoming";
import type { Wire } from "./wire";

/** How long a client waits for what does not answer. */
export type ConnectionBudget = Pick<CallBudget, "connectionTimeoutMs" | "requestTimeoutMs">;

/** A kept connection is reused this long after its last answer [est: idle timeouts of AWS endpoints vary, 20-60 s]. */
const KEEP_ALIVE_MS = 20_000;

export class WireRequestHandler {
  readonly metadata = { handlerProtocol: "http/1.1" } as const;
  private readonly answeredAtMs = new Map<string, number>();

  constructor(
    private readonly wire: Wire,
    private readonly principal: Principal,
    private readonly budget: ConnectionBudget,
  ) {}

  /** @throws Error named `TimeoutError`, as NodeHttpHandler does, when nothing answers within the client's budget */
  async handle(request: WireHttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    if (options.abortSignal?.aborted) throw named("AbortError", "Request aborted");
    const incoming = this.identifyOrRefuse(request);
    if ("statusCode" in incoming) return { response: new HttpResponse(incoming) };
    return new Promise((resolve, reject) => {
      new Exchange(this.wire, this.principal.region, incoming, request).begin(this.limits(incoming, options), {
        resolve: (response) => {
          this.answeredAtMs.set(destinationOf(incoming), this.wire.parts.clock.now());
          resolve({ response: new HttpResponse(response) });
        },
        reject,
      });
      onAbort(options.abortSignal, () => reject(named("AbortError", "Request aborted")));
    });
  }

  destroy(): void {
    this.answeredAtMs.clear();
  }

  updateHttpClientConfig(): never {
    throw new Error("The lab's request handler takes its settings from its constructor only.");
  }

  httpHandlerConfigs(): ConnectionBudget {
    return this.budget;
  }

  /** A connection that already stands spares the connection timeout: only the request timeout ends the silence. */
  private limits(incoming: Incoming, options: HttpHandlerOptions): Limits {
    const requestMs = options.requestTimeout ?? this.budget.requestTimeoutMs;
    const lastAnswerMs = this.answeredAtMs.get(destinationOf(incoming)) ?? Number.NEGATIVE_INFINITY;
    const isConnected = this.wire.parts.clock.now() - lastAnswerMs <= KEEP_ALIVE_MS;
    return { requestMs, connectionMs: isConnected ? requestMs : Math.min(this.budget.connectionTimeoutMs, requestMs) };
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

function destinationOf({ region, service }: Incoming): string {
  return `${service.signingName}.${region}`;
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
