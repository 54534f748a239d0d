/** Why a definition is refused at creation. */
import type { DefinitionProblem } from "./types";

/** `name` is what `CreateStateMachine` answers; the message is AWS's, with the code and JSON pointer of every problem. */
export class InvalidDefinitionError extends Error {
  override readonly name = "InvalidDefinition";
  readonly code = "InvalidDefinition";

  constructor(readonly problems: readonly DefinitionProblem[]) {
    super(`Invalid State Machine Definition: '${problems.map(describe).join(", ")}'`);
  }
}

function describe({ code, message, location }: DefinitionProblem): string {
  return location === "" ? `${code}: ${message}` : `${code}: ${message} at ${location}`;
}
