/** One EventBridge rule with its one target: the role to reach it, retries that end, and a place for what was not delivered. */
import * as events from "aws-cdk-lib/aws-events";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { DeadLetters } from "./dead-letters";
import { servicePrincipal } from "./service-principal";

/** Two hours: an event that old would be recorded and stood down anyway, so trying longer helps nobody. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 7200, maximumRetryAttempts: 185 } as const;

export type EventPatternData = Readonly<Record<string, unknown>>;

/** Where events go: under a role of the route's own, or (functions only) by the function's resource policy. */
export type RouteTarget =
  | { readonly arn: string; readonly action: "states:StartExecution" | "events:PutEvents"; readonly roleName?: string }
  | { readonly lambda: lambda.Function };

export interface EventRouteProps {
  readonly ruleName: string;
  readonly description: string;
  /** Name of a custom bus; the Region's default bus when left out. */
  readonly eventBusName?: string;
  /** What sets it off: events that match, or the clock. */
  readonly on: { readonly pattern: EventPatternData } | { readonly schedule: `rate(${string})` };
  readonly target: RouteTarget;
  readonly deadLetters: DeadLetters;
}

export class EventRoute extends Construct {
  constructor(scope: Construct, id: string, props: EventRouteProps) {
    super(scope, id);
    const { target, deadLetters } = props;
    const rule = new events.CfnRule(this, "Rule", {
      name: props.ruleName,
      description: props.description,
      ...(props.eventBusName && { eventBusName: props.eventBusName }),
      ...("pattern" in props.on ? { eventPattern: props.on.pattern } : { scheduleExpression: props.on.schedule }),
      targets: [
        {
          id: "Target",
          ...this.addressOf(props),
          deadLetterConfig: { arn: deadLetters.queue.queueArn },
          retryPolicy: RETRY_POLICY,
        },
      ],
    });
    deadLetters.acceptFromRule(rule.attrArn);
    // A rule may fire the moment it exists, and finds the permission there already.
    if ("lambda" in target) rule.addResourceDependency(this.allowInvoke(target.lambda, props));
  }

  private addressOf({ target, on }: EventRouteProps): { arn: string; roleArn?: string } {
    if ("lambda" in target) return { arn: target.lambda.functionArn };
    return { arn: target.arn, roleArn: this.createRole(target, on).roleArn };
  }

  private createRole(target: Exclude<RouteTarget, { lambda: lambda.Function }>, on: EventRouteProps["on"]): iam.Role {
    const statement = new iam.PolicyStatement({
      actions: [target.action],
      resources: [target.arn],
      ...(target.action === "events:PutEvents" && "pattern" in on && { conditions: onlySuchEvents(on.pattern) }),
    });
    return new iam.Role(this, "Role", {
      ...(target.roleName && { roleName: target.roleName }),
      assumedBy: servicePrincipal(this, "events.amazonaws.com"),
      inlinePolicies: { deliver: new iam.PolicyDocument({ statements: [statement] }) },
    });
  }

  /** For the rule's ARN as its name gives it, so that the permission need not wait for the rule. */
  private allowInvoke(
    lambdaFunction: lambda.Function,
    { eventBusName, ruleName }: EventRouteProps,
  ): lambda.CfnPermission {
    const resourceName = eventBusName === undefined ? ruleName : `${eventBusName}/${ruleName}`;
    return new lambda.CfnPermission(this, "AllowInvoke", {
      action: "lambda:InvokeFunction",
      functionName: lambdaFunction.functionName,
      principal: "events.amazonaws.com",
      sourceArn: Stack.of(this).formatArn({ service: "events", resource: "rule", resourceName }),
    });
  }
}

/**
 * Whoever gets hold of the role forwards such events and no others. AWS documents both keys for PutEvents, and not whether a
 * rule's own delivery fills them in; `IfExists`, because an alarm that cannot be forwarded starts no failover.
 */
function onlySuchEvents(pattern: EventPatternData) {
  return { StringEqualsIfExists: { "events:source": pattern.source, "events:detail-type": pattern["detail-type"] } };
}

/** Matches the moment when exactly this alarm goes off. */
export function alarmGoesOff(alarmArn: string): EventPatternData {
  return {
    source: ["aws.cloudwatch"],
    "detail-type": ["CloudWatch Alarm State Change"],
    resources: [alarmArn],
    detail: { state: { value: ["ALARM"] } },
  };
}

/** Matches any image that has become available, or failed to; its tags are not in the event. */
export function imageChanges(): EventPatternData {
  return {
    source: ["aws.ec2"],
    "detail-type": ["EC2 AMI State Change"],
    detail: { State: ["available", "failed"] },
  };
}

/** Matches runs that ended without reaching a state that could tell anybody. */
export function runEndsBadly(machineArns: readonly string[]): EventPatternData {
  return {
    source: ["aws.states"],
    "detail-type": ["Step Functions Execution Status Change"],
    detail: { stateMachineArn: machineArns, status: ["FAILED", "TIMED_OUT", "ABORTED"] },
  };
}
