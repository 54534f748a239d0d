/** From the plain statements of the permission tables to CDK's, and their wildcards to reasons that cdk-nag accepts. */

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

/** Actions that AWS judges without a resource (its Service Authorization Reference lists none for them), and that change nothing. */
const READ_ONLY = /:(Describe|Get|List)/;

/** Answers of task tokens know no resource either; whoever has no token can do nothing with them. */
const TOKEN_IS_THE_LIMIT = /^states:SendTask/;

/**
 * Accepts the wildcards that a table's statements contain, each with its reason. A wildcard on everything is only
 * accepted for reading, under a condition that narrows it, or where a task token does; otherwise it is left for cdk-nag to refuse.
 */
export function acknowledgeWildcards(validations: Validations, statements: readonly PolicyStatementData[]): void {
  for (const statement of statements) {
    for (const resource of statement.resources.filter((candidate) => candidate.includes("*"))) {
      const reason = reasonForWildcard(statement, resource);
      if (reason) validations.acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason });
    }
  }
}

function reasonForWildcard(statement: PolicyStatementData, resource: string): string | undefined {
  if (resource !== "*")
    return `${statement.sid}: the wildcard stays within ${resource}; the rest of the name is known only at run time.`;
  if (statement.actions.every((action) => READ_ONLY.test(action))) {
    return `${statement.sid}: read-only actions that AWS cannot restrict to a resource.`;
  }
  if (statement.actions.every((action) => TOKEN_IS_THE_LIMIT.test(action))) {
    return `${statement.sid}: AWS lists no resource for answering a task; without its unguessable token nothing can be answered.`;
  }
  return statement.conditions && `${statement.sid}: narrowed by its condition, as the action knows no resources.`;
}
