import { describe, expect, test } from "@jest/globals";
import { evaluateAlarmRule, parseAlarmRule } from "../../../../lab/services/cloudwatch/alarm-rule";

const STATES = { a: "ALARM", b: "OK", "with space": "INSUFFICIENT_DATA" } as const;

function holds(text: string): boolean {
  return evaluateAlarmRule(parseAlarmRule(text), (name) => STATES[name as keyof typeof STATES]);
}

describe("a rule", () => {
  test.each([
    ["ALARM(a)", true],
    ["NOT ALARM(a)", false],
    ["ALARM(a) AND ALARM(b)", false],
    ["ALARM(b) OR OK(b)", true],
    ["ALARM(a) OR ALARM(b) AND FALSE", true],
    ["(ALARM(a) OR ALARM(b)) AND FALSE", false],
    ['INSUFFICIENT_DATA("with space") AND TRUE', true],
  ])("%s", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });

  test.each(["", "ALARM", "ALARM(a", "ALARM(a) ALARM(b)", "BROKEN(a)", "AND ALARM(a)", "(ALARM(a)"])(
    "that reads %p is refused",
    (text) => {
      expect(() => parseAlarmRule(text)).toThrow(/unexpected/);
    },
  );
});
