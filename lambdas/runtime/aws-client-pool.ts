/** The SDK clients of one sandbox: connections are kept between invocations, and budgets never mix. */
import { SAME_REGION_BUDGET } from "./budgets";
import type { AwsClientConfig, AwsClients, CallBudget } from "./runtime";

/** Settings that the SDK turns into its own NodeHttpHandler; without `throwOnRequestTimeout` a slow answer is only logged. */
function requestHandlerSettings({ connectionTimeoutMs, requestTimeoutMs }: CallBudget) {
  return { connectionTimeout: connectionTimeoutMs, requestTimeout: requestTimeoutMs, throwOnRequestTimeout: true };
}

export class AwsClientPool implements AwsClients {
  private readonly pool = new Map<unknown, Map<string, unknown>>();

  get<Client>(
    clientClass: new (config: never) => Client,
    region: string,
    budget: CallBudget = SAME_REGION_BUDGET,
  ): Client {
    const clientsOfClass = this.pool.get(clientClass) ?? new Map<string, unknown>();
    this.pool.set(clientClass, clientsOfClass);
    const key = `${region} ${budget.connectionTimeoutMs} ${budget.requestTimeoutMs} ${budget.maxAttempts}`;
    const client = (clientsOfClass.get(key) as Client | undefined) ?? createClient(clientClass, region, budget);
    clientsOfClass.set(key, client);
    return client;
  }
}

function createClient<Client>(clientClass: new (config: never) => Client, region: string, budget: CallBudget): Client {
  const create = clientClass as new (config: AwsClientConfig) => Client;
  return new create({ region, maxAttempts: budget.maxAttempts, requestHandler: requestHandlerSettings(budget) });
}
