/**
 * An SDK client for bulk runs that writes no HTTP: inputs and outputs are copied by the SDK's schemas instead of being
 * serialized, signed and parsed. Network, required members, IAM, models and the SDK's own retries are those of real calls, and
 * errors do travel as HTTP, through the SDK's own deserializer.
 */
import { retryMiddleware } from "@smithy/core/retry";
import type { StaticOperationSchema } from "@smithy/types";
import type { Principal } from "../kernel/service";
import { type ClientModel, type RealClient, type RealCommand, withTokens } from "./client-model";
import type { Connections } from "./connections";
import { type Form, responseOf } from "./form";
import type { WireHttpResponse } from "./http";
import type { Incoming } from "./incoming";
import { PROTOCOL_CODECS } from "./protocols/by-name";
import { copyBySchema } from "./schema-copy";

export interface DirectClientParts {
  readonly model: ClientModel;
  readonly connections: Connections;
  readonly caller: Principal;
  readonly maxAttempts: number;
  /** For commands whose middleware changes what is sent. */
  readonly realClient: () => RealClient;
}

type Answer = { readonly output: Output } | { readonly failure: WireHttpResponse };
type Output = Record<string, unknown> & { $metadata: object };

export class DirectClient {
  private readonly attempt: (args: { readonly input: RealCommand; request: undefined }) => Promise<{ output: Output }>;

  constructor(private readonly parts: DirectClientParts) {
    const { model, maxAttempts } = parts;
    const retryStrategy = model.createRetryStrategy(maxAttempts);
    const retrying = retryMiddleware({
      maxAttempts: async () => maxAttempts,
      retryStrategy: async () => retryStrategy,
    });
    const once = async ({ input }: { readonly input: RealCommand }) => ({
      response: undefined,
      output: await this.call(input),
    });
    this.attempt = retrying<Output>(once, {});
  }

  /** As the SDK's `send`, without options and callbacks. */
  async send(command: RealCommand): Promise<unknown> {
    const { model, realClient } = this.parts;
    if (!model.isPlain(command)) return realClient().send(command);
    return (await this.attempt({ input: command, request: undefined })).output;
  }

  private async call({ schema, input }: RealCommand): Promise<Output> {
    const { model, connections } = this.parts;
    const operation = schema as StaticOperationSchema;
    const answer = await connections.send(this.incoming(operation), directForm(operation, input, model));
    return "output" in answer ? answer.output : model.fail(operation, answer.failure);
  }

  private incoming(operation: StaticOperationSchema): Incoming {
    const { model, caller } = this.parts;
    const { service, region } = model;
    return { region, caller, service, codec: PROTOCOL_CODECS[service.protocol], named: { operation, labels: {} } };
  }
}

function directForm(
  operation: StaticOperationSchema,
  input: RealCommand["input"],
  { service }: ClientModel,
): Form<Answer> {
  const codec = PROTOCOL_CODECS[service.protocol];
  // Copied when it is sent: what the caller changes afterwards does not arrive.
  const sent = copyBySchema(operation[4], withTokens(operation, input));
  return {
    input: () => sent,
    answer: (output, requestId) => ({
      output: { $metadata: metadataOf(requestId), ...copyBySchema(operation[5], output) },
    }),
    error: (error, requestId) => ({ failure: responseOf(codec.encodeError(service, error, requestId)) }),
  };
}

/** What the SDK reads from the headers of a success. */
function metadataOf(requestId: string): object {
  return { httpStatusCode: 200, requestId, extendedRequestId: undefined, cfId: undefined };
}
