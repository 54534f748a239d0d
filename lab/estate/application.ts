/**
 * The user's application: in each Region a load balancer, instances behind it and the Region's database. It is what
 * Route 53, the probes and the customers talk to; everything is answered at once, without promises, because it is asked
 * a hundred thousand times in a drill.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { Place } from "../kernel/network";
import type { DatabaseConnection, DatabasePort, HttpAnswer, LabContext, TargetHealthPort } from "../kernel/ports";

/** The application in one Region. */
export interface Site {
  readonly role: RegionRole;
  readonly region: string;
  readonly loadBalancerDnsName: string;
  /** Other names that always lead to this Region, like the host of its health URL. */
  readonly hosts: readonly string[];
  readonly targetGroupArn: string;
  /** Every one of them must accept a write before it is acknowledged. */
  readonly databaseIds: readonly string[];
  readonly targets: TargetHealthPort;
}

export interface ApplicationSettings {
  /** Paths that check health through the write path. */
  readonly healthPaths: readonly string[];
  /** What one healthy instance can take; the load balancer answers 503 to the rest [est]. */
  readonly writesPerSecondPerInstance: number;
}

export interface WriteOutcome {
  /** Null when no Region answered: dark, unreachable, or a target that is no load balancer of ours. */
  readonly role: RegionRole | null;
  readonly acknowledged: number;
}

const NO_ANSWER: HttpAnswer = { status: null, body: "" };
const OK: HttpAnswer = { status: 200, body: "ok" };
const UNAVAILABLE: HttpAnswer = { status: 503, body: "Service Unavailable" };
const NOT_FOUND: HttpAnswer = { status: 404, body: "Not Found" };

export class Application {
  /** Regions in which the application itself is broken, a scenario's handle: instances look fine, every answer is 503. */
  readonly broken = new Set<RegionRole>();
  private readonly siteByHost = new Map<string, Site>();
  private readonly reachedByCustomers = new Map<Site, boolean>();
  private readonly connections = new Map<Site, readonly DatabaseConnection[]>();

  constructor(
    private readonly lab: Pick<LabContext, "network">,
    private readonly settings: ApplicationSettings,
    sites: readonly Site[],
    private readonly databases: DatabasePort,
  ) {
    lab.network.onChange(() => this.reachedByCustomers.clear());
    for (const site of sites) {
      for (const host of [site.loadBalancerDnsName, ...site.hosts]) this.siteByHost.set(host.toLowerCase(), site);
    }
  }

  /** The answer to a GET at this moment; undefined when the host is not the application's. */
  answer(from: Place, host: string, path: string): HttpAnswer | undefined {
    const site = this.siteByHost.get(host.toLowerCase());
    return site && this.answerOf(site, from, path);
  }

  /** `count` customers' writes within `periodSeconds`, sent to a load balancer. What instances cannot take is refused. */
  write(target: string, firstId: number, count: number, periodSeconds: number): WriteOutcome {
    const site = this.siteByHost.get(target);
    if (!site || !this.reachesCustomers(site)) return { role: null, acknowledged: 0 };
    if (this.broken.has(site.role)) return { role: site.role, acknowledged: 0 };
    const perInstance = this.settings.writesPerSecondPerInstance * periodSeconds;
    const taken = Math.min(count, Math.floor(site.targets.healthyCount(site.targetGroupArn) * perInstance));
    const isAcknowledged = taken > 0 && this.commit(site, firstId, taken);
    return { role: site.role, acknowledged: isAcknowledged ? taken : 0 };
  }

  /** Whether the application of a Region can write to its databases now, over the connections that it holds or new ones. */
  canCommit(role: RegionRole): boolean {
    const sites = [...this.siteByHost.values()].filter((site) => site.role === role);
    return sites.some((site) => this.openConnections(site) !== null);
  }

  private answerOf(site: Site, from: Place, path: string): HttpAnswer {
    if (!this.isReachable(site, from)) return NO_ANSWER;
    if (this.broken.has(site.role)) return UNAVAILABLE;
    if (site.targets.healthyCount(site.targetGroupArn) === 0) return UNAVAILABLE;
    if (!this.settings.healthPaths.includes(path)) return NOT_FOUND;
    return this.openConnections(site) ? OK : UNAVAILABLE;
  }

  /** `isReachable` from the internet, asked of the network only after it changed: customers come a hundred thousand times. */
  private reachesCustomers(site: Site): boolean {
    const known = this.reachedByCustomers.get(site);
    if (known !== undefined) return known;
    const isReached = this.isReachable(site, "internet");
    this.reachedByCustomers.set(site, isReached);
    return isReached;
  }

  private isReachable({ region }: Site, from: Place): boolean {
    return this.lab.network.canReach(from, region, "elasticloadbalancing") && !this.lab.network.isDark(region, "ec2");
  }

  private commit(site: Site, firstId: number, count: number): boolean {
    const connections = this.openConnections(site);
    return connections?.every((connection) => connection.write(firstId, count)) ?? false;
  }

  /** The pool's connections while they accept writes; otherwise new ones, which security groups may refuse. */
  private openConnections(site: Site): readonly DatabaseConnection[] | null {
    const established = this.connections.get(site);
    if (established?.every((connection) => connection.accepts())) return established;
    const opened = site.databaseIds.flatMap((id) => this.databases.connect(site.region, id) ?? []);
    if (opened.length < site.databaseIds.length) return null;
    this.connections.set(site, opened);
    return opened.every((connection) => connection.accepts()) ? opened : null;
  }
}
