/** How each kind of target is reached, and under whose name. A kind that the lab does not know is refused when declared. */
import type { CloudEvent, LabContext } from "../../kernel/ports";
import type { ApiCall } from "../../kernel/service";
import { parseArn, queueUrl } from "../platform/arns";
import type { Rule, RuleTarget } from "./rule";

type ServiceCall = Omit<ApiCall, "requestId">;

interface Sending {
  readonly rule: Rule;
  readonly target: RuleTarget;
  /** What the target is given as JSON text; a bus gets `event` itself. */
  readonly payload: string;
  readonly event: CloudEvent;
  readonly region: string;
}

interface TargetKind {
  /** The action that the target's role must allow; absent where the target's resource policy decides. */
  readonly roleAction?: string;
  /** Condition keys that AWS may fill in or not: it does not say, so the role must be allowed with them and without [est]. */
  readonly contextOf?: (event: CloudEvent) => Readonly<Record<string, string>>;
  readonly call: (sending: Sending) => Pick<ServiceCall, "service" | "operation" | "input">;
}

const KINDS: Readonly<Record<string, TargetKind>> = {
  states: {
    roleAction: "states:StartExecution",
    call: ({ target, payload }) => ({
      service: "states",
      operation: "StartExecution",
      input: { stateMachineArn: target.arn, input: payload },
    }),
  },
  events: {
    roleAction: "events:PutEvents",
    contextOf: (event) => ({ "events:source": event.source, "events:detail-type": event["detail-type"] }),
    call: ({ target, event }) => ({
      service: "events",
      operation: "ForwardEvent",
      input: { EventBusArn: target.arn, Event: event },
    }),
  },
  lambda: {
    call: ({ target, payload }) => ({
      service: "lambda",
      operation: "Invoke",
      input: { FunctionName: target.arn, InvocationType: "Event", Payload: new TextEncoder().encode(payload) },
    }),
  },
  sqs: {
    call: ({ target, payload }) => ({
      service: "sqs",
      operation: "SendMessage",
      input: { QueueUrl: queueUrl(target.arn), MessageBody: payload },
    }),
  },
  sns: {
    call: ({ target, payload }) => ({
      service: "sns",
      operation: "Publish",
      input: { TopicArn: target.arn, Message: payload },
    }),
  },
};

/** Throws where the lab cannot deliver to a target, or the target lacks the role that it needs. */
export function assertTarget(target: RuleTarget): void {
  const kind = kindOf(target);
  if (kind.roleAction !== undefined && target.roleArn === undefined) {
    throw new Error(`target ${target.arn} needs a role that allows ${kind.roleAction}`);
  }
}

/** One attempt; rejects as the target refused it. */
export async function send(lab: LabContext, sending: Sending): Promise<unknown> {
  const { target, rule, region } = sending;
  const kind = kindOf(target);
  if (kind.roleAction !== undefined && target.roleArn !== undefined) {
    // Not checked when the target is declared [est]: a role that EventBridge may not assume fails each delivery.
    lab.iam.assertAssumable(target.roleArn, "events.amazonaws.com");
    lab.iam.assertAllowed(target.roleArn, kind.roleAction, target.arn);
    if (kind.contextOf !== undefined) {
      lab.iam.assertAllowed(target.roleArn, kind.roleAction, target.arn, kind.contextOf(sending.event));
    }
  }
  const arn = kind.roleAction === undefined ? "aws:events" : (target.roleArn ?? "aws:events");
  const caller = { arn, region, sourceArn: rule.arn };
  return lab.services.call({ ...kind.call(sending), region: parseArn(target.arn).region, caller });
}

function kindOf(target: RuleTarget): TargetKind {
  const { service } = parseArn(target.arn);
  const kind = Object.hasOwn(KINDS, service) ? KINDS[service] : undefined;
  if (!kind) throw new Error(`the lab does not deliver events to ${target.arn}`);
  return kind;
}
