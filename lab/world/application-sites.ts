/** The application's hosts on the simulated internet: each Region's own names, and the failover name through DNS. */
import type { RegionRole } from "../../orchestrator/baton";
import type { Plan } from "../../orchestrator/plan";
import type { Application } from "../estate/application";
import type { Estate } from "../estate/estate";
import { ALIAS_TTL_SECONDS } from "../services/route53/dns";
import type { Route53Service } from "../services/route53/route53-service";
import { CachingResolver, type ResolvedName } from "./resolver";
import type { Site, Web, WebRequest } from "./web";

const ROLES = ["primary", "standby"] as const;
const NO_ANSWER = { status: null, body: "" } as const;

/** What a resolver is told: names of the plan's load balancers by AWS, everything else by the user's hosted zone. */
export function createResolver(estate: Estate, route53: Route53Service, now: () => number): CachingResolver {
  const ask = (name: string): ResolvedName | null => {
    const isLoadBalancer = estate.addressesOf(name).length > 0;
    const answer = isLoadBalancer ? { target: name, ttlSeconds: ALIAS_TTL_SECONDS } : route53.resolve(name);
    return answer && { ...answer, addresses: estate.addressesOf(answer.target) };
  };
  return new CachingResolver(now, (name) => ask(name.toLowerCase()));
}

export function hostApplication(web: Web, plan: Plan, estate: Estate, resolver: CachingResolver): void {
  const { application } = estate;
  for (const role of ROLES) {
    const health = role === "primary" ? plan.detection.healthUrl : plan.verification.healthUrl;
    const loadBalancer = plan.traffic.loadBalancers[role].dnsName;
    const site = siteOf(plan.regions[role], application);
    for (const host of [loadBalancer, new URL(health).hostname]) web.host(host, site);
    web.hostAddresses((address) => estate.hasAddress(role, address), nodesOf(plan, role, application));
  }
  web.host(plan.traffic.recordName, failoverSite(plan, application, resolver));
}

function siteOf(region: string, application: Application): Site {
  const ask = ({ from, url }: WebRequest) => application.answer(from, url.hostname, url.pathname) ?? NO_ANSWER;
  return { service: "elasticloadbalancing", regionFor: () => region, answer: ask, answerNow: ask };
}

/** A load balancer asked at one of its addresses, under whatever name. */
function nodesOf({ regions, traffic }: Plan, role: RegionRole, application: Application): Site {
  const { dnsName } = traffic.loadBalancers[role];
  return {
    service: "elasticloadbalancing",
    regionFor: () => regions[role],
    answer: ({ from, url }) => application.answer(from, dnsName, url.pathname) ?? NO_ANSWER,
  };
}

/** Whoever asks by the failover name talks to the load balancer that the resolver of their Region still remembers. */
function failoverSite(plan: Plan, application: Application, resolver: CachingResolver): Site {
  const targetFor = (from: string) => resolver.resolve(from, plan.traffic.recordName)?.target;
  const roleOf = (target: string | undefined) =>
    ROLES.find((role) => plan.traffic.loadBalancers[role].dnsName.toLowerCase() === target);
  return {
    service: "elasticloadbalancing",
    regionFor: (from) => {
      const role = roleOf(targetFor(from));
      return role ? plan.regions[role] : null;
    },
    answer: ({ from, url }) => {
      const target = targetFor(from);
      return (target && application.answer(from, target, url.pathname)) || NO_ANSWER;
    },
  };
}
