/** Amazon SNS of one Region: topics, subscriptions, publications as people see them. Signing name `sns`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { physicalName } from "../platform/arns";
import { requiredText } from "../platform/input";
import { assertKeyUse } from "../platform/key-use";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import { assertResourceAccess } from "../platform/resource-policy";
import { readPublication } from "./message";
import { fanOut } from "./publish";
import { defaultTopicPolicy, readProtocol, type Topic } from "./topic";

export class SnsService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::SNS::Topic": (request) => this.provisionTopic(request),
    "AWS::SNS::Subscription": (request) => this.provisionSubscription(request),
    "AWS::SNS::TopicPolicy": (request) => this.provisionPolicy(request),
  };
  private readonly random: RandomSource;
  private readonly topics = new Map<string, Topic>();
  private readonly operations: Operations = {
    Publish: (call) => this.publish(call),
    ListSubscriptionsByTopic: ({ input }) => this.listSubscriptions(this.topic(requiredText(input, "TopicArn"))),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`sns/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** The readers of all pending e-mail subscriptions click their link: what an operator does after a deployment. */
  confirmSubscriptions(): void {
    for (const { subscriptions } of this.topics.values()) {
      for (const subscription of subscriptions) subscription.isConfirmed = true;
    }
  }

  private async publish({ input, caller }: ApiCall): Promise<unknown> {
    const topic = this.topic(requiredText(input, "TopicArn"));
    const policy = topic.policy ?? defaultTopicPolicy(topic.arn, this.lab.accountId);
    const access = { caller, action: "sns:Publish", resourceArn: topic.arn, refusalCode: "AuthorizationError" };
    assertResourceAccess(this.lab, policy, access);
    if (topic.keyId !== undefined) await assertKeyUse(this.lab, this.region, topic.keyId, caller);
    const publication = readPublication(input);
    const MessageId = this.random.uuid();
    fanOut(this.lab, this.region, topic, publication, MessageId);
    return { MessageId };
  }

  private topic(arn: string): Topic {
    const topic = this.topics.get(arn);
    if (!topic) throw new AwsError("NotFound", "Topic does not exist", 404);
    return topic;
  }

  private listSubscriptions(topic: Topic): unknown {
    const Subscriptions = topic.subscriptions.map(({ arn, protocol, endpoint, isConfirmed }) => ({
      SubscriptionArn: isConfirmed ? arn : "PendingConfirmation",
      Protocol: protocol,
      Endpoint: endpoint,
      TopicArn: topic.arn,
      Owner: this.lab.accountId,
    }));
    return { Subscriptions };
  }

  private provisionTopic(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.optionalText("TopicName") ?? physicalName(request, this.random, 256);
    const displayName = properties.optionalText("DisplayName") ?? "";
    const keyId = properties.optionalText("KmsMasterKeyId");
    properties.finish(["Tags", "TracingConfig", "SignatureVersion"]);
    const arn = `arn:aws:sns:${this.region}:${this.lab.accountId}:${name}`;
    if (this.topics.has(arn)) throw new Error(`topic ${name} exists`);
    this.topics.set(arn, { name, arn, displayName, ...(keyId !== undefined && { keyId }), subscriptions: [] });
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  }

  private provisionSubscription(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const topic = this.topic(properties.text("TopicArn"));
    const protocol = readProtocol(properties);
    const endpoint = properties.text("Endpoint");
    properties.finish();
    const arn = `${topic.arn}:${this.random.uuid()}`;
    const isConfirmed = protocol !== "email" && protocol !== "email-json";
    topic.subscriptions.push({ arn, protocol, endpoint, isConfirmed });
    return { ref: arn, attributes: { Arn: arn } };
  }

  /** Replaces the default policy altogether: whoever it does not name is out, CloudWatch's alarms too [doc]. */
  private provisionPolicy(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const document = properties.optionalRecord("PolicyDocument");
    for (const arn of properties.texts("Topics")) this.topic(arn).policy = document;
    properties.finish();
    return { ref: request.logicalId, attributes: {} };
  }
}
