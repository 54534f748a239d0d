/** What an instance is made of; whatever its owner does not say is as AWS's console would suggest. */

import { defaultParameterGroup, type Engine } from "./engines";

/** What does not change in the lab, but for the protection and the parameter group. */
export interface InstanceProperties {
  readonly engine: Engine;
  readonly instanceClass: string;
  readonly subnetGroup: string;
  /** By name; which one the running database has follows with its next start. */
  parameterGroup: string;
  /** ARN of a key of the instance's own Region; null: storage is not encrypted. */
  readonly kmsKeyId: string | null;
  /** Whether IAM's tokens are taken for passwords. */
  readonly takesIamLogins: boolean;
  readonly storageGib: number;
  /** How far storage grows by itself; null: not at all. */
  readonly maxStorageGib: number | null;
  isDeletionProtected: boolean;
}

export interface InstanceSettings extends Readonly<Partial<InstanceProperties>> {
  readonly id: string;
  readonly securityGroupIds: readonly string[];
  readonly multiAz: boolean;
  readonly backupRetentionDays: number;
  readonly tags?: Readonly<Record<string, string>>;
}

export function propertiesOf(settings: InstanceSettings): InstanceProperties {
  const engine = settings.engine ?? "postgres";
  return {
    engine,
    instanceClass: settings.instanceClass ?? "db.t4g.medium",
    subnetGroup: settings.subnetGroup ?? "default",
    parameterGroup: settings.parameterGroup ?? defaultParameterGroup(engine),
    kmsKeyId: settings.kmsKeyId ?? null,
    takesIamLogins: settings.takesIamLogins ?? false,
    storageGib: settings.storageGib ?? 100,
    maxStorageGib: settings.maxStorageGib ?? null,
    isDeletionProtected: settings.isDeletionProtected ?? false,
  };
}
