/** A rule and its targets as a template declares them. */
import type { ProvisionRequest } from "../../kernel/provision";
import { Properties } from "../platform/properties";
import { type RetryPolicy, readRetryPolicy } from "../platform/retry-policy";
import { assertPattern, type EventPattern } from "./event-pattern";
import type { TargetInput } from "./input-transformer";

export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly roleArn?: string;
  readonly input: TargetInput;
  readonly retryPolicy: RetryPolicy;
  /** ARN of the SQS queue for events that could not be delivered. */
  readonly deadLetterArn?: string;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly busName: string;
  readonly isEnabled: boolean;
  readonly pattern?: EventPattern;
  readonly scheduleExpression?: string;
  readonly targets: readonly RuleTarget[];
}

/** Reads `AWS::Events::Rule`; refuses a pattern that EventBridge would refuse, and properties the lab does not know. */
export function readRule(
  request: ProvisionRequest,
  arnOf: (busName: string, ruleName: string) => string,
  fallbackName: string,
): Rule {
  const properties = Properties.of(request);
  const name = properties.optionalText("Name") ?? fallbackName;
  const busName = busNameIn(properties.optionalText("EventBusName") ?? "default");
  const pattern = properties.optionalRecord("EventPattern");
  const scheduleExpression = properties.optionalText("ScheduleExpression");
  if (pattern) assertPattern(pattern);
  if (!pattern && scheduleExpression === undefined) throw new Error(`rule ${name} has neither pattern nor schedule`);
  const rule: Rule = {
    name,
    arn: arnOf(busName, name),
    busName,
    isEnabled: (properties.optionalText("State") ?? "ENABLED").startsWith("ENABLED"),
    ...(pattern && { pattern }),
    ...(scheduleExpression !== undefined && { scheduleExpression }),
    targets: properties.sections("Targets").map(readTarget),
  };
  properties.finish(["Description", "Tags"]);
  return rule;
}

/** Rules name their bus by name or by ARN. */
export function busNameIn(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf("/") + 1);
}

function readTarget(section: Properties): RuleTarget {
  const roleArn = section.optionalText("RoleArn");
  const deadLetterArn = section.optionalSection("DeadLetterConfig")?.optionalText("Arn");
  const target = {
    id: section.text("Id"),
    arn: section.text("Arn"),
    ...(roleArn !== undefined && { roleArn }),
    input: readInput(section),
    retryPolicy: readRetryPolicy(section),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  };
  section.finish();
  return target;
}

function readInput(section: Properties): TargetInput {
  const json = section.optionalText("Input");
  const path = section.optionalText("InputPath");
  const transformer = section.optionalSection("InputTransformer");
  if (json !== undefined) return { type: "constant", json };
  if (path !== undefined) return { type: "path", path };
  if (!transformer) return { type: "event" };
  const paths = Object.entries(transformer.optionalRecord("InputPathsMap") ?? {});
  return {
    type: "template",
    template: transformer.text("InputTemplate"),
    paths: Object.fromEntries(paths.map(([name, value]) => [name, String(value)])),
  };
}
