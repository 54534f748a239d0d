import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { executionConsoleUrl, smsText, spanText, spanUpText, subjectText } from "../../orchestrator/message-text";

describe("texts that channels can carry", () => {
  test("what does not fit is cut, and shows that it was", () => {
    expect(subjectText("a".repeat(101))).toBe(`${"a".repeat(97)}...`);
    expect(subjectText("a".repeat(100))).toBe("a".repeat(100));
    // SNS sends "Baton stor> " before it: 12 + 148 = 160.
    expect(smsText("a".repeat(149))).toBe(`${"a".repeat(145)}...`);
    expect(smsText("a".repeat(148))).toBe("a".repeat(148));
  });

  test("what the alphabet lacks is replaced, lines become one", () => {
    expect(subjectText(" Zürich\n is \t down ")).toBe("Z?rich is down");
    expect(smsText("[Baton] {a} ~ ^ \\ | ` é 日本")).toBe("(Baton) (a) ? ? ? ? ? ? ??");
  });

  test("text that fits stays as it is", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{1,100}$/), (text) => {
        expect(subjectText(text)).toBe(text);
        expect(smsText(text)).toBe(text);
      }),
    );
  });
});

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [200, "3 min 20 s"],
  [3600, "1 h"],
  [3900, "1 h 5 min"],
  [90_061, "25 h 1 min"],
])("%s seconds read as %s", (seconds, text) => {
  expect(spanText(seconds)).toBe(text);
});

test("a text that is no ARN still gives a link that opens nothing worse than the console", () => {
  expect(executionConsoleUrl("nonsense")).toContain("#/v2/executions/details/nonsense");
});

describe("a span that is never told shorter than it is", () => {
  test.each([
    [0, "0 s"],
    [0.41, "0.5 s"],
    [59.9, "59.9 s"],
    [59.91, "1 min"],
    [60.2, "1 min 1 s"],
    [733, "12 min 13 s"],
    [3600, "1 h"],
    [3601, "1 h 1 min"],
  ])("%d s reads %s", (seconds, text) => expect(spanUpText(seconds)).toBe(text));
});
