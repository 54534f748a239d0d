/** The standby's event bus, open to the roles that forward events from other Regions, and to nobody else. */
import * as events from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";

export interface EventIntakeProps {
  readonly eventBusName: string;
  readonly eventBusArn: string;
  readonly account: string;
  readonly forwardingRoleArns: readonly string[];
}

export class EventIntake extends Construct {
  readonly eventBusName: string;

  constructor(scope: Construct, id: string, props: EventIntakeProps) {
    super(scope, id);
    const bus = new events.CfnEventBus(this, "Bus", {
      name: props.eventBusName,
      description: "Alarm events that may start a failover, and images' events of the primary Region",
      policy: { Version: "2012-10-17", Statement: [admitForwardingRoles(props), refuseEveryoneElse(props)] },
    });
    this.eventBusName = bus.ref;
  }
}

/** The roles are named in a condition, not as principals, because they do not exist yet when this is first deployed. */
function admitForwardingRoles({ account, eventBusArn, forwardingRoleArns }: EventIntakeProps) {
  return {
    Sid: "AdmitForwardingRoles",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "events:PutEvents",
    Resource: eventBusArn,
    Condition: { ArnEquals: { "aws:PrincipalArn": forwardingRoleArns } },
  };
}

/** Within one account a role's own policy would be enough to put events: only a Deny keeps the others out. */
function refuseEveryoneElse({ eventBusArn, forwardingRoleArns }: EventIntakeProps) {
  return {
    Sid: "RefuseEveryoneElse",
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: eventBusArn,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": forwardingRoleArns } },
  };
}
