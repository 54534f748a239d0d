/** Amazon SQS of one Region: standard queues, mostly as dead-letter queues. Signing name `sqs`. */
import type { LabContext } from "../../kernel/ports";
import type { Provisioned, Provisioner, ProvisionRequest, Provisions } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";
import { type ApiCall, AwsError, type ServiceModel } from "../../kernel/service";
import { nameInArn, physicalName } from "../platform/arns";
import { isRecord, optionalNumber, requiredText } from "../platform/input";
import { type Operations, perform } from "../platform/operations";
import { Properties } from "../platform/properties";
import { assertResourceAccess } from "../platform/resource-policy";
import { Queue, type StoredMessage } from "./queue";

const MINUTE_MS = 60_000;
const LARGEST_MESSAGE_BYTES = 256 * 1024;

export class SqsService implements ServiceModel, Provisions {
  readonly provisioners: Readonly<Record<string, Provisioner>> = {
    "AWS::SQS::Queue": (request) => this.provisionQueue(request),
    "AWS::SQS::QueuePolicy": (request) => this.provisionPolicy(request),
  };
  private readonly random: RandomSource;
  private readonly queues = new Map<string, Queue>();
  private readonly operations: Operations = {
    SendMessage: (call) => this.sendMessage(call),
    ReceiveMessage: (call) => this.receiveMessage(call),
    DeleteMessage: (call) => {
      this.open(call).delete(requiredText(call.input, "ReceiptHandle"));
      return {};
    },
    GetQueueUrl: ({ input }) => ({ QueueUrl: this.queue(requiredText(input, "QueueName")).settings.url }),
    GetQueueAttributes: (call) => ({ Attributes: this.attributes(this.open(call)) }),
  };

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
  ) {
    this.random = lab.random.fork(`sqs/${region}`);
  }

  handle(call: ApiCall): unknown {
    return perform(this.operations, call);
  }

  /** Messages that could be received now, by queue name: for reports and checks. */
  visibleCount(queueName: string): number {
    return this.queue(queueName).counts(this.lab.clock.now()).visible;
  }

  private sendMessage(call: ApiCall): unknown {
    const queue = this.open(call);
    const body = requiredText(call.input, "MessageBody");
    if (Buffer.byteLength(body) > LARGEST_MESSAGE_BYTES)
      throw new AwsError("InvalidParameterValue", "Message too long");
    const attributes = isRecord(call.input.MessageAttributes) ? call.input.MessageAttributes : {};
    const id = this.random.uuid();
    queue.send({ id, body, attributes }, this.lab.clock.now());
    return { MessageId: id };
  }

  private receiveMessage(call: ApiCall): unknown {
    const most = optionalNumber(call.input, "MaxNumberOfMessages") ?? 1;
    if (most < 1 || most > 10) throw new AwsError("InvalidParameterValue", "MaxNumberOfMessages must be 1 to 10");
    const hidden = optionalNumber(call.input, "VisibilityTimeout");
    const messages = this.open(call).receive(most, this.lab.clock.now(), () => this.random.hex(32), hidden);
    return messages.length === 0 ? {} : { Messages: messages.map(describe) };
  }

  private attributes(queue: Queue): Readonly<Record<string, string>> {
    const { visible, inFlight } = queue.counts(this.lab.clock.now());
    return {
      QueueArn: queue.settings.arn,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      VisibilityTimeout: String(queue.settings.visibilityTimeoutSeconds),
      MessageRetentionPeriod: String(queue.settings.retentionSeconds),
    };
  }

  private queue(name: string): Queue {
    const queue = this.queues.get(name);
    if (!queue) throw new AwsError("QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }

  /** The queue of a call, if its policy lets the caller in. */
  private open({ input, caller, operation }: ApiCall): Queue {
    const queue = this.queue(nameInArn(requiredText(input, "QueueUrl")));
    const resourceArn = queue.settings.arn;
    const access = { caller, action: `sqs:${operation}`, resourceArn, refusalCode: "AccessDenied" };
    assertResourceAccess(this.lab, queue.policy, access);
    return queue;
  }

  private provisionQueue(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const name = properties.optionalText("QueueName") ?? physicalName(request, this.random, 80);
    const arn = `arn:aws:sqs:${this.region}:${this.lab.accountId}:${name}`;
    const url = `https://sqs.${this.region}.amazonaws.com/${this.lab.accountId}/${name}`;
    const visibilityTimeoutSeconds = properties.number("VisibilityTimeout", 30);
    const retentionSeconds = properties.number("MessageRetentionPeriod", 345_600);
    properties.finish(["SqsManagedSseEnabled", "Tags"]);
    if (this.queues.has(name)) throw new Error(`queue ${name} exists`);
    this.queues.set(name, new Queue({ name, arn, url, visibilityTimeoutSeconds, retentionSeconds }));
    this.publishDepthEachMinute(name);
    return { ref: url, attributes: { Arn: arn, QueueName: name, QueueUrl: url } };
  }

  private provisionPolicy(request: ProvisionRequest): Provisioned {
    const properties = Properties.of(request);
    const document = properties.optionalRecord("PolicyDocument");
    for (const url of properties.texts("Queues")) this.queue(nameInArn(url)).policy = document;
    properties.finish();
    return { ref: request.logicalId, attributes: {} };
  }

  private publishDepthEachMinute(name: string): void {
    const nextMinute = (Math.floor(this.lab.clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
    this.lab.clock.every(MINUTE_MS, nextMinute, () => {
      const { visible } = this.queue(name).counts(this.lab.clock.now());
      const dimensions = { QueueName: name };
      this.lab.metrics.put(this.region, "AWS/SQS", "ApproximateNumberOfMessagesVisible", dimensions, visible);
    });
  }
}

function describe(message: StoredMessage): Readonly<Record<string, unknown>> {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    Attributes: { ApproximateReceiveCount: String(message.receiveCount), SentTimestamp: String(message.sentAtMs) },
    MessageAttributes: message.attributes,
  };
}
