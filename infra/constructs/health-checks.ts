/** What Route 53's checkers ask: is the application up, and who holds the baton. */
import * as route53 from "aws-cdk-lib/aws-route53";
import { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";
import { TRAFFIC_CHECK } from "../../orchestrator/watching";

/** How Route 53 asks one HTTPS endpoint. */
export interface HttpsCheckSettings {
  readonly fullyQualifiedDomainName: string;
  readonly port: number;
  readonly resourcePath: string;
  readonly requestInterval: number;
  readonly failureThreshold: number;
}

export function applicationCheckSettings(detection: Plan["detection"]): HttpsCheckSettings {
  const url = new URL(detection.healthUrl);
  return {
    fullyQualifiedDomainName: url.hostname,
    port: url.port ? Number(url.port) : 443,
    resourcePath: `${url.pathname}${url.search}`,
    requestInterval: detection.intervalSeconds,
    failureThreshold: detection.failureThreshold,
  };
}

/** The path must be the one that the traffic endpoint routes: `trafficPath` makes both. */
export function trafficCheckSettings(endpoint: Plan["traffic"]["endpoint"], pathSecret: string): HttpsCheckSettings {
  return {
    fullyQualifiedDomainName: endpoint.domainName,
    port: 443,
    resourcePath: trafficPath(pathSecret),
    requestInterval: TRAFFIC_CHECK.intervalSeconds,
    failureThreshold: TRAFFIC_CHECK.failureThreshold,
  };
}

export function trafficPath(pathSecret: string): string {
  return `/traffic/${pathSecret}`;
}

/** Route 53's checkers around the world asking one HTTPS endpoint. */
export class HttpsCheck extends Construct {
  readonly checkId: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly displayName: string; readonly settings: HttpsCheckSettings },
  ) {
    super(scope, id);
    const check = new route53.CfnHealthCheck(this, "Check", {
      healthCheckConfig: { type: "HTTPS", enableSni: true, ...props.settings },
      healthCheckTags: [{ key: "Name", value: props.displayName }],
    });
    this.checkId = check.attrHealthCheckId;
  }
}

/** Healthy exactly when another check is not: both are judged by the same observations. */
export class InverseCheck extends Construct {
  readonly checkId: string;

  constructor(scope: Construct, id: string, props: { readonly displayName: string; readonly of: HttpsCheck }) {
    super(scope, id);
    const check = new route53.CfnHealthCheck(this, "Check", {
      healthCheckConfig: {
        type: "CALCULATED",
        childHealthChecks: [props.of.checkId],
        healthThreshold: 1,
        inverted: true,
      },
      healthCheckTags: [{ key: "Name", value: props.displayName }],
    });
    this.checkId = check.attrHealthCheckId;
  }
}
