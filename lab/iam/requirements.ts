/** From an API call to the IAM actions it needs. */
import type { ApiCall } from "../kernel/service";
import { autoScalingRequirements } from "./actions/autoscaling";
import { cloudWatchRequirements } from "./actions/cloudwatch";
import { lambdaRequirements, statesRequirements, stsRequirements } from "./actions/compute";
import { dynamoDbRequirements } from "./actions/dynamodb";
import { ec2Requirements } from "./actions/ec2";
import { elbv2Requirements } from "./actions/elbv2";
import { eventsRequirements, schedulerRequirements, snsRequirements, sqsRequirements } from "./actions/messaging";
import { rdsRequirements } from "./actions/rds";
import { route53Requirements } from "./actions/route53";
import type { Requirement, RequirementScope, ServiceRequirements } from "./requirement";

/** By SigV4 signing name. */
const REQUIREMENTS: Readonly<Record<string, ServiceRequirements>> = {
  autoscaling: autoScalingRequirements,
  dynamodb: dynamoDbRequirements,
  ec2: ec2Requirements,
  elasticloadbalancing: elbv2Requirements,
  events: eventsRequirements,
  lambda: lambdaRequirements,
  monitoring: cloudWatchRequirements,
  rds: rdsRequirements,
  route53: route53Requirements,
  scheduler: schedulerRequirements,
  sns: snsRequirements,
  sqs: sqsRequirements,
  states: statesRequirements,
  sts: stsRequirements,
};

/** Throws a plain Error for a call whose needs are not written down: the lab never guesses a permission. */
export function requirementsOf(call: ApiCall, scope: RequirementScope): readonly Requirement[] {
  const ofService = REQUIREMENTS[call.service] ?? {};
  const requirements = Object.hasOwn(ofService, call.operation) ? ofService[call.operation] : undefined;
  if (!requirements)
    throw new Error(
      `The lab does not know which IAM actions ${call.service}:${call.operation} needs (lab/iam/actions).`,
    );
  return requirements(call, scope);
}
