/** What direct calls need to know of an SDK client class: asked of a real client once per process, Region by Region. */

import { HttpResponse } from "@smithy/core/protocols";
import { StandardRetryStrategy } from "@smithy/core/retry";
import { NormalizedSchema, operation } from "@smithy/core/schema";
import { generateIdempotencyToken } from "@smithy/core/serde";
import type { StaticOperationSchema } from "@smithy/types";
import type { WireHttpResponse } from "./http";
import { type ServiceDescription, serviceDescription } from "./operations";

/** As much of a client as is read here. */
export interface RealClient {
  readonly config: {
    readonly defaultSigningName: string;
    endpointProvider(parameters: object): { readonly properties?: EndpointProperties };
    readonly protocol: {
      deserializeResponse(operation: object, context: object, response: HttpResponse): Promise<unknown>;
    };
  };
  readonly middlewareStack: object;
  send(command: RealCommand): Promise<unknown>;
}

interface EndpointProperties {
  readonly authSchemes?: readonly { readonly signingRegion?: string }[];
}

/** As much of a command as is read here. */
export interface RealCommand {
  readonly input: Readonly<Record<string, unknown>>;
  readonly schema?: unknown;
  readonly middlewareStack: { identify(): readonly string[] };
  resolveMiddleware(clientStack: object, configuration: object, options: object): unknown;
}

/** Where a service's client waits other than the SDK's default before its first retry. */
const BASE_DELAYS_MS: Readonly<Record<string, number>> = { dynamodb: 25 };

export class ClientModel {
  readonly service: ServiceDescription;
  /** The Region whose endpoint answers: us-east-1 for global services, whatever the client's own. */
  readonly region: string;
  private readonly plainness = new Map<unknown, boolean>();

  constructor(
    private readonly client: RealClient,
    region: string,
  ) {
    const { config } = client;
    const service = serviceDescription(config.defaultSigningName);
    if (!service) throw new Error(`The lab has no description of the service ${config.defaultSigningName}.`);
    this.service = service;
    const endpoint = config.endpointProvider({ Region: region, UseDualStack: false, UseFIPS: false });
    this.region = endpoint.properties?.authSchemes?.[0]?.signingRegion ?? region;
  }

  /** Whether a command's input and output pass its client unchanged: what it adds to the client's steps sees HTTP only. */
  isPlain(command: RealCommand): boolean {
    const known = this.plainness.get(command.constructor);
    if (known !== undefined) return known;
    command.resolveMiddleware(this.client.middlewareStack, this.client.config, {});
    const isPlain = command.middlewareStack.identify().every((entry) => entry.endsWith(" - build"));
    this.plainness.set(command.constructor, isPlain);
    return isPlain;
  }

  /** A fresh one, with its own quota. Made without waiting, so that a client's first call takes no more turns than the next. */
  createRetryStrategy(maxAttempts: number): StandardRetryStrategy {
    const baseDelay = BASE_DELAYS_MS[this.service.signingName];
    return new StandardRetryStrategy({ maxAttempts, ...(baseDelay !== undefined && { baseDelay }) });
  }

  /** Rejects with what the SDK makes of an error answer: the service's own class, or its base class. */
  async fail(schema: StaticOperationSchema, response: WireHttpResponse): Promise<never> {
    const [, namespace, name, traits, input, output] = schema;
    await this.client.config.protocol.deserializeResponse(
      operation(namespace, name, traits, input, output),
      this.client.config,
      new HttpResponse(response),
    );
    throw new Error(`The SDK took the answer ${response.statusCode} of ${name} for a success.`);
  }
}

/** The SDK fills idempotency tokens in when it serializes. */
export function withTokens(
  schema: StaticOperationSchema,
  input: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const missing = tokenNames(schema).filter((name) => input[name] === undefined || input[name] === null);
  if (missing.length === 0) return input;
  return { ...input, ...Object.fromEntries(missing.map((name) => [name, generateIdempotencyToken()])) };
}

const tokens = new WeakMap<StaticOperationSchema, readonly string[]>();

function tokenNames(schema: StaticOperationSchema): readonly string[] {
  const known = tokens.get(schema);
  if (known) return known;
  const names = [...NormalizedSchema.of(schema[4]).structIterator()]
    .filter(([, member]) => member.isIdempotencyToken())
    .map(([name]) => name);
  tokens.set(schema, names);
  return names;
}
