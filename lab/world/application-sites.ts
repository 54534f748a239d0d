/** The application's hosts on the simulated internet: each Region's own names, and the failover name through DNS. */
import type { Plan } from "../../orchestrator/plan";
import type { Application } from "../estate/application";
import type { Route53Service } from "../services/route53/route53-service";
import { CachingResolver } from "./resolver";
import type { Site, Web, WebRequest } from "./web";

const ROLES = ["primary", "standby"] as const;
const NO_ANSWER = { status: null, body: "" } as const;

export function hostApplication(
  web: Web,
  plan: Plan,
  application: Application,
  route53: Route53Service,
  now: () => number,
): void {
  for (const role of ROLES) {
    const health = role === "primary" ? plan.detection.healthUrl : plan.verification.healthUrl;
    const site = siteOf(plan.regions[role], application);
    for (const host of [plan.traffic.loadBalancers[role].dnsName, new URL(health).hostname]) web.host(host, site);
  }
  web.host(plan.traffic.recordName, failoverSite(plan, application, route53, now));
}

function siteOf(region: string, application: Application): Site {
  const ask = ({ from, url }: WebRequest) => application.answer(from, url.hostname, url.pathname) ?? NO_ANSWER;
  return { service: "elasticloadbalancing", regionFor: () => region, answer: ask, answerNow: ask };
}

/** Whoever asks by the failover name talks to the load balancer that the resolver of their Region still remembers. */
function failoverSite(plan: Plan, application: Application, route53: Route53Service, now: () => number): Site {
  const resolver = new CachingResolver(now, () => route53.resolve(plan.traffic.recordName));
  const roleOf = (target: string | null) =>
    ROLES.find((role) => plan.traffic.loadBalancers[role].dnsName.toLowerCase() === target);
  return {
    service: "elasticloadbalancing",
    regionFor: (from) => {
      const role = roleOf(resolver.targetFor(from));
      return role ? plan.regions[role] : null;
    },
    answer: ({ from, url }) => {
      const target = resolver.targetFor(from);
      return (target && application.answer(from, target, url.pathname)) || NO_ANSWER;
    },
  };
}
