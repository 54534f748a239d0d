/** What an instance is made of; whatever its owner does not say is as AWS's console would suggest. */

/** What does not change in the lab, but for the protection. */
export interface InstanceProperties {
  readonly instanceClass: string;
  readonly subnetGroup: string;
  readonly parameterGroup: string;
  /** ARN of a key of the instance's own Region; null: storage is not encrypted. */
  readonly kmsKeyId: string | null;
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
  return {
    instanceClass: settings.instanceClass ?? "db.t4g.medium",
    subnetGroup: settings.subnetGroup ?? "default",
    parameterGroup: settings.parameterGroup ?? "default.postgres16",
    kmsKeyId: settings.kmsKeyId ?? null,
    isDeletionProtected: settings.isDeletionProtected ?? false,
  };
}
