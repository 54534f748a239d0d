import { describe, expect, test } from "@jest/globals";
import { describeFailure, isUnreachable } from "../../lambdas/aws/failures";
import { isAnswered, type OperatorCall } from "../../lambdas/aws/operator-call";
import { saysHealthy } from "../../lambdas/observers/probing";
import { opinionOf } from "../../lambdas/observers/route53-checkers";
import { describeTrouble } from "../../lambdas/resources/scaling-activities";

const reports = (healthy: number, failing: number) =>
  Array.from({ length: healthy + failing }, (_, index) => ({
    StatusReport: { Status: index < healthy ? "Success: HTTP Status Code 200, OK" : "Failure: timed out" },
  }));

describe("what Route 53's checkers say together", () => {
  test.each([
    [16, 0, "UP"],
    [3, 13, "UP"],
    [2, 14, "DOWN"],
    [0, 16, "DOWN"],
  ])("%d healthy and %d failing are %s: more than 18 %% decide", (healthy, failing, verdict) => {
    expect(opinionOf(reports(healthy, failing)).verdict).toBe(verdict);
  });

  test("nothing is UNKNOWN, and a failure is quoted", () => {
    expect(opinionOf([]).verdict).toBe("UNKNOWN");
    expect(opinionOf(reports(0, 2)).detail).toBe('2 of 2 checkers report a failure, like "Failure: timed out".');
  });
});

test.each([
  [200, true],
  [302, true],
  [199, false],
  [404, false],
  [503, false],
  [null, false],
])("an answer of %p is healthy: %p", (status, healthy) => {
  expect(saysHealthy(status)).toBe(healthy);
});

describe("a failed call", () => {
  const failure = (name: string, metadata?: object) => Object.assign(new Error("why"), { name, ...metadata });

  test.each([
    ["no answer", failure("TimeoutError", { $metadata: { attempts: 2 } }), true],
    ["a refused connection", failure("Error", { code: "ECONNREFUSED" }), true],
    ["a broken service", failure("InternalFailure", { $metadata: { httpStatusCode: 500 } }), true],
    ["a refusal", failure("AccessDenied", { $metadata: { httpStatusCode: 403 } }), false],
    ["a defect of our own", failure("TypeError"), false],
  ])("%s counts as unreachable: %p", (_, error, unreachable) => {
    expect(isUnreachable(error)).toBe(unreachable);
  });

  test("is described by its name and what was said", () => {
    expect(describeFailure(failure("AccessDenied"))).toBe("AccessDenied: why");
    expect(describeFailure("text")).toBe("UnknownError: text");
  });
});

describe("why a group does not launch", () => {
  test.each([
    [
      "We currently do not have sufficient capacity (InsufficientInstanceCapacity)",
      "InsufficientInstanceCapacity",
      false,
    ],
    ["You have requested more vCPU capacity than your limit (VcpuLimitExceeded)", "VcpuLimitExceeded", true],
    ["The image id '[ami-1]' does not exist (InvalidAMIID.NotFound)", "InvalidAMIID", true],
    ["You are not authorized: UnauthorizedOperation", "UnauthorizedOperation", true],
    ["something new", "something new", false],
  ])("%s", (message, error, needsPerson) => {
    expect(describeTrouble(message)).toMatchObject({ error, message, needsPerson });
  });
});

describe("a call for an operator", () => {
  const called: OperatorCall = { state: "called", isTold: true, redriveCount: 1, enteredAt: "2026-01-01T00:00:00Z" };
  const answered: OperatorCall = { ...called, state: "answered" };

  test.each([
    ["never made", null, 0, "2026-01-01T00:00:00Z", false],
    ["made, and tried again", called, 1, "2026-01-01T00:00:00Z", false],
    ["made, and the run was redriven", called, 2, "2026-01-01T00:00:00Z", true],
    ["answered, and tried again", answered, 1, "2026-01-01T00:00:00Z", true],
    ["answered, and something else failed later", answered, 1, "2026-01-01T00:09:00Z", false],
  ])("%s", (_, last, redriveCount, enteredAt, expected) => {
    expect(isAnswered(last, { redriveCount, enteredAt })).toBe(expected);
  });
});
