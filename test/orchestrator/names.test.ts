import { expect, test } from "@jest/globals";
import { deployedNames, machineName, workflowOfArn } from "../../orchestrator/names";
import {
  FUNCTION_TIMEOUT_SECONDS,
  type FunctionName,
  handlerEntry,
  SERVICE_FUNCTION_NAMES,
  STEP_NAMES,
} from "../../orchestrator/steps";
import { WORKFLOWS } from "../../orchestrator/workflow";

const allFunctions: readonly FunctionName[] = [...STEP_NAMES, ...SERVICE_FUNCTION_NAMES];

test("names of the longest application that a plan may have still fit what AWS allows", () => {
  const names = deployedNames({ application: "a".repeat(24) });
  // Lambda functions and roles 64 characters, event buses 48 (they become part of rule ARNs), alarms 255.
  for (const name of allFunctions) expect(names.lambdaFunction(name).length).toBeLessThanOrEqual(64);
  expect(names.eventBus.length).toBeLessThanOrEqual(48);
  for (const workflow of WORKFLOWS) expect(machineName(names, workflow).length).toBeLessThanOrEqual(80);
});

test("a machine and its executions say which workflow they run; nobody else's do", () => {
  const shop = { application: "shop" };
  const arn = (type: string, rest: string) => `arn:aws:states:eu-west-1:123456789012:${type}:${rest}`;
  for (const workflow of WORKFLOWS) {
    const name = machineName(deployedNames(shop), workflow);
    expect(workflowOfArn(shop, arn("stateMachine", name))).toBe(workflow);
    expect(workflowOfArn(shop, arn("execution", `${name}:run-1`))).toBe(workflow);
  }
  expect(workflowOfArn(shop, arn("execution", "baton-blog-failover:run-1"))).toBeUndefined();
});

test("nothing of two applications shares a name", () => {
  const [shop, blog] = [deployedNames({ application: "shop" }), deployedNames({ application: "blog" })];
  for (const key of ["watchStack", "table", "eventBus", "watchAlarm", "sentryAlarm", "metricNamespace"] as const) {
    expect(shop[key]).not.toBe(blog[key]);
  }
});

test("every function has an entry of its own and a timeout", () => {
  expect(handlerEntry("claim")).toBe("lambdas/steps/claim.lambda.ts");
  expect(handlerEntry("sentry")).toBe("lambdas/sentry/sentry.lambda.ts");
  expect(new Set(allFunctions.map(handlerEntry)).size).toBe(allFunctions.length);
  for (const name of allFunctions) expect(FUNCTION_TIMEOUT_SECONDS[name]).toBeGreaterThan(0);
});
