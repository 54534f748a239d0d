/** A state machine as its template declares it; a definition that AWS or the lab cannot run is refused at creation. */
import type { LabContext } from "../../kernel/ports";
import type { ProvisionRequest } from "../../kernel/provision";
import { validateDefinition } from "../../states/engine";
import { isRecord } from "../platform/input";
import { Properties } from "../platform/properties";

export interface StateMachine {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** JSON text. */
  readonly definition: string;
}

/** Task resources that the lab carries out. */
const LAMBDA_INVOKE = "arn:aws:states:::lambda:invoke";
const KNOWN_RESOURCES = [LAMBDA_INVOKE, `${LAMBDA_INVOKE}.waitForTaskToken`];

/** Without these, creation fails: the role is not authorized to access the log destination [doc]. */
const LOGGING_ACTIONS = [
  "CreateLogDelivery",
  "GetLogDelivery",
  "UpdateLogDelivery",
  "DeleteLogDelivery",
  "ListLogDeliveries",
  "PutResourcePolicy",
  "DescribeResourcePolicies",
  "DescribeLogGroups",
].map((action) => `logs:${action}`);

/** Without these, traces are missing; the lab says so at creation. */
const TRACING_ACTIONS = ["PutTraceSegments", "PutTelemetryRecords", "GetSamplingRules", "GetSamplingTargets"].map(
  (action) => `xray:${action}`,
);

export function readStateMachine(
  lab: LabContext,
  request: ProvisionRequest,
  arnPrefix: string,
  fallbackName: string,
): StateMachine {
  const properties = Properties.of(request);
  const name = properties.optionalText("StateMachineName") ?? fallbackName;
  const type = properties.optionalText("StateMachineType") ?? "STANDARD";
  if (type !== "STANDARD") throw new Error(`${name}: the lab does not run ${type} workflows`);
  const machine: StateMachine = {
    name,
    arn: `${arnPrefix}:stateMachine:${name}`,
    roleArn: properties.text("RoleArn"),
    definition: properties.text("DefinitionString"),
  };
  assertRunnable(machine);
  assertRole(lab, machine, properties);
  properties.finish(["Tags"]);
  return machine;
}

function assertRunnable({ name, definition }: StateMachine): void {
  const problems = validateDefinition(definition);
  if (problems.length > 0) {
    const lines = problems.map(({ code, message, location }) => `${code}: ${message} at ${location}`);
    throw new Error(`Invalid State Machine Definition of ${name}: ${lines.join("; ")}`);
  }
  const unknown = taskResources(JSON.parse(definition)).find((resource) => !KNOWN_RESOURCES.includes(resource));
  if (unknown !== undefined) throw new Error(`${name}: the lab does not carry out the task resource ${unknown}`);
}

function assertRole(lab: LabContext, { roleArn }: StateMachine, properties: Properties): void {
  const level = properties.optionalSection("LoggingConfiguration")?.optionalText("Level") ?? "OFF";
  const isTraced = properties.optionalSection("TracingConfiguration")?.flag("Enabled", false) ?? false;
  const actions = [...(level === "OFF" ? [] : LOGGING_ACTIONS), ...(isTraced ? TRACING_ACTIONS : [])];
  // "... is not authorized to assume the provided role": refused at creation [doc].
  lab.iam.assertAssumable(roleArn, "states.amazonaws.com");
  for (const action of actions) lab.iam.assertAllowed(roleArn, action, "*");
}

/** `Resource` of every Task, at any depth. */
function taskResources(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(taskResources);
  if (!isRecord(value)) return [];
  const own = value.Type === "Task" && typeof value.Resource === "string" ? [value.Resource] : [];
  return [...own, ...Object.values(value).flatMap(taskResources)];
}
