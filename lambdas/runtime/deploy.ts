/** The production side of a handler: builds its runtime from the real environment on the first call of a sandbox. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Plan, planSchema } from "../../orchestrator/plan";
import { AwsClientPool } from "./aws-client-pool";
import { dnsNames } from "./dns-names";
import { httpsProbe } from "./https-probe";
import { NamedFailures } from "./named-failures";
import { createPowertoolsLog } from "./powertools-log";
import type { Clock, HandlerFactory, Invocation } from "./runtime";

type LambdaHandler = (event: unknown, invocation: Invocation) => Promise<unknown>;

const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds) => {
    await delay(milliseconds);
  },
};

/**
 * The Lambda handler of a factory. Nothing is read before the first call, so that importing a handler file has no effect.
 * Throws what zod throws when a variable is missing or the plan beside the bundle is damaged: the function cannot work.
 */
export function deploy<Environment>(factory: HandlerFactory<Environment>): LambdaHandler {
  let sandbox: LambdaHandler | undefined;
  return async (event, invocation) => {
    sandbox ??= openSandbox(factory);
    return sandbox(event, invocation);
  };
}

function openSandbox<Environment>(factory: HandlerFactory<Environment>): LambdaHandler {
  const log = createPowertoolsLog();
  const handle = factory.create({
    environment: factory.environment.parse(process.env),
    plan: readPlan(),
    clients: new NamedFailures(new AwsClientPool()),
    clock: systemClock,
    http: httpsProbe,
    names: dnsNames,
    log,
    randomBytes,
  });
  return async (event, invocation) => {
    log.startInvocation(invocation.awsRequestId);
    try {
      return await handle(event, invocation);
    } catch (error) {
      log.error("The invocation failed", { error });
      throw error;
    }
  };
}

/** The plan lies beside the bundle, put there at synth. */
function readPlan(): Plan {
  const folder = process.env.LAMBDA_TASK_ROOT ?? __dirname;
  return planSchema.parse(JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")));
}
