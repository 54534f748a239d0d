/** The primary Region: tells the standby that an image has changed here. Nothing that a failover needs lives here. */
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { DeadLetters } from "../constructs/dead-letters";
import { EventRoute, imageChanges } from "../constructs/event-route";
import { type Deployment, imageForwardingRoleName } from "../deployment";

export class PrimaryStack extends Stack {
  constructor(scope: Construct, { plan, names, arns }: Deployment) {
    super(scope, "Primary", {
      stackName: names.primaryStack,
      description: `Baton for ${plan.application}: tells the standby Region of new images`,
      env: { account: plan.account, region: plan.regions.primary },
    });
    // No alarm watches this queue: the image keeper looks every 15 minutes anyway, and a copy that is late is an alarm there.
    const deadLetters = new DeadLetters(this, "DeadLetters", { queueName: `${names.prefix}-primary-dead-letters` });
    new EventRoute(this, "ForwardImages", {
      ruleName: `${names.prefix}-forward-images`,
      description: "Hands the state changes of images to the event bus in the standby Region",
      on: { pattern: imageChanges() },
      target: { arn: arns.eventBus, action: "events:PutEvents", roleName: imageForwardingRoleName(names) },
      deadLetters,
    });
  }
}
