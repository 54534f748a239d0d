/** From the plain statements of the permission tables to CDK's, and their wildcards with their reasons to cdk-nag. */

import * as iam from "aws-cdk-lib/aws-iam";
import type { Validations } from "aws-cdk-lib/core";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";

export function toPolicyStatement(data: PolicyStatementData): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid: data.sid,
    actions: [...data.actions],
    resources: [...data.resources],
    ...(data.conditions && { conditions: data.conditions }),
  });
}

/**
 * The same rights in fewer statements: those that allow the same actions under the same conditions become one. IAM judges each resource of
 * a call by itself, so nothing is allowed that was not before. The name says how many there are: whoever reviews reads the resources.
 */
export function joinAlike(statements: readonly PolicyStatementData[]): readonly PolicyStatementData[] {
  const groups = Map.groupBy(statements, ({ actions, conditions, wildcardReason }) =>
    JSON.stringify([actions, conditions, wildcardReason]),
  );
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (!first || alike.length === 1) return alike;
    const resources = [...new Set(alike.flatMap((statement) => statement.resources))];
    return [{ ...first, sid: `${first.sid}And${alike.length - 1}More`, resources }];
  });
}

/**
 * Accepts a wildcard for cdk-nag where the statement itself says why no narrower resource can be named. One that gives no
 * reason is left for cdk-nag to refuse, so every new wildcard needs a sentence of its own.
 */
export function acknowledgeWildcards(validations: Validations, statements: readonly PolicyStatementData[]): void {
  for (const { sid, resources, wildcardReason } of statements) {
    if (wildcardReason === undefined) continue;
    for (const resource of resources.filter((candidate) => candidate.includes("*"))) {
      validations.acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: `${sid}: ${wildcardReason}` });
    }
  }
}
