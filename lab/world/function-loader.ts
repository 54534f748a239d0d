/** Builds sandboxes of deployed functions: their real handlers, on the lab's clock, wire and web, under their own role. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NamedFailures } from "../../lambdas/runtime/named-failures";
import type { AwsClients, HttpProbe, Log } from "../../lambdas/runtime/runtime";
import { type Plan, planSchema } from "../../orchestrator/plan";
import type { FunctionDescription, FunctionLoaderPort, LoadedHandler, SandboxLife, WebPort } from "../kernel/ports";
import type { RandomSource } from "../kernel/random";
import type { Principal } from "../kernel/service";
import type { VirtualClock } from "../kernel/virtual-clock";
import { factoryOf } from "./handler-modules";
import type { LogBook } from "./log-book";

export interface LoaderParts {
  readonly clock: VirtualClock;
  /** Of the handlers alone; from it come the secrets that they draw. */
  readonly random: RandomSource;
  readonly web: WebPort;
  readonly logs: LogBook;
  clientsOf(principal: Principal, life: SandboxLife): AwsClients;
  /** What the resolver of a Region answers. */
  addressesOf(region: string, name: string): readonly string[];
}

/** From a function to the resolver of its Region and back [est]. */
const LOOK_UP_MS = 20;

const plans = new Map<string, Plan>();

export class FunctionLoader implements FunctionLoaderPort {
  constructor(private readonly parts: LoaderParts) {}

  /** @throws ZodError when the template sets an environment that the handler's own schema refuses */
  load(description: FunctionDescription, life: SandboxLife): LoadedHandler {
    const factory = factoryOf(description.entry);
    const { clock, random, clientsOf } = this.parts;
    return factory.create({
      environment: factory.environment.parse(this.environmentOf(description)),
      plan: planIn(description.assetFolder),
      clients: new NamedFailures(clientsOf({ arn: description.roleArn, region: description.region }, life)),
      clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
      http: this.httpFrom(description.region, life),
      names: { resolve: (name) => this.lookUp(description.region, name, life) },
      log: this.logOf(description, life),
      randomBytes: (count) => bytesOf(random, count),
    });
  }

  private environmentOf({ environment, name, region }: FunctionDescription): Record<string, string> {
    return { AWS_REGION: region, AWS_LAMBDA_FUNCTION_NAME: name, ...environment };
  }

  private httpFrom(region: string, life: SandboxLife): HttpProbe {
    const send = async (method: "GET" | "PUT", url: string, body: string, timeoutMs: number, address?: string) => {
      if (life.isOver) return new Promise<never>(() => {});
      const answer = await this.parts.web.request(region, method, url, body, timeoutMs, {}, address);
      const detail = answer.status === null ? `no answer within ${timeoutMs} ms` : `HTTP ${answer.status}`;
      return { status: answer.status, detail, body: answer.body };
    };
    return {
      get: (url, timeoutMs, address) => send("GET", url, "", timeoutMs, address),
      put: (url, body, timeoutMs) => send("PUT", url, body, timeoutMs),
    };
  }

  /** A Region's resolver is asked on the way to every host; its own answers are as good as immediate. */
  private async lookUp(region: string, name: string, life: SandboxLife): Promise<readonly string[]> {
    await this.parts.clock.sleep(LOOK_UP_MS);
    if (life.isOver) return new Promise<never>(() => {});
    return this.parts.addressesOf(region, name);
  }

  private logOf({ name, region }: FunctionDescription, life: SandboxLife): Log {
    const appended: Record<string, unknown> = {};
    const write =
      (level: "info" | "warn" | "error") =>
      (message: string, fields: Readonly<Record<string, unknown>> = {}) => {
        if (life.isOver) return;
        this.parts.logs.write({ functionName: name, region, level, message, fields: { ...appended, ...fields } });
      };
    return {
      append: (fields) => void Object.assign(appended, fields),
      info: write("info"),
      warn: write("warn"),
      error: write("error"),
    };
  }
}

/** The plan that lies beside the bundled code, as the deployed function reads it. */
function planIn(assetFolder: string): Plan {
  const known = plans.get(assetFolder);
  if (known) return known;
  const plan = planSchema.parse(JSON.parse(readFileSync(join(assetFolder, "plan.json"), "utf8")));
  plans.set(assetFolder, plan);
  return plan;
}

function bytesOf(random: RandomSource, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random.integer(0, 255));
}
