/** Every simulated service by name and Region: who answers a call, and who creates which kind of resource. */
import { type Disturbances, LostReply } from "../kernel/disturbances";
import type { Network } from "../kernel/network";
import type { ServiceCallPort } from "../kernel/ports";
import type { Provisioner, Provisions } from "../kernel/provision";
import type { RandomSource } from "../kernel/random";
import type { ApiCall, ServiceModel } from "../kernel/service";
import type { VirtualClock } from "../kernel/virtual-clock";

export interface DirectoryParts {
  readonly clock: VirtualClock;
  readonly random: RandomSource;
  readonly network: Network;
  readonly disturbances: Disturbances;
}

export class ServiceDirectory implements ServiceCallPort {
  private readonly models = new Map<string, ServiceModel>();
  private readonly creators = new Map<string, Record<string, Provisioner>>();
  private readonly random: RandomSource;
  private readonly listeners: ((call: ApiCall) => void)[] = [];

  constructor(private readonly parts: DirectoryParts) {
    this.random = parts.random.fork("service calls");
  }

  /** A model that answers API calls under a SigV4 signing name. */
  add(signingName: string, region: string, model: ServiceModel): void {
    const key = `${signingName} ${region}`;
    if (this.models.has(key)) throw new Error(`There are two models of ${signingName} in ${region}.`);
    this.models.set(key, model);
  }

  /** Types that a model creates in a Region; two models for one type are an error. */
  addProvisioners(region: string, { provisioners }: Provisions): void {
    const known = this.creators.get(region) ?? {};
    for (const [type, provisioner] of Object.entries(provisioners)) {
      if (type in known) throw new Error(`Two models create ${type} in ${region}.`);
      known[type] = provisioner;
    }
    this.creators.set(region, known);
  }

  find(signingName: string, region: string): ServiceModel | undefined {
    return this.models.get(`${signingName} ${region}`);
  }

  provisioners(region: string): Readonly<Record<string, Provisioner>> {
    return this.creators.get(region) ?? {};
  }

  /** Told of every call between services that arrived. */
  onCall(listener: (call: ApiCall) => void): void {
    this.listeners.push(listener);
  }

  /** What is lost on its way stays unanswered, as the port says. */
  async call(call: Omit<ApiCall, "requestId">): Promise<unknown> {
    const { clock, network } = this.parts;
    const { region: from } = call.caller;
    const halfTripMs = network.roundTripMs(from, call.region) / 2;
    await clock.sleep(halfTripMs);
    if (!this.isReachable(call)) return forever();
    const answer = await this.performUnlessLost({ ...call, requestId: this.random.uuid() });
    await clock.sleep(halfTripMs);
    return this.isReachable(call) ? answer : forever();
  }

  /** Nothing leaves a dark Region, and no answer gets into it. */
  private isReachable({ caller, region, service }: Omit<ApiCall, "requestId">): boolean {
    const { network } = this.parts;
    return network.canSend(caller.region, senderOf(caller)) && network.canReach(caller.region, region, service);
  }

  private async performUnlessLost(call: ApiCall): Promise<unknown> {
    try {
      return await this.parts.disturbances.around(call, () => this.perform(call));
    } catch (thrown) {
      return thrown instanceof LostReply ? forever() : Promise.reject(thrown);
    }
  }

  private perform(call: ApiCall): unknown {
    const model = this.find(call.service, call.region);
    if (!model) throw new Error(`The lab has no model of ${call.service} in ${call.region}.`);
    for (const listener of this.listeners) listener(call);
    return model.handle(call);
  }
}

/** SigV4 name of the service that sends: the one that the rule, alarm or execution behind the call belongs to. */
function senderOf({ arn, sourceArn }: ApiCall["caller"]): string {
  const service = sourceArn?.split(":")[2] ?? (arn.startsWith("aws:") ? arn.slice("aws:".length) : CODE_RUNS_IN);
  return SIGNING_NAMES[service] ?? service;
}

/** Whoever calls under a role and on nobody's behalf is code. */
const CODE_RUNS_IN = "lambda";
/** Where the name in an ARN is another. */
const SIGNING_NAMES: Readonly<Record<string, string>> = { cloudwatch: "monitoring" };

function forever(): Promise<never> {
  return new Promise(() => {});
}
