/**
 * Every function of Baton by name, once. The machine, the handlers, their roles, timeouts and tests are derived from
 * this list or checked against it.
 */

/** Functions that are steps of a workflow; the planned moves share most of them with the failover. */
export const STEP_NAMES = [
  "claim",
  "gather-evidence",
  "warm-up",
  "decide",
  "ask-approval",
  "take-answer",
  "fence",
  "judge-fence",
  "unfence",
  "promote",
  "verify",
  "switch-traffic",
  "close",
  "cool-down",
  "stand-down",
  "call-operator",
  "inspect",
  "rebuild",
  "catch-up",
  "check-again",
  "freeze",
  "drain",
  "unfreeze",
  "protect",
] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** Functions that run outside the workflow. */
export const SERVICE_FUNCTION_NAMES = [
  "sentry",
  "traffic",
  "witness-probe",
  "await-traffic-observations",
  "run-ended",
  "approval",
  "image-keeper",
] as const;
export type ServiceFunctionName = (typeof SERVICE_FUNCTION_NAMES)[number];

export type FunctionName = StepName | ServiceFunctionName;

/** Source of a function's handler, relative to the repository's root. */
export function handlerEntry(name: FunctionName): string {
  const isStep = (STEP_NAMES as readonly string[]).includes(name);
  return isStep ? `lambdas/steps/${name}.lambda.ts` : `lambdas/${name}/${name}.lambda.ts`;
}

/** Longest time one invocation may take. A step only observes and acts once, so it is short; waiting is the machine's work. */
export const FUNCTION_TIMEOUT_SECONDS: Readonly<Record<FunctionName, number>> = {
  claim: 15,
  "gather-evidence": 20,
  "warm-up": 30,
  decide: 15,
  "ask-approval": 30,
  "take-answer": 15,
  fence: 30,
  "judge-fence": 15,
  unfence: 30,
  promote: 30,
  verify: 20,
  "switch-traffic": 15,
  close: 20,
  "cool-down": 30,
  "stand-down": 20,
  "call-operator": 20,
  inspect: 20,
  rebuild: 30,
  "catch-up": 20,
  "check-again": 30,
  freeze: 30,
  drain: 20,
  unfreeze: 30,
  protect: 30,
  sentry: 50,
  traffic: 3,
  "witness-probe": 10,
  "await-traffic-observations": 600,
  "run-ended": 20,
  approval: 15,
  "image-keeper": 60,
};
