/**
 * Delivery by EventBridge and its Scheduler: attempts with exponential backoff until one succeeds, the retries are used
 * up or the event is too old; then the dead-letter queue.
 */
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import { parseArn, queueUrl } from "./arns";
import { untilRegionIsBack, withinMs } from "./daylight";
import type { RetryPolicy } from "./retry-policy";

export interface Delivery {
  /** Who delivers: `events` or `scheduler`, and from where. */
  readonly service: string;
  readonly region: string;
  /** The rule or the schedule. */
  readonly sourceArn: string;
  readonly targetArn: string;
  readonly payload: string;
  readonly retryPolicy: RetryPolicy;
  readonly deadLetterArn?: string;
  /** Under which the dead letter is sent; EventBridge rules send theirs in the service's own name. */
  readonly deadLetterCallerArn: string;
  attempt(): Promise<unknown>;
}

/** How long one attempt may stay unanswered [est]. */
const ATTEMPT_TIMEOUT_MS = 5_000;
const FIRST_RETRY_DELAY_MS = 1_000;
const LONGEST_RETRY_DELAY_MS = 600_000;

/** Errors that no retry mends: the first attempt already ends in the dead-letter queue [doc]. */
const PERMANENT_ERRORS = [
  "AccessDenied",
  "AccessDeniedException",
  "ResourceNotFoundException",
  "StateMachineDoesNotExist",
];

/** Settles when the event was delivered or given up; never rejects. */
export async function deliver(lab: LabContext, random: RandomSource, delivery: Delivery): Promise<void> {
  const startedAtMs = lab.clock.now();
  for (let retries = 0; ; retries += 1) {
    await untilRegionIsBack(lab, delivery.region, delivery.service);
    const error = await attempt(lab, delivery);
    if (!error) return recordDelivered(lab, delivery);
    const isTooOld = lab.clock.now() - startedAtMs >= delivery.retryPolicy.largestAgeSeconds * 1000;
    const isHopeless =
      PERMANENT_ERRORS.includes(error.name) || isTooOld || retries >= delivery.retryPolicy.largestRetries;
    if (isHopeless) return giveUp(lab, delivery, error);
    await lab.clock.sleep(retryDelayMs(random, retries));
  }
}

/** Exponential backoff with jitter [doc]; the base is an estimate. */
function retryDelayMs(random: RandomSource, retries: number): number {
  const fullMs = Math.min(LONGEST_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** retries);
  return random.between(fullMs / 2, fullMs);
}

async function attempt(lab: LabContext, delivery: Delivery): Promise<Error | null> {
  try {
    const silence = () => new AwsError("TargetTimeout", `${delivery.targetArn} did not answer`);
    await withinMs(lab, ATTEMPT_TIMEOUT_MS, delivery.attempt(), silence);
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function recordDelivered(lab: LabContext, { service, region, sourceArn, targetArn }: Delivery): void {
  lab.journal.record({
    place: region,
    actor: service === "events" ? "eventbridge" : "scheduler",
    kind: service === "events" ? "event-delivered" : "schedule-fired",
    summary: `${sourceArn} reached ${targetArn}`,
    facts: { sourceArn, targetArn },
  });
}

async function giveUp(lab: LabContext, delivery: Delivery, error: Error): Promise<void> {
  const { service, region, sourceArn, targetArn, deadLetterArn } = delivery;
  lab.journal.record({
    place: region,
    actor: service === "events" ? "eventbridge" : "scheduler",
    kind: "delivery-failed",
    summary: `${sourceArn} could not reach ${targetArn}: ${error.message}`,
    facts: { sourceArn, targetArn, error: error.name, deadLetterArn: deadLetterArn ?? null },
  });
  if (deadLetterArn === undefined) return;
  const attributes = {
    ERROR_CODE: error.name,
    ERROR_MESSAGE: error.message,
    RULE_ARN: sourceArn,
    TARGET_ARN: targetArn,
  };
  await sendDeadLetter(lab, delivery, deadLetterArn, attributes);
}

async function sendDeadLetter(
  lab: LabContext,
  delivery: Delivery,
  queueArn: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const input = {
    QueueUrl: queueUrl(queueArn),
    MessageBody: delivery.payload,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
    ),
  };
  const caller = { arn: delivery.deadLetterCallerArn, region: delivery.region, sourceArn: delivery.sourceArn };
  try {
    await lab.services.call({
      service: "sqs",
      operation: "SendMessage",
      input,
      region: parseArn(queueArn).region,
      caller,
    });
  } catch (error) {
    recordLostLetter(lab, delivery, queueArn, error);
  }
}

/** A queue that refuses the letter loses the event for good: the truth a drill must show. */
function recordLostLetter(lab: LabContext, delivery: Delivery, queueArn: string, error: unknown): void {
  lab.journal.record({
    place: delivery.region,
    actor: delivery.service === "events" ? "eventbridge" : "scheduler",
    kind: "dead-letter-lost",
    summary: `${queueArn} refused the dead letter: ${error instanceof Error ? error.message : String(error)}`,
    facts: { sourceArn: delivery.sourceArn, queueArn },
  });
}
