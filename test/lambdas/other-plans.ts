/** The storefront plan with something else in it, for functions that were deployed with a plan that the world does not match. */
import type { Plan } from "../../orchestrator/plan";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import type { RdsReadReplica } from "../../orchestrator/resources/rds-read-replica";
import { storefrontPlan as plan } from "../support/storefront";

export function withDatabase(changes: Partial<RdsReadReplica>): Plan {
  const resources = plan.resources.map((resource) =>
    resource.kind === "rdsReadReplica" ? { ...resource, ...changes } : resource,
  );
  return { ...plan, resources };
}

export function withGroup(changes: Partial<AutoScalingGroup>): Plan {
  const resources = plan.resources.map((resource) =>
    resource.kind === "autoScalingGroup" ? { ...resource, ...changes } : resource,
  );
  return { ...plan, resources };
}
