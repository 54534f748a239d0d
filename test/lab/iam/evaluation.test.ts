import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { evaluate } from "../../../lab/iam/evaluate";
import { readPolicyDocument } from "../../../lab/iam/policy-document";
import { matchesArn } from "../../../lab/iam/wildcards";
import type { RawStatement } from "./helpers";

const INSTANCE = "arn:aws:rds:eu-west-1:111122223333:db:orders";

function decision(
  statements: readonly RawStatement[],
  context: Record<string, string | string[]> = {},
  action = "rds:ModifyDBInstance",
  resource = INSTANCE,
) {
  const Statement = statements.map((statement) => ({ Effect: "Allow", ...statement }));
  return evaluate(readPolicyDocument("policy", { Statement }), action, resource, context).decision;
}

describe("evaluation", () => {
  test.each<[string, readonly RawStatement[], string]>([
    ["nothing granted", [], "implicit-deny"],
    ["exact", [{ Action: "rds:ModifyDBInstance", Resource: INSTANCE }], "allow"],
    ["case of the action does not matter", [{ Action: "RDS:modifydbinstance", Resource: INSTANCE }], "allow"],
    ["wildcard in the action", [{ Action: "rds:Modify*", Resource: "*" }], "allow"],
    ["question mark", [{ Action: "rds:ModifyDBInstanc?", Resource: "*" }], "allow"],
    ["another action", [{ Action: "rds:RebootDBInstance", Resource: "*" }], "implicit-deny"],
    [
      "another resource",
      [{ Action: "rds:*", Resource: "arn:aws:rds:eu-west-1:111122223333:db:other" }],
      "implicit-deny",
    ],
    ["another Region", [{ Action: "rds:*", Resource: "arn:aws:rds:us-east-1:111122223333:db:*" }], "implicit-deny"],
    ["wildcard in the resource", [{ Action: "rds:*", Resource: "arn:aws:rds:*:111122223333:db:ord*" }], "allow"],
    ["a wildcard does not cross segments", [{ Action: "rds:*", Resource: "arn:aws:rds:*:orders" }], "implicit-deny"],
    ["one of several", [{ Action: ["a:b", "rds:*"], Resource: ["x", INSTANCE] }], "allow"],
    ["NotAction", [{ NotAction: "rds:Delete*", Resource: "*" }], "allow"],
    ["NotAction that names it", [{ NotAction: "rds:Modify*", Resource: "*" }], "implicit-deny"],
    ["NotResource", [{ Action: "rds:*", NotResource: "arn:aws:rds:eu-west-1:111122223333:db:other" }], "allow"],
    ["NotResource that names it", [{ Action: "rds:*", NotResource: INSTANCE }], "implicit-deny"],
    [
      "a deny beats an allow",
      [
        { Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "rds:*", Resource: INSTANCE },
      ],
      "explicit-deny",
    ],
    [
      "a deny of something else",
      [
        { Action: "*", Resource: "*" },
        { Effect: "Deny", Action: "rds:Delete*", Resource: "*" },
      ],
      "allow",
    ],
  ])("%s", (_name, statements, expected) => {
    expect(decision(statements)).toBe(expected);
  });

  test.each<[object, Record<string, string | string[]>, boolean]>([
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, { "aws:RequestedRegion": "eu-west-1" }, true],
    [{ StringEquals: { "AWS:requestedregion": ["x", "eu-west-1"] } }, { "aws:RequestedRegion": "eu-west-1" }, true],
    [{ StringEquals: { "aws:RequestedRegion": "EU-WEST-1" } }, { "aws:RequestedRegion": "eu-west-1" }, false],
    [{ StringEqualsIgnoreCase: { "aws:RequestedRegion": "EU-WEST-1" } }, { "aws:RequestedRegion": "eu-west-1" }, true],
    [{ StringEquals: { "aws:RequestedRegion": "eu-west-1" } }, {}, false],
    [{ StringEqualsIfExists: { "aws:RequestedRegion": "eu-west-1" } }, {}, true],
    [{ StringNotEquals: { "aws:RequestedRegion": ["a", "b"] } }, { "aws:RequestedRegion": "b" }, false],
    [{ StringNotEquals: { "aws:RequestedRegion": ["a", "b"] } }, { "aws:RequestedRegion": "c" }, true],
    [{ StringNotEquals: { "aws:RequestedRegion": "a" } }, {}, true],
    [{ StringLike: { "dynamodb:LeadingKeys": "RUN#*" } }, { "dynamodb:LeadingKeys": ["RUN#1"] }, true],
    [
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["BATON", "RUN#*"] } },
      { "dynamodb:LeadingKeys": ["BATON", "RUN#1"] },
      true,
    ],
    [
      { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RUN#*"] } },
      { "dynamodb:LeadingKeys": ["BATON", "RUN#1"] },
      false,
    ],
    [{ "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["RUN#*"] } }, {}, true],
    [
      { "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": ["BATON"] } },
      { "dynamodb:LeadingKeys": ["x", "BATON"] },
      true,
    ],
    [{ "ForAnyValue:StringEquals": { "dynamodb:LeadingKeys": ["BATON"] } }, {}, false],
    [
      { ArnLike: { "ec2:LaunchTemplate": "arn:aws:ec2:*:1:launch-template/lt-1" } },
      { "ec2:LaunchTemplate": "arn:aws:ec2:eu-west-1:1:launch-template/lt-1" },
      true,
    ],
    [
      { ArnNotLike: { "ec2:LaunchTemplate": "arn:aws:ec2:*:1:launch-template/*" } },
      { "ec2:LaunchTemplate": "arn:aws:ec2:eu-west-1:1:launch-template/lt-1" },
      false,
    ],
    [{ Bool: { "aws:SecureTransport": true } }, { "aws:SecureTransport": "true" }, true],
    [{ Bool: { "aws:SecureTransport": "false" } }, { "aws:SecureTransport": "true" }, false],
    [{ Null: { "aws:SourceArn": "true" } }, {}, true],
    [{ Null: { "aws:SourceArn": "true" } }, { "aws:SourceArn": "arn:x" }, false],
    [{ NumericLessThan: { "aws:SourceAccount": "10" } }, { "aws:SourceAccount": "9" }, true],
    [{ NumericGreaterThanEquals: { "aws:SourceAccount": "10" } }, { "aws:SourceAccount": "9" }, false],
    [
      { StringEquals: { "aws:RequestedRegion": "a" }, Bool: { "aws:SecureTransport": "true" } },
      { "aws:RequestedRegion": "a", "aws:SecureTransport": "false" },
      false,
    ],
  ])("condition %j in %j holds: %s", (Condition, context, isAllowed) => {
    expect(decision([{ Action: "*", Resource: "*", Condition }], context)).toBe(isAllowed ? "allow" : "implicit-deny");
  });

  test("property: a deny on everything beats any set of allows", () => {
    const action = fc.constantFrom("*", "rds:*", "rds:ModifyDBInstance");
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 5 }), fc.nat(5), (actions, position) => {
        const allows: RawStatement[] = actions.map((Action) => ({ Action, Resource: "*" }));
        expect(decision(allows)).toBe("allow");
        expect(decision(allows.toSpliced(position, 0, { Effect: "Deny", Action: "*", Resource: "*" }))).toBe(
          "explicit-deny",
        );
      }),
    );
  });

  test("property: an ARN matches itself and any of its segments replaced by a wildcard", () => {
    const segment = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    fc.assert(
      fc.property(fc.tuple(segment, segment, segment, segment), fc.integer({ min: 2, max: 5 }), (parts, index) => {
        const segments = ["arn", "aws", ...parts];
        const arn = segments.join(":");
        expect(matchesArn(arn, arn)).toBe(true);
        expect(matchesArn(segments.with(index, "*").join(":"), arn)).toBe(true);
        expect(matchesArn(segments.with(index, `${segments[index]}x`).join(":"), arn)).toBe(false);
      }),
    );
  });
});
