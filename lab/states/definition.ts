/** Judges a definition as `CreateStateMachine` would, and more strictly where AWS is silent: JSONata only, nothing unknown. */
import type { AslMachine } from "./asl";
import { checkMachine } from "./definition-machine";
import { ProblemList } from "./definition-report";
import { isJsonObject, type Json, type JsonObject } from "./json";
import type { DefinitionProblem, MachineType } from "./types";

export interface Findings {
  readonly problems: DefinitionProblem[];
  /** The definition, if nothing is wrong with it. */
  readonly machine: AslMachine | undefined;
}

export function findProblems(text: string, type: MachineType): Findings {
  if (text.trim() === "") return notAnObject();
  let parsed: Json;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ code: "INVALID_JSON_DESCRIPTION", message, location: "" }], machine: undefined };
  }
  if (!isJsonObject(parsed)) return notAnObject();
  const problems = new ProblemList();
  const where = {
    place: "",
    kind: "top",
    language: "JSONPath",
    type,
    stateNames: new Set<string>(),
    checkMachine,
  } as const;
  checkMachine(parsed, where, problems);
  return { problems: [...problems.all], machine: isMachine(parsed, problems) ? parsed : undefined };
}

function notAnObject(): Findings {
  const message = "Definition must be a valid JSON object";
  return { problems: [{ code: "SCHEMA_VALIDATION_FAILED", message, location: "" }], machine: undefined };
}

/** What the checks found nothing wrong with has the shape that they describe. */
function isMachine(definition: JsonObject, problems: ProblemList): definition is JsonObject & AslMachine {
  return isJsonObject(definition.States) && problems.all.length === 0;
}
