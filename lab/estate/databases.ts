/**
 * The databases that a plan names, as their owner set them up: a writer in the primary Region, its replica in the standby.
 * What a name means may change in a drill: instances are renamed, and others are made under the old names.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { Plan, ResourceOfKind } from "../../orchestrator/plan";
import { instanceAt } from "../../orchestrator/resources/rds-read-replica";
import type { RandomSource } from "../kernel/random";
import type { DatabaseInstance } from "../services/rds/database-instance";
import type { ServicePair } from "./regional-services";

const ROLES = ["primary", "standby"] as const;

/** One database of the plan, whichever instances it consists of. */
export class PlannedDatabase {
  constructor(
    private readonly resource: ResourceOfKind<"rdsReadReplica">,
    private readonly services: ServicePair,
  ) {}

  get id(): string {
    return this.resource.id;
  }

  /** Whether an instance has what the plan wants of a promoted one, or has it on its way. */
  isAsPlanned({ multiAz, backupRetentionDays, pending }: DatabaseInstance): boolean {
    const { afterPromotion: wanted } = this.resource;
    const days = pending.backupRetentionDays ?? backupRetentionDays;
    return (pending.multiAz ?? multiAz) === wanted.multiAz && days === wanted.backupRetentionDays;
  }

  /** Name under which the application of a Region looks for it. */
  nameAt(role: RegionRole): string {
    return instanceAt(this.resource, role).instanceId;
  }

  /** The security group that lets nobody in. */
  quarantineAt(role: RegionRole): string {
    return instanceAt(this.resource, role).quarantineSecurityGroupId;
  }

  /** The instance that bears the plan's name in a Region now; undefined while none does. */
  at(role: RegionRole): DatabaseInstance | undefined {
    return this.services[role].rds.book.find(this.nameAt(role));
  }

  /** Every instance in a Region that has ever borne the plan's name, oldest first. */
  everAt(role: RegionRole): readonly DatabaseInstance[] {
    const name = this.nameAt(role);
    return this.services[role].rds.book.all.filter(({ names }) => names.includes(name));
  }
}

export function createDatabases(plan: Plan, services: ServicePair, random: RandomSource): readonly PlannedDatabase[] {
  const groups = { primary: `sg-${random.hex(17)}`, standby: `sg-${random.hex(17)}` };
  const keys = random.fork("keys");
  const regions = new Map(ROLES.map((role) => [services[role].rds.region, services[role].rds]));
  const homes = { primary: home("primary"), standby: home("standby") };
  return plan.resources
    .filter((resource) => resource.kind === "rdsReadReplica")
    .map((resource) => create(resource, services, homes));

  /** What its owner prepared in a Region: groups, and a key, because storage is encrypted. */
  function home(role: RegionRole): Home {
    const { rds } = services[role];
    const kmsKeyId = `arn:aws:kms:${rds.region}:${plan.account}:key/${keys.uuid()}`;
    rds.connect(regions);
    rds.addSecurityGroup(groups[role], { admits: true });
    rds.subnetGroups.add(plan.application);
    rds.parameterGroups.add(`${plan.application}-postgres16`);
    rds.kmsKeys.add(kmsKeyId);
    const attached = { subnetGroup: plan.application, parameterGroup: `${plan.application}-postgres16` };
    const grown = { takesIamLogins: true, maxStorageGib: 1000 };
    return { securityGroupIds: [groups[role]], kmsKeyId, instanceClass: "db.r7g.large", ...attached, ...grown };
  }
}

interface Home {
  readonly takesIamLogins: boolean;
  readonly maxStorageGib: number;
  readonly securityGroupIds: readonly string[];
  readonly instanceClass: string;
  readonly kmsKeyId: string;
  readonly subnetGroup: string;
  readonly parameterGroup: string;
}

function create(
  resource: ResourceOfKind<"rdsReadReplica">,
  services: ServicePair,
  homes: Readonly<Record<RegionRole, Home>>,
): PlannedDatabase {
  const { primary, standby } = services;
  for (const role of ROLES) {
    services[role].rds.addSecurityGroup(instanceAt(resource, role).quarantineSecurityGroupId, { admits: false });
  }
  const writer = primary.rds.addInstance({
    ...homes.primary,
    id: resource.primaryInstanceId,
    multiAz: resource.afterPromotion.multiAz,
    backupRetentionDays: resource.afterPromotion.backupRetentionDays,
    isDeletionProtected: true,
  });
  // A cross-Region replica is created single-AZ and with backups off (aws-facts: RDS).
  const unprotected = { multiAz: false, backupRetentionDays: 0, isDeletionProtected: true };
  standby.rds.addReplica({ ...homes.standby, id: resource.standbyInstanceId, ...unprotected }, writer);
  return new PlannedDatabase(resource, services);
}
