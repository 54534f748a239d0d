/** The states that do no work of their own: Pass, Succeed, Fail and Choice. */
import { StateFailure } from "./failure";
import { type Departure, leave } from "./leave";
import type { ChoiceState, FailState, PassState, SucceedState } from "./machine";
import type { Template } from "./template";
import type { Visit } from "./visit";

export function runPass(visit: Visit<PassState | SucceedState>): Promise<Departure> {
  return leave(visit, visit.state, visit.input);
}

/** Always throws: the failure that the definition describes, with only the fields that it gives. */
export async function runFail(visit: Visit<FailState>): Promise<never> {
  const error = await textOf(visit, visit.state.error);
  const cause = await textOf(visit, visit.state.cause);
  throw new StateFailure(error, cause);
}

async function textOf(visit: Visit, template: Template | undefined): Promise<string | undefined> {
  return template && ((await visit.evaluateAs(template, "string")) as string);
}

/** The first rule whose condition is true; only its own Output and Assign apply, the state's go with Default. */
export async function runChoice(visit: Visit<ChoiceState>): Promise<Departure> {
  for (const rule of visit.state.rules) {
    if (await visit.evaluateAs(rule.condition, "boolean")) return leave(visit, rule, visit.input);
  }
  if (visit.state.next === null)
    throw visit.failure("States.NoChoiceMatched", "No choice rule matched and there is no default.");
  return leave(visit, visit.state, visit.input);
}
