/** The policy evaluation of IAM within one account: an explicit deny wins, then an allow, else an implicit deny. */
import { conditionsHold, type RequestContext } from "./conditions";
import type { Statement } from "./policy-document";
import { matchesAction, matchesArn } from "./wildcards";

export interface Verdict {
  readonly decision: "allow" | "explicit-deny" | "implicit-deny";
  /** Every statement that decided it; empty for an implicit deny. */
  readonly statements: readonly Statement[];
}

export function evaluate(
  statements: readonly Statement[],
  action: string,
  resource: string,
  context: RequestContext,
): Verdict {
  const applicable = statements.filter((statement) => applies(statement, action, resource, context));
  const denies = applicable.filter((statement) => statement.effect === "Deny");
  if (denies.length > 0) return { decision: "explicit-deny", statements: denies };
  const decision = applicable.length > 0 ? "allow" : "implicit-deny";
  return { decision, statements: applicable };
}

function applies(statement: Statement, action: string, resource: string, context: RequestContext): boolean {
  const { actions, notActions, resources, notResources } = statement;
  const isAction =
    notActions.length > 0
      ? !notActions.some((one) => matchesAction(one, action))
      : actions.some((one) => matchesAction(one, action));
  if (!isAction) return false;
  const isResource =
    notResources.length > 0
      ? !notResources.some((one) => matchesArn(one, resource))
      : resources.some((one) => matchesArn(one, resource));
  return isResource && conditionsHold(statement.name, statement.conditions, context);
}
