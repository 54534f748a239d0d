/** Collects the problems of a definition. */
import type { DefinitionProblem } from "./types";

export class ProblemList {
  readonly all: DefinitionProblem[] = [];

  /** `location` is a JSON pointer; the empty one is the definition itself. */
  add(message: string, location: string, code: DefinitionProblem["code"] = "SCHEMA_VALIDATION_FAILED"): void {
    this.all.push({ code, message, location: location === "" ? "/" : location });
  }
}
