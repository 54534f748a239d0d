/** SDK clients of one role in one Region on the lab's wire: everything but the socket is the real SDK. */
import { SAME_REGION_BUDGET } from "../../lambdas/runtime/budgets";
import type { AwsClients, CallBudget } from "../../lambdas/runtime/runtime";
import type { SandboxLife } from "../kernel/ports";
import type { Principal } from "../kernel/service";
import { ClientModel, type RealClient } from "./client-model";
import { Connections } from "./connections";
import { DirectClient } from "./direct-client";
import { WireRequestHandler } from "./request-handler";
import type { Wire } from "./wire";

/** `direct`, for bulk runs: no HTTP is written, signed and read (see `DirectClient`). */
export type CallStyle = "http" | "direct";

type ClientClass<Client> = new (config: never) => Client;

const models = new Map<unknown, Map<string, ClientModel>>();

export class LabAwsClients implements AwsClients {
  private readonly clients = new Map<unknown, Map<string, unknown>>();

  constructor(
    private readonly wire: Wire,
    private readonly principal: Principal,
    /** Of clients that are asked for without a budget; as in a deployed function. */
    private readonly defaultBudget: CallBudget = SAME_REGION_BUDGET,
    private readonly style: CallStyle = "http",
    /** Of the sandbox that calls; whoever calls from elsewhere lives as long as the lab. */
    private readonly life: SandboxLife = { isOver: false },
  ) {}

  get<Client>(clientClass: ClientClass<Client>, region: string, budget: CallBudget = this.defaultBudget): Client {
    const ofClass = mapIn(this.clients, clientClass);
    const key = `${region} ${budget.connectionTimeoutMs} ${budget.requestTimeoutMs} ${budget.maxAttempts}`;
    const known = ofClass.get(key) as Client | undefined;
    if (known !== undefined) return known;
    const client =
      this.style === "direct" ? this.direct(clientClass, region, budget) : this.real(clientClass, region, budget);
    ofClass.set(key, client);
    return client;
  }

  private real<Client>(clientClass: ClientClass<Client>, region: string, budget: CallBudget): Client {
    return construct(clientClass, {
      ...configuration(region),
      credentials: this.wire.credentials.issue(this.principal),
      requestHandler: new WireRequestHandler(this.wire, this.principal, budget, this.life),
      maxAttempts: budget.maxAttempts,
    });
  }

  /** Of the client's class, so that paginators and waiters accept it, but with a `send` of its own. */
  private direct<Client>(clientClass: ClientClass<Client>, region: string, budget: CallBudget): Client {
    const client = new DirectClient({
      model: modelOf(clientClass, region),
      connections: new Connections(this.wire, this.principal, budget, this.life),
      caller: { arn: this.principal.arn, region: this.principal.region },
      maxAttempts: budget.maxAttempts,
      realClient: () => this.real(clientClass, region, budget) as RealClient,
    });
    const send: DirectClient["send"] = (command) => client.send(command);
    return Object.assign(Object.create(clientClass.prototype) as Client & object, { send });
  }
}

/** Every setting that the SDK would otherwise look up in files or the environment is stated: a cold client does no I/O. */
function configuration(region: string): object {
  return {
    region,
    retryMode: "standard",
    defaultsMode: "standard",
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    accountIdEndpointMode: "disabled",
    userAgentAppId: "baton-lab",
  };
}

function construct<Client>(clientClass: ClientClass<Client>, settings: object): Client {
  return new (clientClass as new (config: object) => Client)(settings);
}

function modelOf(clientClass: ClientClass<unknown>, region: string): ClientModel {
  const ofClass = mapIn(models, clientClass);
  const known = ofClass.get(region);
  if (known) return known;
  const credentials = { accessKeyId: "none", secretAccessKey: "none" };
  const model = new ClientModel(
    construct(clientClass, { ...configuration(region), credentials }) as RealClient,
    region,
  );
  ofClass.set(region, model);
  return model;
}

function mapIn<Value>(maps: Map<unknown, Map<string, Value>>, key: unknown): Map<string, Value> {
  const known = maps.get(key);
  if (known) return known;
  const created = new Map<string, Value>();
  maps.set(key, created);
  return created;
}
