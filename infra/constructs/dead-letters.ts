/** The queue for what could not be delivered, kept for the longest time there is; an alarm watches it. */

import * as iam from "aws-cdk-lib/aws-iam";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Duration, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { AlarmMetric } from "./on-call-alarm";

export class DeadLetters extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: { readonly queueName: string }) {
    super(scope, id);
    this.queue = new sqs.Queue(this, "Queue", {
      queueName: props.queueName,
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.queue).acknowledge({
      id: "AwsSolutions-SQS3",
      reason:
        "This queue is the dead-letter queue: EventBridge and Scheduler write what they could not deliver into it.",
    });
  }

  /** Lets one EventBridge rule, and nothing else, leave its undelivered events here. */
  acceptFromRule(ruleArn: string): void {
    this.queue.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal("events.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": ruleArn } },
      }),
    );
  }

  /** For an alarm: anything here was not delivered. */
  visibleMessages(): AlarmMetric {
    return {
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: this.queue.queueName },
      statistic: "Maximum",
      periodSeconds: 60,
    };
  }
}
