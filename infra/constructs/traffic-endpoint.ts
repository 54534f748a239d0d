/**
 * Where Route 53 asks who holds the baton: `GET /traffic/<secret>` and nothing else. A wrong path matches no route: it costs
 * no invocation and nothing of the route's throttle. What is left is the account's limit of requests, which all APIs of the
 * Region share.
 */

import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import * as route53 from "aws-cdk-lib/aws-route53";
import { Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";
import type { BatonFunction } from "./baton-function";
import { trafficPath } from "./health-checks";
import { openToTheWorld } from "./public-stage";

/** Some 16 checkers ask every 10 s, less than two requests a second: this is many times that, and still cheap to be flooded with. */
const REQUESTS_PER_SECOND = 50;

export interface TrafficEndpointProps {
  readonly apiName: string;
  readonly traffic: Plan["traffic"];
  readonly pathSecret: string;
  readonly handler: BatonFunction;
}

export class TrafficEndpoint extends Construct {
  /** The approval page lives under the same name. */
  readonly domainName: apigateway.DomainName;

  constructor(scope: Construct, id: string, props: TrafficEndpointProps) {
    super(scope, id);
    const { endpoint } = props.traffic;
    this.domainName = new apigateway.DomainName(this, "DomainName", {
      domainName: endpoint.domainName,
      certificate: Certificate.fromCertificateArn(this, "Certificate", endpoint.certificateArn),
    });
    const api = new apigateway.HttpApi(this, "Api", {
      apiName: props.apiName,
      description: "Tells Route 53's checkers whether the standby holds the baton",
      createDefaultStage: false,
      // Only the custom domain is open: its name is what the health check asks.
      disableExecuteApiEndpoint: true,
    });
    this.addRoute(api, props);
    openToTheWorld(this, {
      api,
      apiName: props.apiName,
      domainName: this.domainName,
      requestsPerSecond: REQUESTS_PER_SECOND,
    });
    this.addRecord(this.domainName, props.traffic);
  }

  private addRoute(api: apigateway.HttpApi, props: TrafficEndpointProps): void {
    const route = new apigateway.HttpRoute(this, "Route", {
      httpApi: api,
      routeKey: apigateway.HttpRouteKey.with(trafficPath(props.pathSecret), apigateway.HttpMethod.GET),
      integration: new HttpLambdaIntegration("Traffic", props.handler.lambda),
    });
    Validations.of(route).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "Route 53's checkers cannot sign or send headers; the path holds an unguessable secret and the answer is one bit.",
    });
  }

  private addRecord(domainName: apigateway.DomainName, traffic: Plan["traffic"]): void {
    new route53.CfnRecordSet(this, "Record", {
      hostedZoneId: traffic.hostedZoneId,
      name: traffic.endpoint.domainName,
      type: "A",
      aliasTarget: {
        dnsName: domainName.regionalDomainName,
        hostedZoneId: domainName.regionalHostedZoneId,
        evaluateTargetHealth: false,
      },
    });
  }
}
