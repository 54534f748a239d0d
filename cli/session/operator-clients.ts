/** SDK clients of a person at a terminal: the ordinary credential chain on AWS, given keys and endpoint in a lab. */
import type { AwsClients, CallBudget } from "../../lambdas/runtime/runtime";
import { rememberFailedCall } from "./failed-call";

export interface LabAccess {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** A laptop may be far away, on a bad line; budgets that are meant for functions would give up too early. */
const BUDGET: CallBudget = { connectionTimeoutMs: 3000, requestTimeoutMs: 6000, maxAttempts: 2 };

interface AnyClient {
  readonly middlewareStack: { add(middleware: typeof rememberFailedCall, options: { step: "initialize" }): void };
}

export class OperatorClients implements AwsClients {
  private readonly pool = new Map<string, unknown>();

  constructor(private readonly lab?: LabAccess) {}

  /** Whatever budget a caller asks for, it gets the laptop's. */
  get<Client>(clientClass: new (config: never) => Client, region: string): Client {
    const key = `${clientClass.name} ${region}`;
    const client = (this.pool.get(key) as Client | undefined) ?? this.create(clientClass, region);
    this.pool.set(key, client);
    return client;
  }

  private create<Client>(clientClass: new (config: never) => Client, region: string): Client {
    const { connectionTimeoutMs, requestTimeoutMs, maxAttempts } = BUDGET;
    const create = clientClass as new (config: object) => Client & AnyClient;
    const client = new create({
      region,
      maxAttempts,
      requestHandler: {
        connectionTimeout: connectionTimeoutMs,
        requestTimeout: requestTimeoutMs,
        throwOnRequestTimeout: true,
      },
      ...this.lab,
    });
    client.middlewareStack.add(rememberFailedCall, { step: "initialize" });
    return client;
  }
}
