/** Rules of a machine, branch or item processor: its fields, where it starts, where its states lead. */
import { type FieldCheck, isText, positiveInteger } from "./definition-fields";
import type { MachinePlace } from "./definition-place";
import type { ProblemList } from "./definition-report";
import { checkState } from "./definition-state";
import { isJsonObject, type Json, type JsonObject } from "./json";

const COMMON_FIELDS = ["Comment", "StartAt", "States"];
const FIELDS: Readonly<Record<MachinePlace["kind"], readonly string[]>> = {
  top: [...COMMON_FIELDS, "QueryLanguage", "TimeoutSeconds", "Version"],
  branch: COMMON_FIELDS,
  processor: [...COMMON_FIELDS, "ProcessorConfig"],
};

export function checkMachine(machine: JsonObject, where: MachinePlace, problems: ProblemList): void {
  for (const field of Object.keys(machine)) {
    if (!FIELDS[where.kind].includes(field)) problems.add("Field is not supported", `${where.place}/${field}`);
  }
  const missing = ["States", "StartAt"].filter((field) => machine[field] === undefined);
  if (missing.length > 0) problems.add(`These fields are required: [${missing.join(", ")}]`, where.place);
  checkField(machine, "TimeoutSeconds", positiveInteger, where.place, problems);
  const language = checkLanguage(machine, where, problems);
  if (isJsonObject(machine.States)) checkStates(machine.States, { ...where, language }, problems);
  else if (machine.States !== undefined) problems.add("Expected an object", `${where.place}/States`);
  checkTargets(machine, where, problems);
}

function checkField(source: JsonObject, field: string, check: FieldCheck, place: string, problems: ProblemList): void {
  const value = source[field];
  if (value !== undefined) check(value, `${place}/${field}`, problems);
}

function checkLanguage(machine: JsonObject, where: MachinePlace, problems: ProblemList): string {
  const { QueryLanguage: language } = machine;
  if (where.kind !== "top" || language === undefined) return where.language;
  if (language === "JSONata" || language === "JSONPath") return language;
  problems.add("The field 'QueryLanguage' should have one of these values: [JSONPath, JSONata]", "/QueryLanguage");
  return "JSONata";
}

function checkStates(states: JsonObject, where: MachinePlace, problems: ProblemList): void {
  if (Object.keys(states).length === 0) problems.add("Value cannot be empty", `${where.place}/States`);
  for (const [name, state] of Object.entries(states)) {
    const place = `${where.place}/States/${name}`;
    if (name.length > 80) problems.add("State names must have at most 80 characters", place);
    if (where.stateNames.has(name)) problems.add(`Duplicate state name: ${name}`, place);
    where.stateNames.add(name);
    if (isJsonObject(state)) checkState(state, place, where, problems);
    else problems.add("Expected an object", place);
  }
}

/** Every target must exist, and every state must be reachable. */
function checkTargets(machine: JsonObject, where: MachinePlace, problems: ProblemList): void {
  const { States: states, StartAt: startAt } = machine;
  if (!isJsonObject(states) || startAt === undefined) return;
  if (!isText(startAt)) {
    problems.add("Expected value of type String", `${where.place}/StartAt`);
    return;
  }
  const reached = new Set<string>();
  const follow = (target: string, place: string) => {
    const state = states[target];
    if (state === undefined) problems.add(`Missing 'Next' target: ${target}`, place, "MISSING_TRANSITION_TARGET");
    if (state === undefined || reached.has(target)) return;
    reached.add(target);
    for (const [next, field] of targetsOf(state)) follow(next, `${where.place}/States/${target}/${field}`);
  };
  follow(startAt, `${where.place}/StartAt`);
  for (const name of Object.keys(states)) {
    if (reached.has(name)) continue;
    problems.add(`State "${name}" is not reachable.`, `${where.place}/States/${name}`, "MISSING_TRANSITION_TARGET");
  }
}

/** Names of the states that may come next, each with the field that says so. */
function targetsOf(state: Json): readonly (readonly [string, string])[] {
  if (!isJsonObject(state)) return [];
  const named = (["Next", "Default"] as const).map((field) => [state[field], field] as const);
  const listed = (["Choices", "Catch"] as const).flatMap((field) => {
    const entries = state[field];
    if (!Array.isArray(entries)) return [];
    return entries.map(
      (entry: Json, index) => [isJsonObject(entry) ? entry.Next : undefined, `${field}[${index}]/Next`] as const,
    );
  });
  return [...named, ...listed].flatMap(([target, field]) => (isText(target) ? [[target, field] as const] : []));
}
