import { expect, test } from "@jest/globals";
import {
  AnswerGiven,
  BatonError,
  BatonHeld,
  DecisionOutOfDate,
  ERROR_NAMES,
  InvalidInput,
  NeedsOperator,
  OnCallNotTold,
  PlanInvalid,
  PromotionRequested,
} from "../../orchestrator/errors";

test("every name that a handler throws belongs to one class, which carries message and cause", () => {
  const cause = new Error("AccessDenied");
  const classes = [
    AnswerGiven,
    NeedsOperator,
    OnCallNotTold,
    BatonHeld,
    DecisionOutOfDate,
    InvalidInput,
    PlanInvalid,
    PromotionRequested,
  ];
  const raised = classes.map((ErrorClass) => new ErrorClass("what happened", { cause }));
  const { resourceBlocked: _blocked, deadlineExceeded: _late, ...thrownByHandlers } = ERROR_NAMES;
  expect(raised.map(({ name }) => name).sort()).toEqual(Object.values(thrownByHandlers).sort());
  for (const error of raised) {
    expect(error).toBeInstanceOf(BatonError);
    expect(error).toMatchObject({ message: "what happened", cause });
  }
});

test("names can never be taken for AWS's own", () => {
  for (const name of Object.values(ERROR_NAMES)) expect(name).toMatch(/^Baton\.[A-Z][A-Za-z]+$/);
});
