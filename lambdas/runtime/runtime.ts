/**
 * What every handler is built from. A handler file exports a `factory` (pure of globals, so that the lab and the tests
 * need no module mocking) and a `handler`: the one line that reads the real environment.
 */

import type { z } from "zod";
import type { Plan } from "../../orchestrator/plan";

/** The time, injectable. `sleep` exists for the few functions that wait within one invocation. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Connection settings that a caller chooses for one client: how long a silent Region may cost. */
export interface CallBudget {
  readonly connectionTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly maxAttempts: number;
}

/** The part of an SDK v3 client's configuration that Baton sets. */
export interface AwsClientConfig {
  region: string;
  maxAttempts: number;
  requestHandler?: unknown;
  credentials?: unknown;
}

/** Hands out SDK clients: one per class, Region and budget, kept for the life of the sandbox. */
export interface AwsClients {
  get<Client>(clientClass: new (config: never) => Client, region: string, budget?: CallBudget): Client;
}

/** One HTTPS GET with a bound; never throws. `status` is null when there was no answer. */
export interface HttpProbe {
  /** `address` instead of what the host's name resolves to; the certificate must still be the host's. */
  get(
    url: string,
    timeoutMs: number,
    address?: string,
  ): Promise<{ readonly status: number | null; readonly detail: string; readonly body: string }>;
  put(
    url: string,
    body: string,
    timeoutMs: number,
  ): Promise<{ readonly status: number | null; readonly detail: string }>;
}

/** DNS; never throws. No address: the name does not exist, or nobody answered in time. */
export interface Names {
  /** IPv4 addresses. */
  resolve(name: string, timeoutMs: number): Promise<readonly string[]>;
}

/** Structured log: run id and epoch are appended once and stand on every later line. */
export interface Log {
  append(fields: Readonly<Record<string, unknown>>): void;
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export interface Runtime<Environment> {
  readonly environment: Environment;
  readonly plan: Plan;
  readonly clients: AwsClients;
  readonly clock: Clock;
  readonly http: HttpProbe;
  readonly names: Names;
  readonly log: Log;
  /** Unguessable bytes: what link secrets are made of. */
  readonly randomBytes: (count: number) => Uint8Array;
}

/** What the Lambda service tells a handler about its invocation. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export interface HandlerFactory<Environment> {
  /** The function's contract with its environment variables; CDK and the handler share it. */
  readonly environment: z.ZodType<Environment>;
  create(runtime: Runtime<Environment>): (event: unknown, invocation: Invocation) => Promise<unknown>;
}
