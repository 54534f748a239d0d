/** Asynchronous invocations: two retries after errors, patience with throttling, then the failure destination [doc]. */
import type { LabContext } from "../../kernel/ports";
import { AwsError } from "../../kernel/service";
import { parseArn, queueUrl } from "../platform/arns";
import { untilRegionIsBack } from "../platform/daylight";
import type { FunctionRecord } from "./function-record";
import type { Answer } from "./invocation";

/** Waits before the first and the second retry [doc: one minute, two minutes]. */
const RETRY_DELAYS_MS = [60_000, 120_000];
/** Throttled events come back after 1 s at first, 5 min at most [doc]. */
const FIRST_THROTTLE_DELAY_MS = 1_000;
const LONGEST_THROTTLE_DELAY_MS = 300_000;

/** `run` answers, or rejects when no sandbox may start. Never rejects itself. */
export async function invokeLater(
  lab: LabContext,
  target: FunctionRecord,
  event: unknown,
  run: () => Promise<Answer>,
): Promise<void> {
  const givenUpAtMs = lab.clock.now() + target.asynchronous.largestAgeSeconds * 1000;
  let failure = "EventAgeExceeded";
  for (let failures = 0, throttles = 0; lab.clock.now() < givenUpAtMs; ) {
    await untilRegionIsBack(lab, target.region, "lambda");
    const outcome = await attempt(run);
    if (outcome === "done") return;
    failure = outcome === "throttled" ? "EventAgeExceeded" : "RetriesExhausted";
    if (outcome === "throttled") {
      await lab.clock.sleep(Math.min(LONGEST_THROTTLE_DELAY_MS, FIRST_THROTTLE_DELAY_MS * 2 ** throttles));
      throttles += 1;
      continue;
    }
    if (failures >= target.asynchronous.largestRetries) break;
    await lab.clock.sleep(RETRY_DELAYS_MS[failures] ?? 0);
    failures += 1;
  }
  await giveUp(lab, target, event, failure);
}

async function attempt(run: () => Promise<Answer>): Promise<"done" | "failed" | "throttled"> {
  try {
    return (await run()).functionError === undefined ? "done" : "failed";
  } catch (error) {
    return error instanceof AwsError && error.status === 429 ? "throttled" : "failed";
  }
}

async function giveUp(lab: LabContext, target: FunctionRecord, event: unknown, condition: string): Promise<void> {
  const destination = target.asynchronous.onFailureArn ?? target.deadLetterArn;
  lab.journal.record({
    place: target.region,
    actor: "lambda",
    kind: "invocation-abandoned",
    summary: `${target.name} failed for good: ${condition}`,
    facts: { functionName: target.name, condition, destination: destination ?? null },
  });
  if (destination === undefined) return;
  const letter = target.asynchronous.onFailureArn === undefined ? event : failureRecord(target, event, condition);
  await sendLetter(lab, target, destination, JSON.stringify(letter)).catch((error: Error) => {
    lab.journal.record({
      place: target.region,
      actor: "lambda",
      kind: "dead-letter-lost",
      summary: `${destination} refused what ${target.name} could not handle: ${error.message}`,
      facts: { functionName: target.name, destination },
    });
  });
}

function failureRecord({ arn }: FunctionRecord, event: unknown, condition: string): object {
  return { version: "1.0", requestContext: { functionArn: arn, condition }, requestPayload: event };
}

/** Under the function's own role. */
async function sendLetter(lab: LabContext, target: FunctionRecord, arn: string, text: string): Promise<void> {
  const { service, region } = parseArn(arn);
  const caller = { arn: target.roleArn, region: target.region, sourceArn: target.arn };
  if (service === "sqs") {
    lab.iam.assertAllowed(target.roleArn, "sqs:SendMessage", arn);
    const input = { QueueUrl: queueUrl(arn), MessageBody: text };
    await lab.services.call({ service, operation: "SendMessage", input, region, caller });
  } else if (service === "sns") {
    lab.iam.assertAllowed(target.roleArn, "sns:Publish", arn);
    await lab.services.call({ service, operation: "Publish", input: { TopicArn: arn, Message: text }, region, caller });
  } else {
    throw new Error(`the lab does not send failures to ${arn}`);
  }
}
