import { expect, test } from "@jest/globals";
import {
  BatonError,
  BatonHeld,
  DeadlineExceeded,
  ERROR_NAMES,
  InvalidInput,
  NeedsOperator,
  PlanInvalid,
  ResourceBlocked,
} from "../../orchestrator/errors";

test("every name belongs to one class, which carries message and cause", () => {
  const cause = new Error("AccessDenied");
  const classes = [ResourceBlocked, DeadlineExceeded, NeedsOperator, BatonHeld, InvalidInput, PlanInvalid];
  const raised = classes.map((ErrorClass) => new ErrorClass("what happened", { cause }));
  expect(raised.map(({ name }) => name).sort()).toEqual(Object.values(ERROR_NAMES).sort());
  for (const error of raised) {
    expect(error).toBeInstanceOf(BatonError);
    expect(error).toMatchObject({ message: "what happened", cause });
  }
});

test("names can never be taken for AWS's own", () => {
  for (const name of Object.values(ERROR_NAMES)) expect(name).toMatch(/^Baton\.[A-Z][A-Za-z]+$/);
});
