/** A schedule as a template declares it. The lab knows functions as targets and no flexible time window. */
import type { ProvisionRequest } from "../../kernel/provision";
import { parseArn } from "../platform/arns";
import { Properties } from "../platform/properties";
import { type RetryPolicy, readRetryPolicy } from "../platform/retry-policy";

export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly groupName: string;
  readonly expression: string;
  readonly isEnabled: boolean;
  readonly targetArn: string;
  readonly roleArn: string;
  /** JSON text that the function is given. */
  readonly payload: string;
  readonly retryPolicy: RetryPolicy;
  readonly deadLetterArn?: string;
}

export function readSchedule(request: ProvisionRequest, arnPrefix: string, fallbackName: string): Schedule {
  const properties = Properties.of(request);
  const name = properties.optionalText("Name") ?? fallbackName;
  const groupName = properties.optionalText("GroupName") ?? "default";
  assertUtcWithoutWindow(properties);
  const schedule: Schedule = {
    name,
    groupName,
    arn: `${arnPrefix}:schedule/${groupName}/${name}`,
    expression: properties.text("ScheduleExpression"),
    isEnabled: (properties.optionalText("State") ?? "ENABLED") === "ENABLED",
    ...readTarget(properties),
  };
  properties.finish(["Description"]);
  return schedule;
}

function assertUtcWithoutWindow(properties: Properties): void {
  const mode = properties.optionalSection("FlexibleTimeWindow")?.text("Mode");
  if (mode !== "OFF") throw new Error(`the lab does not simulate the flexible time window ${mode}`);
  const zone = properties.optionalText("ScheduleExpressionTimezone") ?? "UTC";
  if (zone !== "UTC" && zone !== "Etc/UTC") throw new Error(`the lab does not simulate the time zone ${zone}`);
}

type Target = Pick<Schedule, "targetArn" | "roleArn" | "payload" | "retryPolicy" | "deadLetterArn">;

function readTarget(properties: Properties): Target {
  const section = properties.optionalSection("Target");
  if (!section) throw new Error("a schedule needs a Target");
  const targetArn = section.text("Arn");
  if (parseArn(targetArn).service !== "lambda") throw new Error(`the lab does not schedule calls of ${targetArn}`);
  const deadLetterArn = section.optionalSection("DeadLetterConfig")?.optionalText("Arn");
  const target = {
    targetArn,
    roleArn: section.text("RoleArn"),
    payload: section.optionalText("Input") ?? "{}",
    retryPolicy: readRetryPolicy(section),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  };
  section.finish();
  return target;
}
