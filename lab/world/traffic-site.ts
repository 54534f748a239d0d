/** The standby's own name on the simulated internet: a record in the hosted zone that leads to its HTTP APIs. */
import type { Plan } from "../../orchestrator/plan";
import type { ApiGatewayService } from "../services/apigateway/apigateway-service";
import type { Route53Service } from "../services/route53/route53-service";
import type { Web } from "./web";

export function hostTrafficEndpoint(web: Web, plan: Plan, apis: ApiGatewayService, route53: Route53Service): void {
  const { domainName } = plan.traffic.endpoint;
  web.host(domainName, {
    service: "execute-api",
    // Until the record exists, the name leads nowhere, whatever the API would answer.
    regionFor: () => (route53.hasAnswer(domainName) ? plan.regions.standby : null),
    answer: ({ method, url, body, headers }) =>
      apis.request({ host: url.hostname, method, path: url.pathname + url.search, body, headers }),
    repeatsAnswer: ({ method, url }) => apis.repeatsAnswer({ host: url.hostname, method, path: url.pathname }),
  });
}
