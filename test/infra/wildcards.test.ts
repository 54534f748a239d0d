import { expect, test } from "@jest/globals";
import * as iam from "aws-cdk-lib/aws-iam";
import { App, Stack, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import { acknowledgeWildcards, toPolicyStatement } from "../../infra/constructs/policy-statements";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";

/** Synthesizes one role with one statement under cdk-nag. */
function synthesizeWith(statement: PolicyStatementData): void {
  const app = new App({ analyticsReporting: false, treeMetadata: false });
  const role = new iam.Role(new Stack(app, "Stack"), "Role", {
    assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com"),
    inlinePolicies: { all: new iam.PolicyDocument({ statements: [toPolicyStatement(statement)] }) },
  });
  acknowledgeWildcards(Validations.of(role), [statement]);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

const reading = { sid: "Look", actions: ["ec2:DescribeImages"], resources: ["*"] };

test("a wildcard passes with a reason of its own, and is refused without one, even for reading", () => {
  expect(() => synthesizeWith({ ...reading, wildcardReason: "Reads know no resource." })).not.toThrow();
  expect(() => synthesizeWith(reading)).toThrow(/IAM5|validation/i);
});
