/** SDK clients of one role in one Region on the lab's wire: everything but the socket is the real SDK. */
import { SAME_REGION_BUDGET } from "../../lambdas/runtime/budgets";
import type { AwsClients, CallBudget } from "../../lambdas/runtime/runtime";
import type { Principal } from "../kernel/service";
import { NamingSigner } from "./naming-signer";
import { WireRequestHandler } from "./request-handler";
import type { Wire } from "./wire";

export class LabAwsClients implements AwsClients {
  private readonly clients = new Map<string, unknown>();

  /** @param signing `named` leaves the signature uncomputed, for bulk runs: about twice as many calls a second */
  constructor(
    private readonly wire: Wire,
    private readonly principal: Principal,
    /** Of clients that are asked for without a budget; as in a deployed function. */
    private readonly defaultBudget: CallBudget = SAME_REGION_BUDGET,
    private readonly signing: "computed" | "named" = "computed",
  ) {}

  get<Client>(
    clientClass: new (config: never) => Client,
    region: string,
    budget: CallBudget = this.defaultBudget,
  ): Client {
    const key = `${clientClass.name} ${region} ${budget.connectionTimeoutMs} ${budget.requestTimeoutMs} ${budget.maxAttempts}`;
    const known = this.clients.get(key);
    if (known !== undefined) return known as Client;
    const create = clientClass as new (config: object) => Client;
    const client = new create(this.configuration(region, budget));
    this.clients.set(key, client);
    return client;
  }

  /** Every setting that the SDK would otherwise look up in files or the environment is stated: a cold client does no I/O. */
  private configuration(region: string, budget: CallBudget): object {
    return {
      region,
      credentials: this.wire.credentials.issue(this.principal),
      requestHandler: new WireRequestHandler(this.wire, this.principal, budget),
      maxAttempts: budget.maxAttempts,
      retryMode: "standard",
      defaultsMode: "standard",
      useFipsEndpoint: false,
      useDualstackEndpoint: false,
      accountIdEndpointMode: "disabled",
      userAgentAppId: "baton-lab",
      ...(this.signing === "named" && { signerConstructor: NamingSigner }),
    };
  }
}
