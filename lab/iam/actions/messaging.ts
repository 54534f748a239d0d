/** SNS, SQS, EventBridge and Scheduler. */
import type { ApiCall } from "../../kernel/service";
import {
  arnIn,
  inputRecords,
  inputText,
  onEverything,
  onResource,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";

/** A message to a phone number knows no resource. */
export const snsRequirements: ServiceRequirements = {
  ...onResource(
    "sns",
    (call) => inputText(call, "TopicArn") || inputText(call, "TargetArn") || "*",
    "Publish",
    "PublishBatch",
  ),
  ...onResource("sns", (call) => inputText(call, "TopicArn"), "GetTopicAttributes", "ListSubscriptionsByTopic"),
};

/** `https://sqs.<region>.amazonaws.com/<account>/<name>` */
function queueArn(call: ApiCall): string {
  const [account, name] = new URL(inputText(call, "QueueUrl")).pathname.split("/").slice(1);
  return `arn:aws:sqs:${call.region}:${account}:${name}`;
}

export const sqsRequirements: ServiceRequirements = {
  ...onResource("sqs", queueArn, "SendMessage", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "PurgeQueue"),
  ...onResource("sqs", (call, scope) => arnIn(call, scope, "sqs", inputText(call, "QueueName")), "GetQueueUrl"),
};

function busArn(call: ApiCall, scope: RequirementScope, nameOrArn: unknown): string {
  const bus = typeof nameOrArn === "string" && nameOrArn !== "" ? nameOrArn : "default";
  return bus.startsWith("arn:") ? bus : arnIn(call, scope, "events", `event-bus/${bus}`);
}

function ruleArn(call: ApiCall, scope: RequirementScope): string {
  const bus = inputText(call, "EventBusName");
  const path = bus && bus !== "default" ? `${bus}/` : "";
  return arnIn(call, scope, "events", `rule/${path}${inputText(call, "Name")}`);
}

export const eventsRequirements: ServiceRequirements = {
  PutEvents: (call, scope) => {
    // One entry that is not allowed refuses the whole call [est].
    return inputRecords(call, "Entries").map((entry) => ({
      action: "events:PutEvents",
      resource: busArn(call, scope, entry.EventBusName),
      context: { "events:source": String(entry.Source ?? ""), "events:detail-type": String(entry.DetailType ?? "") },
    }));
  },
  ...onResource("events", ruleArn, "DescribeRule", "EnableRule", "DisableRule"),
};

function scheduleArn(call: ApiCall, scope: RequirementScope): string {
  return arnIn(
    call,
    scope,
    "scheduler",
    `schedule/${inputText(call, "GroupName") || "default"}/${inputText(call, "Name")}`,
  );
}

export const schedulerRequirements: ServiceRequirements = {
  ...onResource("scheduler", scheduleArn, "GetSchedule", "CreateSchedule", "UpdateSchedule", "DeleteSchedule"),
  ListSchedules: onEverything("scheduler:ListSchedules"),
};
