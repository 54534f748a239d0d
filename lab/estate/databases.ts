/** The databases that a plan names, as their owner set them up: a writer in the primary Region, its replica in the standby. */
import type { Plan, ResourceOfKind } from "../../orchestrator/plan";
import type { RandomSource } from "../kernel/random";
import type { DatabaseInstance } from "../services/rds/database-instance";
import type { ServicePair } from "./regional-services";

export interface DatabasePair {
  readonly resourceId: string;
  readonly primary: DatabaseInstance;
  readonly standby: DatabaseInstance;
}

export function createDatabases(plan: Plan, services: ServicePair, random: RandomSource): readonly DatabasePair[] {
  const groups = { primary: `sg-${random.hex(17)}`, standby: `sg-${random.hex(17)}` };
  services.primary.rds.addSecurityGroup(groups.primary, { admits: true });
  services.standby.rds.addSecurityGroup(groups.standby, { admits: true });
  return plan.resources
    .filter((resource) => resource.kind === "rdsReadReplica")
    .map((resource) => createPair(resource, services, groups));
}

function createPair(
  resource: ResourceOfKind<"rdsReadReplica">,
  { primary, standby }: ServicePair,
  groups: { readonly primary: string; readonly standby: string },
): DatabasePair {
  primary.rds.addSecurityGroup(resource.quarantineSecurityGroupId, { admits: false });
  const writer = primary.rds.addInstance({
    id: resource.primaryInstanceId,
    securityGroupIds: [groups.primary],
    multiAz: resource.afterPromotion.multiAz,
    backupRetentionDays: resource.afterPromotion.backupRetentionDays,
  });
  // A cross-Region replica is created single-AZ and with backups off (aws-facts: RDS).
  const unprotected = { multiAz: false, backupRetentionDays: 0 };
  const settings = { id: resource.standbyInstanceId, securityGroupIds: [groups.standby], ...unprotected };
  return { resourceId: resource.id, primary: writer, standby: standby.rds.addReplica(settings, writer) };
}
