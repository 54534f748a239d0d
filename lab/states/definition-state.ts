/** Rules of one state: the fields its type has, and what may stand in them. */
import * as check from "./definition-fields";
import type { MachinePlace } from "./definition-place";
import type { ProblemList } from "./definition-report";
import { checkCatch, checkChoices, checkRetry } from "./definition-rules";
import { isJsonObject, type Json, type JsonObject } from "./json";
import { findTaskResource } from "./task-resource";

type PlacedCheck = (value: Json, place: string, problems: ProblemList, where: MachinePlace) => void;
type FieldChecks = Readonly<Record<string, PlacedCheck>>;

const COMMON: FieldChecks = { Type: check.anything, Comment: check.text, QueryLanguage: check.oneOf("JSONata") };
const RESULT: FieldChecks = { Output: check.template, Assign: check.assignments };
const FLOW: FieldChecks = { Next: check.text, End: check.oneOf(true) };
const RECOVERY: FieldChecks = { Retry: checkRetry, Catch: checkCatch };

const checkMember: (checks: FieldChecks) => PlacedCheck = (checks) => (value, place, problems, where) => {
  if (isJsonObject(value)) checkFields(value, checks, place, problems, where);
  else problems.add("Expected an object", place);
};

const notSimulated: PlacedCheck = (_value, place, problems) =>
  problems.add("The lab does not simulate this field", place);

const FIELDS_OF: Readonly<Record<string, FieldChecks>> = {
  Task: {
    ...RESULT,
    ...FLOW,
    ...RECOVERY,
    Resource: checkResource,
    Arguments: check.objectOrExpression,
    TimeoutSeconds: check.limitSeconds,
    HeartbeatSeconds: check.limitSeconds,
    Credentials: notSimulated,
  },
  Wait: { ...RESULT, ...FLOW, Seconds: check.waitSeconds, Timestamp: check.timestamp },
  Pass: { ...RESULT, ...FLOW },
  Succeed: { Output: check.template },
  Fail: { Error: check.textOrExpression, Cause: check.textOrExpression },
  Choice: { ...RESULT, Choices: checkChoices, Default: check.text },
  Parallel: { ...RESULT, ...FLOW, ...RECOVERY, Arguments: check.template, Branches: checkBranches },
  Map: {
    ...RESULT,
    ...FLOW,
    ...RECOVERY,
    Items: check.arrayOrExpression,
    ItemSelector: check.template,
    ItemBatcher: checkMember({
      MaxItemsPerBatch: check.limitSeconds,
      MaxInputBytesPerBatch: check.limitSeconds,
      BatchInput: check.template,
    }),
    ItemProcessor: checkProcessor,
    ItemReader: notSimulated,
    ResultWriter: notSimulated,
    Label: check.text,
    MaxConcurrency: check.count,
    ToleratedFailureCount: check.count,
    ToleratedFailurePercentage: check.percentage,
  },
};

const REQUIRED_OF: Readonly<Record<string, readonly string[]>> = {
  Task: ["Resource"],
  Choice: ["Choices"],
  Parallel: ["Branches"],
  Map: ["ItemProcessor"],
};

export function checkState(state: JsonObject, place: string, where: MachinePlace, problems: ProblemList): void {
  if (!speaksJsonata(state, place, where, problems)) return;
  const type = String(state.Type);
  const fields = Object.hasOwn(FIELDS_OF, type) ? FIELDS_OF[type] : undefined;
  if (!fields) {
    checkType(state, place, problems);
    return;
  }
  checkFields(state, { ...COMMON, ...fields }, place, problems, where);
  const missing = (REQUIRED_OF[type] ?? []).filter((field) => state[field] === undefined);
  if (missing.length > 0) problems.add(`These fields are required: [${missing.join(", ")}]`, place);
  if ("Next" in fields) checkExactlyOne(state, ["Next", "End"], place, problems);
  if (type === "Wait") checkExactlyOne(state, ["Seconds", "Timestamp"], place, problems);
  checkLimits(state, place, problems);
  checkMode(state, place, problems);
}

/** JSONata may be set per state under JSONPath, not the other way round. */
function speaksJsonata(state: JsonObject, place: string, where: MachinePlace, problems: ProblemList): boolean {
  const language = state.QueryLanguage ?? where.language;
  if (language !== "JSONPath") return true;
  const isDowngrade = where.language === "JSONata";
  const downgrade = "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine";
  problems.add(isDowngrade ? downgrade : "The lab simulates no states in the query language JSONPath", place);
  return false;
}

function checkType(state: JsonObject, place: string, problems: ProblemList): void {
  if (state.Type === undefined) problems.add("These fields are required: [Type]", place);
  else check.oneOf(...Object.keys(FIELDS_OF))(state.Type, `${place}/Type`, problems);
}

function checkFields(
  source: JsonObject,
  checks: FieldChecks,
  place: string,
  problems: ProblemList,
  where: MachinePlace,
): void {
  for (const [field, value] of Object.entries(source)) {
    const fieldCheck = Object.hasOwn(checks, field) ? checks[field] : undefined;
    if (fieldCheck) fieldCheck(value, `${place}/${field}`, problems, where);
    else problems.add("Field is not supported", `${place}/${field}`);
  }
}

function checkExactlyOne(state: JsonObject, fields: readonly string[], place: string, problems: ProblemList): void {
  if (fields.filter((field) => state[field] !== undefined).length !== 1) {
    problems.add(`Exactly one of these fields is required: [${fields.join(", ")}]`, place);
  }
}

function checkLimits(
  { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat }: JsonObject,
  place: string,
  problems: ProblemList,
): void {
  if (typeof timeout === "number" && typeof heartbeat === "number" && heartbeat >= timeout) {
    problems.add("HeartbeatSeconds must be smaller than TimeoutSeconds", `${place}/HeartbeatSeconds`);
  }
}

function checkMode(
  { ItemProcessor: processor, ItemBatcher: batcher }: JsonObject,
  place: string,
  problems: ProblemList,
): void {
  if (batcher === undefined || !isJsonObject(processor)) return;
  const config = processor.ProcessorConfig;
  if (!isJsonObject(config) || config.Mode !== "DISTRIBUTED")
    problems.add("Field is not supported in INLINE mode", `${place}/ItemBatcher`);
}

function checkResource(value: Json, place: string, problems: ProblemList, where: MachinePlace): void {
  const resource = typeof value === "string" ? findTaskResource(value) : undefined;
  if (!resource) {
    const reason = "The value is not a valid resource ARN, or the resource is not available in this region.";
    problems.add(`The resource provided ${value} is not recognized. ${reason}`, place);
    return;
  }
  if (where.type !== "EXPRESS" || resource.waits === "response") return;
  const suffix =
    resource.waits === "token" ? "'.waitForTaskToken' service integration " : "'.sync' service integration";
  problems.add(`Express state machine does not support ${suffix}`, place);
}

function checkBranches(value: Json, place: string, problems: ProblemList, where: MachinePlace): void {
  const branches = Array.isArray(value) ? value : [];
  if (branches.length === 0) problems.add("Value cannot be empty", place);
  branches.forEach((branch: Json, index) => {
    const at = `${place}[${index}]`;
    if (isJsonObject(branch)) where.checkMachine(branch, { ...where, place: at, kind: "branch" }, problems);
    else problems.add("Expected an object", at);
  });
}

function checkProcessor(value: Json, place: string, problems: ProblemList, where: MachinePlace): void {
  if (!isJsonObject(value)) {
    problems.add("Expected an object", place);
    return;
  }
  where.checkMachine(value, { ...where, place, kind: "processor" }, problems);
  if (value.ProcessorConfig !== undefined) checkProcessorConfig(value.ProcessorConfig, place, problems, where);
}

function checkProcessorConfig(config: Json, place: string, problems: ProblemList, where: MachinePlace): void {
  const checks = { Mode: check.oneOf("INLINE", "DISTRIBUTED"), ExecutionType: check.oneOf("STANDARD", "EXPRESS") };
  checkMember(checks)(config, `${place}/ProcessorConfig`, problems, where);
  if (isJsonObject(config) && config.Mode === "DISTRIBUTED" && config.ExecutionType === undefined) {
    problems.add("These fields are required: [ExecutionType]", `${place}/ProcessorConfig`);
  }
}
