/**
 * One simulated world from one seed: clock, network, every service in every Region of the plan, the user's estate and the
 * customers, connected. Nothing runs until its clock does.
 */
import { deployedNames, HEALTH_METRICS_REGION } from "../orchestrator/names";
import type { Plan } from "../orchestrator/plan";
import { Customers } from "./customers/customers";
import { Estate } from "./estate/estate";
import type { Timings } from "./estate/timings";
import { LabIam } from "./iam/lab-iam";
import { type Disturbance, Disturbances } from "./kernel/disturbances";
import { Journal } from "./kernel/journal";
import { Network } from "./kernel/network";
import type { LabContext, SandboxLife } from "./kernel/ports";
import { RandomSource } from "./kernel/random";
import type { ApiCall, Principal } from "./kernel/service";
import { VirtualClock } from "./kernel/virtual-clock";
import { parseArn } from "./services/platform/arns";
import { Route53Service } from "./services/route53/route53-service";
import { ApiThrottle } from "./wire/api-throttle";
import { type CallStyle, LabAwsClients } from "./wire/aws-clients";
import { Wire } from "./wire/wire";
import { createResolver, hostApplication } from "./world/application-sites";
import { CallTroubles } from "./world/call-troubles";
import { EventReplay } from "./world/event-replay";
import { FaultInjector } from "./world/fault-injector";
import { Forger } from "./world/forger";
import { FunctionLoader } from "./world/function-loader";
import { LogBook } from "./world/log-book";
import { Mailboxes } from "./world/mailboxes";
import { Operator } from "./world/operator";
import { PageVisitor } from "./world/page-visitor";
import { People } from "./world/people";
import { prepareAccount } from "./world/prepared-account";
import { createRegionModels, enterRegion, type RegionModels } from "./world/region-models";
import type { CachingResolver } from "./world/resolver";
import { ServiceDirectory } from "./world/service-directory";
import { TableObserver } from "./world/table-observer";
import { hostTrafficEndpoint } from "./world/traffic-site";
import { Web } from "./world/web";

export interface WorldSettings {
  readonly calls: CallStyle;
  /** Virtual time at the beginning, in epoch milliseconds. A lab that runs beside real clients begins about now. */
  readonly startsAtMs?: number;
  /** How long AWS takes, where it is not as usual. */
  readonly timings?: Timings;
  /** Several applications of one account: worlds that share time and the account's throttle, and nothing else. */
  readonly shared?: { readonly clock: VirtualClock; readonly throttle: Disturbance };
}

/** A Monday morning; every simulation begins there that need not agree with a real clock. */
export const WORLD_STARTS_AT_MS = Date.UTC(2026, 0, 5, 9, 0, 0);

export class World {
  readonly clock: VirtualClock;
  readonly journal = new Journal(() => this.clock.now());
  readonly logs = new LogBook(() => this.clock.now());
  readonly random: RandomSource;
  readonly network: Network;
  /** Between every call that arrives and the service that would answer it. */
  readonly disturbances: Disturbances;
  /** The scenario's own among them. */
  readonly troubles: CallTroubles;
  readonly web: Web;
  readonly mailboxes: Mailboxes;
  readonly directory: ServiceDirectory;
  readonly iam: LabIam;
  readonly wire: Wire;
  readonly lab: LabContext;
  readonly route53: Route53Service;
  readonly estate: Estate;
  readonly customers: Customers;
  private readonly resolver: CachingResolver;
  readonly faults: FaultInjector;
  readonly people: People;
  readonly operator: Operator;
  readonly visitor: PageVisitor;
  private readonly models = new Map<string, RegionModels>();

  constructor(
    readonly plan: Plan,
    seed: number,
    private readonly settings: WorldSettings = { calls: "http" },
  ) {
    this.clock = settings.shared?.clock ?? clockOf(settings);
    const { clock, journal } = this;
    this.random = new RandomSource(seed);
    this.network = new Network(this.random.fork("network"));
    this.web = new Web(clock, this.network);
    this.mailboxes = new Mailboxes(this.web);
    this.disturbances = new Disturbances(clock);
    this.disturbances.add(settings.shared?.throttle ?? new ApiThrottle());
    this.troubles = new CallTroubles(this.random.fork("call troubles"));
    this.disturbances.add(this.troubles);
    const { random, network, disturbances } = this;
    this.directory = new ServiceDirectory({ clock, random, network, disturbances });
    this.iam = new LabIam(plan.account, journal, () => clock.now());
    this.wire = this.createWire();
    this.lab = this.createContext();
    this.createModels();
    this.route53 = this.createRoute53();
    this.estate = this.createEstate();
    this.resolver = createResolver(this.estate, this.route53, () => clock.now());
    this.customers = new Customers(this.lab, this.estate.application, () =>
      this.route53.resolve(plan.traffic.recordName),
    );
    this.operator = new Operator(this.clientsOf({ arn: "aws:operator", region: plan.regions.standby }), plan);
    const { operator } = this;
    this.visitor = new PageVisitor(journal, this.web);
    this.people = new People(plan, journal, operator, this.visitor);
    this.faults = this.createFaults(operator);
    prepareAccount(plan, this.models);
    hostApplication(this.web, plan, this.estate, this.resolver);
    hostTrafficEndpoint(this.web, plan, this.inRegion(plan.regions.standby).apigateway, this.route53);
  }

  /** The models of one Region. Throws for a Region that the plan does not mention. */
  inRegion(region: string): RegionModels {
    const models = this.models.get(region);
    if (!models) throw new Error(`The lab has no Region ${region}.`);
    return models;
  }

  /** SDK clients on the lab's wire, for whoever calls from a Region under a role, or as somebody of the account. */
  clientsOf(principal: Principal, life?: SandboxLife): LabAwsClients {
    return new LabAwsClients(this.wire, principal, undefined, this.settings.calls, life);
  }

  private createWire(): Wire {
    const { clock, random, network, journal, disturbances } = this;
    const services = (signingName: string, region: string) => this.directory.find(signingName, region);
    const authorize = (call: ApiCall) => this.iam.authorize(call);
    const wire = new Wire({ clock, random, network, journal, disturbances, services, authorize });
    wire.interceptors.push(new TableObserver(journal, () => this.web.touch()));
    return wire;
  }

  private createContext(): LabContext {
    const { clock, random, network, journal, web, iam, logs } = this;
    return {
      accountId: this.plan.account,
      clock,
      random,
      network,
      journal,
      web,
      iam,
      services: this.directory,
      events: { publish: (region, event) => this.inRegion(region).events.publish(event) },
      metrics: { put: (region, ...datum) => this.inRegion(region).monitoring.put(...datum) },
      functions: {
        invoke: (arn, payload) => this.inRegion(parseArn(arn).region).lambda.invokeDirectly(arn, payload),
        repeatsAnswer: (arn) => this.inRegion(parseArn(arn).region).lambda.repeatsAnswer(arn),
      },
      loader: new FunctionLoader({
        clock,
        random: random.fork("handlers"),
        web,
        logs,
        clientsOf: (principal, life) => this.clientsOf(principal, life),
        addressesOf: (region, name) => this.resolver.resolve(region, name)?.addresses ?? [],
      }),
    };
  }

  private createModels(): void {
    const { primary, standby, witness } = this.plan.regions;
    const regions = new Set([primary, standby, ...(witness ? [witness] : []), HEALTH_METRICS_REGION]);
    for (const region of regions) {
      const models = createRegionModels(this.lab, region, this.settings.timings);
      this.models.set(region, models);
      enterRegion(this.directory, region, models);
      this.directory.addProvisioners(region, this.iam);
    }
  }

  /** Its API answers in us-east-1 only; stacks of any Region may declare its records and checks. */
  private createRoute53(): Route53Service {
    const route53 = new Route53Service(this.lab, HEALTH_METRICS_REGION);
    this.directory.add("route53", HEALTH_METRICS_REGION, route53);
    for (const region of this.models.keys()) this.directory.addProvisioners(region, route53);
    return route53;
  }

  private createEstate(): Estate {
    const services = (region: string) => {
      const { rds, ec2, autoscaling, elasticloadbalancing: elbv2 } = this.inRegion(region);
      return { rds, ec2, autoscaling, elbv2 };
    };
    const { primary, standby } = this.plan.regions;
    return new Estate(this.lab, this.plan, { primary: services(primary), standby: services(standby) }, this.route53);
  }

  private createFaults(operator: Operator): FaultInjector {
    const { plan, network, journal, web, estate, clock, troubles } = this;
    const nowMs = () => clock.now();
    const replay = new EventReplay(this.directory, deployedNames(plan).failoverMachine);
    const { lambda: functions, states, events } = this.inRegion(plan.regions.standby);
    const forger = new Forger({
      plan,
      nowMs,
      putOnBus: (bus, event) => events.receiveUnasked(bus, event),
      startWith: (input) => operator.startWith("failover", input),
    });
    return new FaultInjector({
      plan,
      network,
      journal,
      estate: estate.faults,
      images: estate.images,
      operator,
      replay,
      web,
      functions,
      states,
      checks: this.route53.healthChecks,
      forger,
      troubles,
      nowMs,
    });
  }
}

/** Direct calls write no HTTP: there are no streams to wait for. */
function clockOf({ calls, startsAtMs = WORLD_STARTS_AT_MS }: WorldSettings): VirtualClock {
  return new VirtualClock(startsAtMs, calls === "direct" ? "promises" : "event-loop");
}
