import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { NO_VALUE, type ResolutionScope, resolveValue } from "../../../lab/assembly/intrinsics";

const REFS: Readonly<Record<string, unknown>> = {
  Topic: "arn:topic",
  Zones: ["a", "b"],
  "AWS::Region": "eu-west-1",
  "AWS::NoValue": NO_VALUE,
};

const scope: ResolutionScope = {
  region: "eu-west-1",
  ref: (name) => REFS[name],
  attribute: (owner, attribute) => (owner === "Role" ? `${attribute}-of-role` : undefined),
  condition: (name) => ({ Yes: true, No: false })[name],
  mapping: (map, first, second) => (map === "Sizes" ? `${first}/${second}` : undefined),
  importValue: (name) => (name === "shared" ? "imported" : undefined),
  ssmParameter: (name) => (name === "/secret" ? "hush" : undefined),
};

const resolve = (value: unknown) => resolveValue(value, scope);

describe("resolving intrinsics", () => {
  test.each([
    ["Ref", { Ref: "Topic" }, "arn:topic"],
    ["Fn::GetAtt as a list", { "Fn::GetAtt": ["Role", "Arn"] }, "Arn-of-role"],
    ["Fn::GetAtt as text", { "Fn::GetAtt": "Role.Endpoint.Port" }, "Endpoint.Port-of-role"],
    ["Fn::Join over references", { "Fn::Join": ["-", ["x", { Ref: "Topic" }]] }, "x-arn:topic"],
    ["Fn::Join over a list reference", { "Fn::Join": [",", { Ref: "Zones" }] }, "a,b"],
    ["Fn::Select and Fn::Split", { "Fn::Select": [1, { "Fn::Split": [":", "a:b:c"] }] }, "b"],
    [
      "Fn::Sub",
      { "Fn::Sub": `\${Topic}/\${Role.Arn}/\${AWS::Region}/\${!Kept}` },
      `arn:topic/Arn-of-role/eu-west-1/\${Kept}`,
    ],
    [
      "Fn::Sub with own values",
      { "Fn::Sub": [`\${Topic}-\${Own}`, { Own: { Ref: "AWS::Region" } }] },
      "arn:topic-eu-west-1",
    ],
    ["Fn::If true", { "Fn::If": ["Yes", { Ref: "Topic" }, { Ref: "Nobody" }] }, "arn:topic"],
    ["Fn::If false", { "Fn::If": ["No", { Ref: "Nobody" }, 5] }, 5],
    ["Fn::FindInMap", { "Fn::FindInMap": ["Sizes", { Ref: "AWS::Region" }, "small"] }, "eu-west-1/small"],
    ["Fn::ImportValue", { "Fn::ImportValue": "shared" }, "imported"],
    ["Fn::Base64", { "Fn::Base64": "hi" }, "aGk="],
    ["Fn::GetAZs", { "Fn::GetAZs": "" }, ["eu-west-1a", "eu-west-1b", "eu-west-1c"]],
    ["conditions", { "Fn::And": [{ "Fn::Not": [{ Condition: "No" }] }, { "Fn::Equals": ["1", 1] }] }, true],
    ["Fn::Or", { "Fn::Or": [{ Condition: "No" }, { "Fn::Equals": ["1", "2"] }] }, false],
    ["a dynamic reference inside text", "/traffic/{{resolve:ssm:/secret}}", "/traffic/hush"],
    ["a dynamic reference that Fn::Join builds", { "Fn::Join": ["", ["{{resolve:ssm:", "/secret", "}}"]] }, "hush"],
    [
      "a policy's Condition block",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringEquals: { a: "b" } } },
    ],
  ])("%s", (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test("AWS::NoValue removes the property or the item", () => {
    const value = {
      kept: 1,
      gone: { Ref: "AWS::NoValue" },
      list: [1, { "Fn::If": ["No", 2, { Ref: "AWS::NoValue" }] }],
    };
    expect(resolve(value)).toEqual({ kept: 1, list: [1] });
  });

  test.each([
    ["an unknown function", { "Fn::Cidr": ["10.0.0.0/8"] }, "Fn::Cidr"],
    ["an unknown name", { Ref: "Nobody" }, "Ref Nobody"],
    ["an unknown attribute", { "Fn::GetAtt": ["Topic", "Colour"] }, "Topic.Colour"],
    ["an unknown condition", { "Fn::If": ["Maybe", 1, 2] }, "Condition Maybe"],
    ["an unknown export", { "Fn::ImportValue": "elsewhere" }, "no such export in eu-west-1"],
    ["a missing SSM parameter", "{{resolve:ssm:/none}}", "no such parameter in eu-west-1"],
    ["another kind of dynamic reference", "{{resolve:secretsmanager:x}}", "secretsmanager"],
    ["a list of the wrong length", { "Fn::If": ["Yes", 1] }, "Fn::If"],
    ["an index beyond the list", { "Fn::Select": [9, ["a"]] }, "index 9"],
  ])("%s is an error that names it", (_, value, named) => {
    expect(() => resolve(value)).toThrow(named);
  });

  test("a value without intrinsics stays what it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"(Ref|Condition|Fn::|__proto__)|\{\{resolve/.test(text));
        expect(JSON.stringify(resolve(JSON.parse(text)))).toBe(text);
      }),
    );
  });
});
