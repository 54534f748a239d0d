/** Alarm actions: the message that CloudWatch publishes to SNS topics when a state is entered. */
import type { LabContext } from "../../kernel/ports";
import { parseArn } from "../platform/arns";
import type { Alarm, StateReason } from "./alarm";
import { cloudWatchTime } from "./alarm-event";

/** CloudWatch calls in its own name; a topic whose policy or key refuses it gets nothing, and the journal says so. */
export function notifyTopics(lab: LabContext, region: string, alarm: Alarm, previous: StateReason): void {
  for (const topicArn of alarm.actions[alarm.state.value]) {
    const input = {
      TopicArn: topicArn,
      Subject: subject(alarm, region),
      Message: message(lab, region, alarm, previous),
    };
    const caller = { arn: "aws:cloudwatch", region, sourceArn: alarm.arn };
    const call = { service: "sns", operation: "Publish", input, region: parseArn(topicArn).region, caller };
    lab.services.call(call).catch((error: Error) => recordFailure(lab, region, alarm, topicArn, error));
  }
}

function recordFailure(lab: LabContext, region: string, alarm: Alarm, topicArn: string, error: Error): void {
  lab.journal.record({
    place: region,
    actor: "cloudwatch",
    kind: "alarm-action-failed",
    summary: `Alarm ${alarm.name} could not tell ${topicArn}: ${error.message}`,
    facts: { alarmName: alarm.name, topicArn, error: error.name },
  });
}

/** Subjects hold at most 100 characters. */
function subject(alarm: Alarm, region: string): string {
  return `${alarm.state.value}: "${alarm.name}" in ${region}`.slice(0, 100);
}

function message(lab: LabContext, region: string, alarm: Alarm, previous: StateReason): string {
  return JSON.stringify({
    AlarmName: alarm.name,
    AlarmDescription: alarm.description === "" ? null : alarm.description,
    AWSAccountId: lab.accountId,
    NewStateValue: alarm.state.value,
    NewStateReason: alarm.state.reason,
    StateChangeTime: cloudWatchTime(alarm.state.changedAtMs),
    Region: region,
    AlarmArn: alarm.arn,
    OldStateValue: previous.value,
  });
}
