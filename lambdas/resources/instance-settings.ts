/** What a database instance needs to be made again under its name, and to be reachable again after a quarantine. */
import type { DBInstance } from "@aws-sdk/client-rds";
import * as z from "zod";

export const instanceSettingsSchema = z.object({
  seenAtMs: z.number(),
  /** Null: that of the source. */
  instanceClass: z.string().nullable(),
  securityGroupIds: z.array(z.string()).min(1),
  parameterGroupName: z.string().nullable(),
  subnetGroupName: z.string().nullable(),
  /** Null where the storage is not encrypted. */
  kmsKeyId: z.string().nullable(),
  isPubliclyAccessible: z.boolean(),
  isDeletionProtected: z.boolean(),
  /** Null: nobody has looked. Memories from before these two were kept do not have them. */
  takesIamLogins: z.boolean().nullable().default(null),
  /** How far storage may grow by itself, in GiB; null: not at all, as far as is known. */
  maxStorageGib: z.number().nullable().default(null),
});
export type InstanceSettings = z.output<typeof instanceSettingsSchema>;

/**
 * Settings of an instance that nobody has put into quarantine; null for one that is in it or on its way in or out, because
 * its own security groups cannot be told any more.
 */
export function settingsOf(instance: DBInstance, quarantineGroupId: string, seenAtMs: number): InstanceSettings | null {
  const { VpcSecurityGroups = [], DBInstanceClass, DBParameterGroups, DBSubnetGroup } = instance;
  if (VpcSecurityGroups.some(({ VpcSecurityGroupId }) => VpcSecurityGroupId === quarantineGroupId)) return null;
  const staying = VpcSecurityGroups.filter(({ Status }) => Status !== "removing");
  const settings = instanceSettingsSchema.safeParse({
    seenAtMs,
    instanceClass: DBInstanceClass ?? null,
    securityGroupIds: staying.flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []),
    parameterGroupName: DBParameterGroups?.[0]?.DBParameterGroupName ?? null,
    subnetGroupName: DBSubnetGroup?.DBSubnetGroupName ?? null,
    kmsKeyId: instance.StorageEncrypted === true ? (instance.KmsKeyId ?? null) : null,
    isPubliclyAccessible: instance.PubliclyAccessible ?? false,
    isDeletionProtected: instance.DeletionProtection ?? false,
    takesIamLogins: instance.IAMDatabaseAuthenticationEnabled ?? null,
    maxStorageGib: instance.MaxAllocatedStorage ?? null,
  });
  return settings.data ?? null;
}
