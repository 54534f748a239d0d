import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type EvaluationRule,
  evaluateAlarm,
  type MissingDataTreatment,
} from "../../../../lab/services/cloudwatch/alarm-evaluation";

const TREATMENTS: readonly MissingDataTreatment[] = ["missing", "ignore", "breaching", "notBreaching"];

/** `0` is fine, `X` breaches, `-` is missing: as the tables of the CloudWatch guide write it. */
function evaluate(range: string, datapointsToAlarm: number, treatMissingData: MissingDataTreatment) {
  const rule: EvaluationRule = {
    evaluationPeriods: 3,
    datapointsToAlarm,
    threshold: 1,
    comparison: "GreaterThanOrEqualToThreshold",
    treatMissingData,
  };
  const values = range.split(" ").map((point) => (point === "-" ? null : point === "X" ? 1 : 0));
  return evaluateAlarm(rule, values);
}

describe("an alarm on 3 of 3 datapoints", () => {
  test.each([
    ["0 - X - X", ["OK", "OK", "OK", "OK"]],
    ["0 - - - -", ["OK", "OK", "OK", "OK"]],
    ["- - - - -", ["INSUFFICIENT_DATA", null, "ALARM", "OK"]],
    ["0 X X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["- - X - -", ["ALARM", null, "ALARM", "OK"]],
    ["- - - - X", [null, null, "ALARM", "OK"]],
  ])("%s, by treatment of missing data", (range, expected) => {
    expect(TREATMENTS.map((treatment) => evaluate(range, 3, treatment))).toEqual(expected);
  });
});

describe("an alarm on 2 of 3 datapoints", () => {
  test.each([
    ["0 - X - X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["0 0 X 0 X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["0 - X - -", ["OK", "OK", "ALARM", "OK"]],
    ["- - - - 0", ["OK", "OK", "ALARM", "OK"]],
    ["- - - X -", ["ALARM", null, "ALARM", "OK"]],
  ])("%s, by treatment of missing data", (range, expected) => {
    expect(TREATMENTS.map((treatment) => evaluate(range, 2, treatment))).toEqual(expected);
  });
});

const points = fc.array(fc.constantFrom("0", "X", "-"), { minLength: 5, maxLength: 5 });

describe("any range", () => {
  test("with enough real datapoints does not ask how missing ones are treated", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 3 }), (range, datapoints) => {
        fc.pre(range.filter((point) => point !== "-").length >= 3);
        const verdicts = TREATMENTS.map((treatment) => evaluate(range.join(" "), datapoints, treatment));
        expect(new Set(verdicts).size).toBe(1);
      }),
    );
  });

  test("that alarms with missing data taken as fine alarms with every treatment", () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 3 }), (range, datapoints) => {
        fc.pre(evaluate(range.join(" "), datapoints, "notBreaching") === "ALARM");
        const verdicts = TREATMENTS.map((treatment) => evaluate(range.join(" "), datapoints, treatment));
        expect(verdicts).toEqual(["ALARM", "ALARM", "ALARM", "ALARM"]);
      }),
    );
  });
});
