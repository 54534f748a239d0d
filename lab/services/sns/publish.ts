/** Fan-out of one publication to a topic's confirmed subscriptions, and its line in the journal. */
import type { LabContext } from "../../kernel/ports";
import { parseArn, queueUrl } from "../platform/arns";
import { type Publication, textFor } from "./message";
import { LONGEST_SMS_CHARACTERS, smsParts, smsText } from "./sms";
import type { Subscription, Topic } from "./topic";

export function fanOut(
  lab: LabContext,
  region: string,
  topic: Topic,
  publication: Publication,
  messageId: string,
): void {
  const listening = topic.subscriptions.filter(({ isConfirmed }) => isConfirmed);
  const sms = smsText(topic.displayName, textFor(publication, "sms"));
  lab.journal.record({
    place: region,
    actor: "sns",
    kind: "message-published",
    summary: `${topic.name}: ${publication.subject}`,
    facts: {
      topicArn: topic.arn,
      messageId,
      subject: publication.subject,
      email: textFor(publication, "email"),
      sms,
      smsParts: smsParts(sms),
      emailRecipients: count(listening, "email") + count(listening, "email-json"),
      smsRecipients: sms.length > LONGEST_SMS_CHARACTERS ? 0 : count(listening, "sms"),
    },
  });
  for (const subscription of listening) relay(lab, region, topic, subscription, publication, messageId);
}

function count(subscriptions: readonly Subscription[], protocol: string): number {
  return subscriptions.filter((subscription) => subscription.protocol === protocol).length;
}

/** Queues and functions get an envelope; people are the end of the line. */
function relay(
  lab: LabContext,
  region: string,
  topic: Topic,
  { protocol, endpoint }: Subscription,
  publication: Publication,
  messageId: string,
): void {
  if (protocol !== "sqs" && protocol !== "lambda") return;
  const envelope = {
    Type: "Notification",
    MessageId: messageId,
    TopicArn: topic.arn,
    Subject: publication.subject,
    Message: textFor(publication, protocol),
    Timestamp: new Date(lab.clock.now()).toISOString(),
  };
  const caller = { arn: "aws:sns", region, sourceArn: topic.arn };
  const target = { region: parseArn(endpoint).region, caller };
  const call = protocol === "sqs" ? queueCall(endpoint, envelope) : functionCall(endpoint, envelope);
  lab.services.call({ ...call, ...target }).catch((error: Error) => {
    lab.journal.record({
      place: region,
      actor: "sns",
      kind: "delivery-failed",
      summary: `${topic.name} could not reach ${endpoint}: ${error.message}`,
      facts: { topicArn: topic.arn, endpoint, error: error.name },
    });
  });
}

function queueCall(endpoint: string, envelope: object) {
  const input = { QueueUrl: queueUrl(endpoint), MessageBody: JSON.stringify(envelope) };
  return { service: "sqs", operation: "SendMessage", input };
}

function functionCall(endpoint: string, envelope: object) {
  const event = JSON.stringify({ Records: [{ EventSource: "aws:sns", EventVersion: "1.0", Sns: envelope }] });
  const Payload = new TextEncoder().encode(event);
  return {
    service: "lambda",
    operation: "Invoke",
    input: { FunctionName: endpoint, InvocationType: "Event", Payload },
  };
}
