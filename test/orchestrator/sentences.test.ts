import { describe, expect, test } from "@jest/globals";
import * as fc from "fast-check";
import { answerSentence } from "../../orchestrator/gate";
import { clause, plainCause, sentence } from "../../orchestrator/sentences";
import { decision } from "./gate-fixtures";

describe("words of others, as sentences", () => {
  test.each([
    ["ready", "ready."],
    ["ready.", "ready."],
    ["ready!", "ready!"],
    ["and so on...", "and so on..."],
    ["a; b;", "a; b."],
    ["  ", ""],
  ])("%j ends as %j", (given, expected) => expect(sentence(given)).toBe(expected));

  test.each([
    ["ready.", "ready"],
    ["ready.;", "ready"],
    ["and so on...", "and so on..."],
    ["", ""],
  ])("%j goes on as %j", (given, expected) => expect(clause(given)).toBe(expected));

  test("a remark that is a sentence is not ended twice", () => {
    const given = decision({ decidedBy: "ada", remark: "go ahead.", channel: "link" });
    expect(answerSentence({ outcome: "approved", decision: given })).toBe("Approved by ada: go ahead.");
  });
});

describe("the cause of a failed function", () => {
  const asLambdaSays = (errorMessage: string) => JSON.stringify({ errorType: "Error", errorMessage, trace: ["at x"] });

  test("is its message, whatever that is, also behind other words", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (message) => {
        expect(plainCause(asLambdaSays(message))).toBe(message);
        expect(plainCause(`In "drain": Error: ${asLambdaSays(message)}`)).toBe(`In "drain": Error: ${message}`);
      }),
    );
  });

  test("is found where the JSON was cut, and is never too long to read", () => {
    const whole = asLambdaSays('no "writer"\nat all');
    expect(plainCause(whole.slice(0, whole.indexOf("trace")))).toBe('no "writer" at all');
    expect(plainCause(asLambdaSays("x".repeat(5000)))).toMatch(/^x{597}\.\.\.$/);
  });

  test.each(["a plain sentence.", "", '{"errorMessage":7}', '{"errorType":'])("%j stays as it is", (cause) => {
    expect(plainCause(cause)).toBe(cause);
  });
});
