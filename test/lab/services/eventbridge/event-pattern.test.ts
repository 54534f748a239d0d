import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { assertPattern, matchesPattern } from "../../../../lab/services/eventbridge/event-pattern";

const EVENT = {
  source: "aws.cloudwatch",
  resources: ["arn:one", "arn:two"],
  detail: { state: { value: "ALARM" }, count: 5, note: null, list: [{ name: "a" }, { name: "b" }] },
};

describe("a pattern", () => {
  test.each([
    ["a literal", { source: ["aws.cloudwatch"] }, true],
    ["another literal", { source: ["aws.ec2"] }, false],
    ["any of several", { source: ["aws.ec2", "aws.cloudwatch"] }, true],
    ["an element of an array", { resources: ["arn:two"] }, true],
    ["all fields at once", { source: ["aws.cloudwatch"], resources: ["arn:three"] }, false],
    ["objects in an array", { detail: { list: { name: ["b"] } } }, true],
    ["null", { detail: { note: [null] } }, true],
    ["prefix", { source: [{ prefix: "aws." }] }, true],
    ["prefix, ignoring case", { source: [{ prefix: { "equals-ignore-case": "AWS." } }] }, true],
    ["suffix", { source: [{ suffix: "watch" }] }, true],
    ["suffix of a number", { detail: { count: [{ suffix: "5" }] } }, false],
    ["equals-ignore-case", { source: [{ "equals-ignore-case": "AWS.CloudWatch" }] }, true],
    ["wildcard", { source: [{ wildcard: "aws.*wat*" }] }, true],
    ["wildcard with a dot", { source: [{ wildcard: "awsxcloud*" }] }, false],
    ["anything-but a value", { source: [{ "anything-but": "aws.ec2" }] }, true],
    ["anything-but several", { source: [{ "anything-but": ["aws.ec2", "aws.cloudwatch"] }] }, false],
    ["anything-but a prefix", { source: [{ "anything-but": { prefix: "aws." } }] }, false],
    ["anything-but on a field that is absent", { missing: [{ "anything-but": "x" }] }, false],
    ["numeric", { detail: { count: [{ numeric: [">", 0, "<=", 5] }] } }, true],
    ["numeric out of range", { detail: { count: [{ numeric: ["<", 5] }] } }, false],
    ["exists", { detail: { count: [{ exists: true }] } }, true],
    ["exists, absent", { detail: { other: [{ exists: true }] } }, false],
    ["exists false", { detail: { other: [{ exists: false }] } }, true],
    ["exists false, present", { detail: { count: [{ exists: false }] } }, false],
    ["$or", { $or: [{ source: ["x"] }, { detail: { count: [5] } }] }, true],
    ["$or without a match", { $or: [{ source: ["x"] }, { detail: { count: [6] } }] }, false],
  ])("judges %s", (_, pattern, expected) => {
    assertPattern(pattern);
    expect(matchesPattern(pattern, EVENT)).toBe(expected);
  });

  test.each([
    ["an unknown operator", { source: [{ contains: "x" }] }, /Unrecognized match type contains/],
    ["an unknown operator in anything-but", { source: [{ "anything-but": { numeric: [">", 1] } }] }, /Unrecognized/],
    ["a bare value", { source: "aws.ec2" }, /must be an object or an array/],
    ["an empty array", { source: [] }, /empty arrays/],
    ["nothing at all", {}, /filled object/],
    ["two operators in one", { source: [{ prefix: "a", suffix: "b" }] }, /exactly one operator/],
    ["a bound without a number", { n: [{ numeric: [">"] }] }, /numeric/],
    ["a single alternative", { $or: [{ source: ["x"] }] }, /at least two/],
    ["exists with text", { n: [{ exists: "yes" }] }, /true or false/],
    ["a prefix that is no text", { n: [{ prefix: 1 }] }, /must be a string/],
  ])("with %s is refused", (_, pattern, problem) => {
    expect(() => assertPattern(pattern)).toThrow(problem);
  });

  test("matches every event that it was made from", () => {
    const leaves = fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
      minKeys: 1,
    });
    fc.assert(
      fc.property(leaves, fc.dictionary(fc.constantFrom("d", "e"), fc.string()), (fields, more) => {
        const pattern = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
        assertPattern(pattern);
        expect(matchesPattern(pattern, { ...fields, ...more })).toBe(true);
      }),
    );
  });
});
