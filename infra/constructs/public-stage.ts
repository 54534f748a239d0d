/** How an HTTP API of Baton is opened to the world: one throttled stage behind the plan's own domain, with an access log. */
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as apigateway from "aws-cdk-lib/aws-apigatewayv2";
import * as logs from "aws-cdk-lib/aws-logs";
import { RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/** Everything but the path, which holds a secret. */
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

export interface PublicStageProps {
  readonly api: apigateway.HttpApi;
  readonly apiName: string;
  readonly domainName: apigateway.IDomainName;
  /** First segment of the path by which the domain tells its APIs apart; none for the API that gets all the rest. */
  readonly basePath?: string;
  readonly requestsPerSecond: number;
}

/** Each API has a stage, and so a throttle, of its own: a flood of one never costs the other a request. */
export function openToTheWorld(scope: Construct, props: PublicStageProps): void {
  const { api, apiName, domainName, basePath, requestsPerSecond } = props;
  const stage = new apigateway.HttpStage(scope, "Stage", {
    httpApi: api,
    stageName: "$default",
    autoDeploy: true,
    throttle: { rateLimit: requestsPerSecond, burstLimit: 2 * requestsPerSecond },
    accessLogSettings: {
      destination: new apigateway.LogGroupLogDestination(createLogGroup(scope, apiName)),
      format: ACCESS_LOG_FORMAT,
    },
  });
  new apigateway.ApiMapping(scope, "Mapping", { api, domainName, stage, ...(basePath && { apiMappingKey: basePath }) });
}

function createLogGroup(scope: Construct, apiName: string): logs.LogGroup {
  return new logs.LogGroup(scope, "AccessLogs", {
    logGroupName: `/aws/vendedlogs/apigateway/${apiName}`,
    retention: logs.RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
