/** The standby's event bus, open to one role only: the one that forwards the watch alarm from us-east-1. */
import * as events from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";

export interface EventIntakeProps {
  readonly eventBusName: string;
  readonly eventBusArn: string;
  readonly account: string;
  readonly forwardingRoleArn: string;
}

export class EventIntake extends Construct {
  readonly eventBusName: string;

  constructor(scope: Construct, id: string, props: EventIntakeProps) {
    super(scope, id);
    const bus = new events.CfnEventBus(this, "Bus", {
      name: props.eventBusName,
      description: "Alarm events that may start a failover",
      policy: { Version: "2012-10-17", Statement: [admitForwardingRole(props), refuseEveryoneElse(props)] },
    });
    this.eventBusName = bus.ref;
  }
}

/** The role is named in a condition, not as the principal, because it does not exist yet when this is first deployed. */
function admitForwardingRole({ account, eventBusArn, forwardingRoleArn }: EventIntakeProps) {
  return {
    Sid: "AdmitForwardingRole",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: "events:PutEvents",
    Resource: eventBusArn,
    Condition: { ArnEquals: { "aws:PrincipalArn": forwardingRoleArn } },
  };
}

/** Within one account a role's own policy would be enough to put events: only a Deny keeps the others out. */
function refuseEveryoneElse({ eventBusArn, forwardingRoleArn }: EventIntakeProps) {
  return {
    Sid: "RefuseEveryoneElse",
    Effect: "Deny",
    Principal: "*",
    Action: "events:PutEvents",
    Resource: eventBusArn,
    Condition: { ArnNotEquals: { "aws:PrincipalArn": forwardingRoleArn } },
  };
}
