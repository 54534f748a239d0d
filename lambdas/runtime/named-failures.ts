/** Failures of AWS calls that say which call failed: the SDK's own say what AWS answered, and no more. */
import type { AwsClients, CallBudget } from "./runtime";

/** As much of a client and a command as is read here. */
interface Sender {
  send(command: Command): Promise<unknown>;
}

interface Command {
  /** How the SDK describes the operation: namespace and name are texts, which a bundler leaves as they are. */
  readonly schema?: readonly unknown[];
}

/** The same clients; what they reject with begins with the call, like `rds PromoteReadReplica in eu-west-1: ...`. */
export class NamedFailures implements AwsClients {
  private readonly named = new WeakSet<object>();

  constructor(private readonly clients: AwsClients) {}

  get<Client>(clientClass: new (config: never) => Client, region: string, budget?: CallBudget): Client {
    const client = this.clients.get(clientClass, region, budget);
    if (isSender(client) && !this.named.has(client)) {
      this.named.add(client);
      nameFailures(client, region);
    }
    return client;
  }
}

function isSender(client: unknown): client is Sender {
  return typeof client === "object" && client !== null && "send" in client;
}

function nameFailures(client: Sender, region: string): void {
  const send = client.send.bind(client);
  client.send = async (command) => {
    try {
      return await send(command);
    } catch (error) {
      if (error instanceof Error) error.message = `${callText(command, region)}: ${error.message}`;
      throw error;
    }
  };
}

function callText({ schema = [] }: Command, region: string): string {
  const [, namespace, name] = schema;
  return `${String(namespace).replace("com.amazonaws.", "")} ${String(name)} in ${region}`;
}
