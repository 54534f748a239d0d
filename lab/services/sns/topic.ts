/** A topic and who listens to it. */
import type { Properties } from "../platform/properties";

/** Protocols that the lab delivers, each in its way. */
const PROTOCOLS = ["email", "email-json", "sms", "sqs", "lambda"] as const;
export type Protocol = (typeof PROTOCOLS)[number];

export interface Subscription {
  readonly arn: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** E-mail waits for its reader's click; nothing is sent before. */
  isConfirmed: boolean;
}

export interface Topic {
  readonly name: string;
  readonly arn: string;
  readonly displayName: string;
  readonly keyId?: string;
  /** Resource policy as written; undefined: the default one. */
  policy?: unknown;
  readonly subscriptions: Subscription[];
}

export function readProtocol(properties: Properties): Protocol {
  const name = properties.text("Protocol");
  const protocol = PROTOCOLS.find((known) => known === name);
  if (!protocol) throw new Error(`the lab does not deliver the protocol ${name}`);
  return protocol;
}

/** What a new topic's policy allows: its own account, also through services on its behalf [doc: default topic policy]. */
export function defaultTopicPolicy(topicArn: string, accountId: string): unknown {
  const owner = { StringEquals: { "aws:SourceAccount": accountId } };
  const account = { AWS: `arn:aws:iam::${accountId}:root` };
  const alarms = { Service: "cloudwatch.amazonaws.com" };
  return {
    Statement: [
      { Effect: "Allow", Principal: account, Action: "sns:*", Resource: topicArn },
      { Effect: "Allow", Principal: alarms, Action: "sns:Publish", Resource: topicArn, Condition: owner },
    ],
  };
}
