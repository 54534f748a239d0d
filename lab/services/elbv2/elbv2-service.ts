/** Elastic Load Balancing v2 in one Region: load balancers, target groups and the health of targets. */
import type {
  DescribeLoadBalancersInput,
  DescribeTargetGroupsInput,
  DescribeTargetHealthInput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { perform } from "../../kernel/operations";
import type { LabContext, TargetHealthPort } from "../../kernel/ports";
import type { Provisions } from "../../kernel/provision";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { NodeAddresses } from "./node-addresses";
import { TargetGroup } from "./target-group";

export interface LoadBalancer {
  readonly arn: string;
  readonly name: string;
  readonly dnsName: string;
  readonly canonicalHostedZoneId: string;
  readonly addresses: NodeAddresses;
}

export class Elbv2Service implements ServiceModel, Provisions, TargetHealthPort {
  /** Load balancers are the user's own; no stack of Baton creates any. */
  readonly provisioners = {};
  private readonly loadBalancers = new Map<string, LoadBalancer>();
  private readonly targetGroups = new Map<string, TargetGroup>();

  private readonly operations = {
    DescribeTargetHealth: (input: DescribeTargetHealthInput) => this.describeTargetHealth(input),
    DescribeTargetGroups: (input: DescribeTargetGroupsInput) => this.describeTargetGroups(input),
    DescribeLoadBalancers: (input: DescribeLoadBalancersInput) => this.describeLoadBalancers(input),
  };

  constructor(
    private readonly lab: LabContext,
    readonly region: string,
  ) {}

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  addLoadBalancer(dnsName: string, canonicalHostedZoneId: string): LoadBalancer {
    const name = dnsName.split(".")[0] ?? dnsName;
    const random = this.lab.random.fork(`elb ${dnsName}`);
    const path = `loadbalancer/app/${name}/${random.hex(16)}`;
    const arn = `arn:aws:elasticloadbalancing:${this.region}:${this.lab.accountId}:${path}`;
    const loadBalancer = { arn, name, dnsName, canonicalHostedZoneId, addresses: new NodeAddresses(random) };
    this.loadBalancers.set(arn, loadBalancer);
    return loadBalancer;
  }

  /** Load balancers of the Region by DNS name. */
  loadBalancerNamed(dnsName: string): LoadBalancer | undefined {
    return [...this.loadBalancers.values()].find((each) => each.dnsName === dnsName);
  }

  addTargetGroup(arn: string, loadBalancer: LoadBalancer | null): void {
    this.targetGroups.set(arn, new TargetGroup(arn, loadBalancer?.arn ?? null));
  }

  hasTargetGroup(arn: string): boolean {
    return this.targetGroups.has(arn);
  }

  /** Throws `TargetGroupNotFound`. */
  targetGroup(arn: string): TargetGroup {
    const group = this.targetGroups.get(arn);
    if (!group) throw new AwsError("TargetGroupNotFound", `Target groups '${arn}' not found`);
    return group;
  }

  /** From now on, every target of the Region fails its checks, or passes them as before. */
  failChecks(areFailing: boolean): void {
    for (const group of this.targetGroups.values()) group.isFailing = areFailing;
  }

  healthyCount(targetGroupArn: string): number {
    return this.targetGroups.get(targetGroupArn)?.healthyCount() ?? 0;
  }

  private describeTargetHealth(input: DescribeTargetHealthInput) {
    const ids = input.Targets?.map((target) => target.Id ?? "") ?? null;
    return { TargetHealthDescriptions: this.targetGroup(input.TargetGroupArn ?? "").describe(ids) };
  }

  private describeTargetGroups(input: DescribeTargetGroupsInput) {
    const asked = input.TargetGroupArns?.map((arn) => this.targetGroup(arn)) ?? [...this.targetGroups.values()];
    const found = asked.filter((group) => !input.LoadBalancerArn || group.loadBalancerArn === input.LoadBalancerArn);
    return { TargetGroups: found.map(describeGroup) };
  }

  private describeLoadBalancers(input: DescribeLoadBalancersInput) {
    const { LoadBalancerArns: arns, Names: names } = input;
    const all = [...this.loadBalancers.values()];
    const found = all.filter(({ arn, name }) => (arns ? arns.includes(arn) : !names || names.includes(name)));
    if (found.length < (arns ?? names ?? []).length) {
      throw new AwsError("LoadBalancerNotFound", "One or more load balancers not found");
    }
    return { LoadBalancers: found.map(describeLoadBalancer) };
  }
}

function describeGroup({ arn, loadBalancerArn }: TargetGroup) {
  return {
    TargetGroupArn: arn,
    TargetGroupName: arn.split("/")[1] ?? arn,
    Protocol: "HTTP",
    Port: 80,
    TargetType: "instance",
    LoadBalancerArns: loadBalancerArn ? [loadBalancerArn] : [],
  };
}

function describeLoadBalancer({ arn, name, dnsName, canonicalHostedZoneId }: LoadBalancer) {
  return {
    LoadBalancerArn: arn,
    LoadBalancerName: name,
    DNSName: dnsName,
    CanonicalHostedZoneId: canonicalHostedZoneId,
    Scheme: "internet-facing",
    Type: "application",
    State: { Code: "active" },
  };
}
