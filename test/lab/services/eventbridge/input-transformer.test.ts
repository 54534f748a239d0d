import { expect, test } from "@jest/globals";
import { type TargetInput, targetInput } from "../../../../lab/services/eventbridge/input-transformer";

const EVENT = {
  version: "0",
  id: "1",
  "detail-type": "Test",
  source: "test",
  account: "1",
  time: "2026-01-01T00:00:00Z",
  region: "eu-west-1",
  resources: ["arn:one"],
  detail: { name: 'say "hi"', count: 5, deep: { a: [1] } },
} as const;

function given(input: TargetInput): unknown {
  return JSON.parse(targetInput(input, EVENT, "arn:aws:events:eu-west-1:1:rule/r"));
}

const paths = { name: "$.detail.name", count: "$.detail.count", deep: "$.detail.deep", first: "$.resources[0]" };

test("a target gets the whole event unless told otherwise", () => {
  expect(given({ type: "event" })).toEqual(EVENT);
});

test("a path selects a part, and null where there is none", () => {
  expect(given({ type: "path", path: "$.detail.deep" })).toEqual({ a: [1] });
  expect(given({ type: "path", path: "$.detail.absent" })).toBeNull();
});

test("a constant replaces the event", () => {
  expect(given({ type: "constant", json: '{"a":1}' })).toEqual({ a: 1 });
});

test("a template keeps JSON values, and escapes what becomes part of a text", () => {
  const template =
    '{"count": <count>, "deep": <deep>, "text": "it did <name> at <first>", "rule": "<aws.events.rule-name>"}';
  expect(given({ type: "template", paths, template })).toEqual({
    count: 5,
    deep: { a: [1] },
    text: 'it did say "hi" at arn:one',
    rule: "r",
  });
});

test("a template cannot use a name that no path defines", () => {
  expect(() => given({ type: "template", paths, template: '"<other>"' })).toThrow(/InputPathsMap/);
});
