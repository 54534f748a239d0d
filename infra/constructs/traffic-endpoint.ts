/**
 * Where Route 53 asks who holds the baton: `GET /traffic/<secret>` and nothing else. A wrong path is refused by the
 * route and costs no invocation.
 */

import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import * as logs from "aws-cdk-lib/aws-logs";
import * as route53 from "aws-cdk-lib/aws-route53";
import { RemovalPolicy, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";
import type { BatonFunction } from "./baton-function";
import { trafficPath } from "./health-checks";

/** Some 16 checkers ask every 10 s, less than two requests a second: this is many times that, and still cheap to be flooded with. */
const REQUESTS_PER_SECOND = 50;

/** Everything but the path, which holds the secret. */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: "$context.requestId",
    time: "$context.requestTime",
    ip: "$context.identity.sourceIp",
    status: "$context.status",
    latencyMs: "$context.responseLatency",
    error: "$context.integrationErrorMessage",
  }),
);

export interface TrafficEndpointProps {
  readonly apiName: string;
  readonly traffic: Plan["traffic"];
  readonly pathSecret: string;
  readonly handler: BatonFunction;
}

export class TrafficEndpoint extends Construct {
  constructor(scope: Construct, id: string, props: TrafficEndpointProps) {
    super(scope, id);
    const { endpoint } = props.traffic;
    const domainName = new apigateway.DomainName(this, "DomainName", {
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
    this.addStage(api, domainName, props.apiName);
    this.addRecord(domainName, props.traffic);
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

  private addStage(api: apigateway.HttpApi, domainName: apigateway.DomainName, apiName: string): void {
    const stage = new apigateway.HttpStage(this, "Stage", {
      httpApi: api,
      stageName: "$default",
      autoDeploy: true,
      throttle: { rateLimit: REQUESTS_PER_SECOND, burstLimit: 2 * REQUESTS_PER_SECOND },
      accessLogSettings: {
        destination: new apigateway.LogGroupLogDestination(this.createLogGroup(apiName)),
        format: ACCESS_LOG_FORMAT,
      },
    });
    new apigateway.ApiMapping(this, "Mapping", { api, domainName, stage });
  }

  private createLogGroup(apiName: string): logs.LogGroup {
    return new logs.LogGroup(this, "AccessLogs", {
      logGroupName: `/aws/vendedlogs/apigateway/${apiName}`,
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
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
