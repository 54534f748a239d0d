/**
 * A resource that exists once the traffic check has observations. Route 53 takes a new check for healthy until its
 * first data, so records attached too early would send customers to the standby.
 */
import { CustomResource, Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { FUNCTION_TIMEOUT_SECONDS } from "../../orchestrator/steps";
import type { BatonFunction } from "./baton-function";
import type { HttpsCheck, HttpsCheckSettings } from "./health-checks";

export interface TrafficObservationsProps {
  readonly trafficCheck: HttpsCheck;
  /** Repeated here so that CloudFormation asks again whenever the check is replaced or asks elsewhere. */
  readonly settings: HttpsCheckSettings;
  readonly waiter: BatonFunction;
}

export class TrafficObservations extends Construct {
  constructor(scope: Construct, id: string, props: TrafficObservationsProps) {
    super(scope, id);
    const { settings, waiter, trafficCheck } = props;
    new CustomResource(this, "Awaited", {
      resourceType: "Custom::AwaitTrafficObservations",
      serviceToken: waiter.lambda.functionArn,
      serviceTimeout: Duration.seconds(FUNCTION_TIMEOUT_SECONDS["await-traffic-observations"] + 60),
      properties: {
        HealthCheckId: trafficCheck.checkId,
        DomainName: settings.fullyQualifiedDomainName,
        ResourcePath: settings.resourcePath,
        RequestInterval: settings.requestInterval,
        FailureThreshold: settings.failureThreshold,
      },
    });
  }
}
