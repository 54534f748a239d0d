/** Where messages to people go: e-mail and SMS, encrypted at rest and in transit. */

import * as iam from "aws-cdk-lib/aws-iam";
import * as kms from "aws-cdk-lib/aws-kms";
import * as sns from "aws-cdk-lib/aws-sns";
import { RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Plan } from "../../orchestrator/plan";

export interface OnCallTopicProps {
  readonly topicName: string;
  readonly plan: Plan;
}

export class OnCallTopic extends Construct {
  readonly topic: sns.Topic;
  readonly key: kms.Key;
  readonly plan: Plan;

  constructor(scope: Construct, id: string, props: OnCallTopicProps) {
    super(scope, id);
    this.plan = props.plan;
    const { application, account, contacts } = props.plan;
    this.key = this.createKey(account, props.topicName);
    this.topic = new sns.Topic(this, "Topic", {
      topicName: props.topicName,
      displayName: `Baton ${application}`,
      masterKey: this.key,
      enforceSSL: true,
    });
    this.topic.addToResourcePolicy(this.alarmsMayPublish(account));
    this.subscribe("Email", "email", contacts.email);
    this.subscribe("Sms", "sms", contacts.sms);
  }

  /** A key of our own, because CloudWatch cannot use the AWS-managed one to publish an alarm. */
  private createKey(account: string, topicName: string): kms.Key {
    const key = new kms.Key(this, "Key", {
      description: `Encrypts the messages of ${topicName}`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: "AlarmsMayEncrypt",
        principals: [new iam.ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["kms:Decrypt", "kms:GenerateDataKey"],
        resources: ["*"],
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
    );
    return key;
  }

  private alarmsMayPublish(account: string): iam.PolicyStatement {
    return new iam.PolicyStatement({
      sid: "AlarmsMayPublish",
      principals: [new iam.ServicePrincipal("cloudwatch.amazonaws.com")],
      actions: ["sns:Publish"],
      resources: [this.topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": account } },
    });
  }

  private subscribe(id: string, protocol: "email" | "sms", endpoints: readonly string[]): void {
    for (const [index, endpoint] of endpoints.entries()) {
      new sns.CfnSubscription(this, `${id}${index + 1}`, { topicArn: this.topic.topicArn, protocol, endpoint });
    }
  }
}
