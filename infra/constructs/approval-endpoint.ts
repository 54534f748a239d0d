/**
 * Where a person answers a run's question: the link of a message leads to `/approval/<run>/<secret>` on the traffic endpoint's
 * domain. It is an API of its own behind that name: the traffic endpoint decides where all customers go, so it shares neither
 * throttle nor stage nor deployment with a page that anybody may knock at.
 */
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { APPROVAL_BASE_PATH } from "../../orchestrator/approval-link";
import type { BatonFunction } from "./baton-function";
import type { AlarmMetric } from "./on-call-alarm";
import { openToTheWorld } from "./public-stage";

/** A few people and their mail scanners; a flood is cut off long before it could use up the account's functions. */
const REQUESTS_PER_SECOND = 5;

export interface ApprovalEndpointProps {
  readonly apiName: string;
  readonly domainName: apigateway.IDomainName;
  readonly handler: BatonFunction;
}

export class ApprovalEndpoint extends Construct {
  private readonly api: apigateway.HttpApi;

  constructor(scope: Construct, id: string, props: ApprovalEndpointProps) {
    super(scope, id);
    const { apiName, domainName, handler } = props;
    this.api = new apigateway.HttpApi(this, "Api", {
      apiName,
      description: "The page on which a person answers a run's question",
      createDefaultStage: false,
      // Only the custom domain is open: its name is what the links say.
      disableExecuteApiEndpoint: true,
    });
    const integration = new HttpLambdaIntegration("Approval", handler.lambda);
    this.addRoute("Show", apigateway.HttpMethod.GET, integration);
    this.addRoute("Decide", apigateway.HttpMethod.POST, integration);
    openToTheWorld(this, {
      api: this.api,
      apiName,
      domainName,
      basePath: APPROVAL_BASE_PATH,
      requestsPerSecond: REQUESTS_PER_SECOND,
    });
  }

  /** Answers with a status of 500 and more: the function's own page for a broken day, and what API Gateway says without it. */
  serverErrors(): AlarmMetric {
    const dimensions = { ApiId: this.api.apiId };
    return { namespace: "AWS/ApiGateway", metricName: "5xx", dimensions, statistic: "Sum", periodSeconds: 60 };
  }

  private addRoute(id: string, method: apigateway.HttpMethod, integration: HttpLambdaIntegration): void {
    const route = new apigateway.HttpRoute(this, id, {
      httpApi: this.api,
      routeKey: apigateway.HttpRouteKey.with("/{runId}/{secret}", method),
      integration,
    });
    Validations.of(route).acknowledge({
      id: "AwsSolutions-APIG4",
      reason:
        "A person at night has a link and no AWS session: its 256-bit secret is the authorization, and the function compares its hash.",
    });
  }
}
