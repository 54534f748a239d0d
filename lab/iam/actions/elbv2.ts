import { allOnEverything, inputText, onResource, type ServiceRequirements } from "../requirement";

export const elbv2Requirements: ServiceRequirements = {
  ...allOnEverything(
    "elasticloadbalancing",
    "DescribeListeners",
    "DescribeLoadBalancers",
    "DescribeTargetGroups",
    "DescribeTargetHealth",
  ),
  ...onResource(
    "elasticloadbalancing",
    (call) => inputText(call, "TargetGroupArn"),
    "RegisterTargets",
    "DeregisterTargets",
  ),
};
