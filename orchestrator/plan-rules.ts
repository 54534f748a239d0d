/** Whether a plan makes sense: its shape and every rule that looks at several fields, all problems at once. */
import { PlanInvalid } from "./errors";
import { type Plan, planSchema } from "./plan";
import { type Problem, problemsOf, sentenceOf } from "./problems";
import { failbackRules } from "./rules/failback";
import { placeRules } from "./rules/places";
import { policyRules } from "./rules/policy";
import { resourceRules } from "./rules/resources";
import { timeRules } from "./rules/time";

export type PlanProblem = Problem;
export type PlanValidation = { readonly plan: Plan } | { readonly problems: readonly PlanProblem[] };

const RULES = [...placeRules, ...timeRules, ...policyRules, ...failbackRules, ...resourceRules];

/** Judges anything as a plan. Rules run on every field that is well formed, whatever is wrong with the others. */
export function validatePlan(input: unknown): PlanValidation {
  const parsed = planSchema.safeParse(input);
  const shapeProblems = parsed.success ? [] : problemsOf(parsed.error.issues, input);
  const problems = [...shapeProblems, ...RULES.flatMap((rule) => rule(input))];
  return parsed.success && problems.length === 0 ? { plan: parsed.data } : { problems };
}

/** The plan, or a `PlanInvalid` whose message lists every problem; `source` names the file. */
export function requirePlan(input: unknown, source: string): Plan {
  const validation = validatePlan(input);
  if ("plan" in validation) return validation.plan;
  const { problems } = validation;
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map((problem, index) => `  ${index + 1}. ${sentenceOf(problem)}`);
  throw new PlanInvalid([`${source} has ${count}:`, ...lines].join("\n"));
}
