/** The unguessable part of the traffic endpoint's path: read from the Region's Parameter Store at each deployment, never in code. */
import { StringParameter } from "aws-cdk-lib/aws-ssm";
import type { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";

/** A token; CloudFormation fills it in. The parameter must exist before the first deployment (docs/operations.md). */
export function pathSecret(scope: Construct, plan: Plan): string {
  return StringParameter.valueForStringParameter(scope, plan.traffic.endpoint.pathSecretParameter);
}
