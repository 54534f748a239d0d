/** The statements of each function's role, from what it may do (`function-access.ts`). */
import type { Plan } from "../../orchestrator/plan";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import { resourcesWith, statementsFor } from "../../orchestrator/resources/meanings";
import type { Deployment } from "../deployment";
import { ACCESS, type Act, type StandbyFunctionName } from "./function-access";
import { notify, onItems, putMetric } from "./permission-statements";

/** Every statement of one function's role, but for its own log group. `onCallKeyArn` may be a token. */
export function permissionsOf(
  name: StandbyFunctionName,
  deployment: Deployment,
  onCallKeyArn: string,
): readonly PolicyStatementData[] {
  const { baton, runs, seen, fences, promotions, tellsOnCall, acts, also } = ACCESS[name];
  const statements = [
    ...onItems("Baton", deployment, "BATON", baton),
    ...onItems("Runs", deployment, "RUN#*", runs),
    ...onItems("LastSeen", deployment, "SEEN#*", seen),
    ...onItems("Fences", deployment, "FENCE#*", fences),
    ...onItems("Promotions", deployment, "PROMOTION#*", promotions),
    ...(tellsOnCall ? [...notify(deployment, onCallKeyArn), putMetric(deployment)] : []),
    ...(acts ? statementsOf(acts, deployment.plan) : []),
    ...(also?.(deployment) ?? []),
  ];
  // Two verbs may need the same call; IAM refuses a policy with one Sid twice.
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

function statementsOf({ verb, at, onDataOnly }: Act, plan: Plan): readonly PolicyStatementData[] {
  const resources = onDataOnly ? resourcesWith(plan, "promote") : plan.resources;
  return statementsFor({ ...plan, resources }, verb, at);
}
