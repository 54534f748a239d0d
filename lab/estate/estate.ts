/** What the user owns before Baton comes: databases, groups, load balancers, the hosted zone and the application on them. */
import type { RegionRole } from "../../orchestrator/baton";
import type { Plan } from "../../orchestrator/plan";
import type { DatabasePort, LabContext } from "../kernel/ports";
import type { ScalingGroup } from "../services/autoscaling/group";
import type { Route53Service } from "../services/route53/route53-service";
import { Application, type Site } from "./application";
import { createDatabases, type PlannedDatabase } from "./databases";
import { EstateFaults } from "./faults";
import { createGroups } from "./groups";
import { EstateImages } from "./images";
import type { ServicePair } from "./regional-services";
import { DEFAULT_ESTATE, type EstateSettings } from "./settings";

const ROLES = ["primary", "standby"] as const;

export class Estate {
  readonly application: Application;
  readonly databases: readonly PlannedDatabase[];
  readonly faults: EstateFaults;
  readonly images: EstateImages;

  constructor(
    private readonly lab: LabContext,
    private readonly plan: Plan,
    private readonly services: ServicePair,
    route53: Route53Service,
    settings: EstateSettings = DEFAULT_ESTATE,
  ) {
    const random = lab.random.fork("estate");
    route53.addHostedZone(plan.traffic.hostedZoneId);
    this.createLoadBalancers();
    this.databases = createDatabases(plan, services, random);
    createGroups(lab, plan, services, settings);
    route53.connect((dnsName) => this.hasHealthyTarget(dnsName));
    const paths = [plan.detection.healthUrl, plan.verification.healthUrl].map((url) => new URL(url).pathname);
    this.application = new Application(
      lab,
      { healthPaths: paths, writesPerSecondPerInstance: settings.writesPerSecondPerInstance },
      ROLES.map((role) => this.site(role)),
      this.databasePort(),
    );
    this.faults = new EstateFaults(lab, this.application, this.databases, services, this.groupNames("standby"));
    this.images = new EstateImages(lab, plan, services);
  }

  /** Desired capacity of every group in a Region, as it is now. */
  desiredCapacity(role: RegionRole): number {
    return this.groupsAt(role).reduce((sum, { capacity }) => sum + capacity.desired, 0);
  }

  /** The plan's groups in a Region. */
  groupsAt(role: RegionRole): readonly ScalingGroup[] {
    return this.groupNames(role).map((name) => this.services[role].autoscaling.group(name));
  }

  private groupNames(role: RegionRole): readonly string[] {
    const groups = this.plan.resources.filter((resource) => resource.kind === "autoScalingGroup");
    return groups.map((group) => (role === "primary" ? group.primaryGroupName : group.standbyGroupName));
  }

  /** What DNS answers under a load balancer's own name; nothing for any other name. */
  addressesOf(dnsName: string): readonly string[] {
    const found = ROLES.map((role) => this.services[role].elbv2.loadBalancerNamed(dnsName));
    return found.flatMap((loadBalancer) => loadBalancer?.addresses.at(this.lab.clock.now()) ?? []);
  }

  /** Whether a node of that Region's load balancer has, or had, the address. */
  hasAddress(role: RegionRole, address: string): boolean {
    const { dnsName } = this.plan.traffic.loadBalancers[role];
    const loadBalancer = this.services[role].elbv2.loadBalancerNamed(dnsName.toLowerCase());
    return loadBalancer?.addresses.includes(address) ?? false;
  }

  private createLoadBalancers(): void {
    for (const role of ROLES) {
      const { dnsName, canonicalHostedZoneId, targetGroupArn } = this.plan.traffic.loadBalancers[role];
      const { elbv2 } = this.services[role];
      elbv2.addTargetGroup(targetGroupArn, elbv2.addLoadBalancer(dnsName.toLowerCase(), canonicalHostedZoneId));
    }
  }

  private site(role: RegionRole): Site {
    const { regions, traffic, detection, verification } = this.plan;
    const healthUrl = role === "primary" ? detection.healthUrl : verification.healthUrl;
    return {
      role,
      region: regions[role],
      loadBalancerDnsName: traffic.loadBalancers[role].dnsName,
      hosts: [new URL(healthUrl).hostname],
      targetGroupArn: traffic.loadBalancers[role].targetGroupArn,
      databaseIds: this.databases.map((database) => database.nameAt(role)),
      targets: this.services[role].elbv2,
    };
  }

  /** By name, as an application connects: whichever instance bears it now. */
  private databasePort(): DatabasePort {
    const books = ROLES.map((role) => this.services[role].rds);
    return {
      connect: (region, id) =>
        books
          .find((rds) => rds.region === region)
          ?.book.find(id)
          ?.connect() ?? null,
    };
  }

  private hasHealthyTarget(dnsName: string): boolean {
    const role = ROLES.find((each) => this.plan.traffic.loadBalancers[each].dnsName.toLowerCase() === dnsName);
    if (!role) return true;
    return this.services[role].elbv2.healthyCount(this.plan.traffic.loadBalancers[role].targetGroupArn) > 0;
  }
}
