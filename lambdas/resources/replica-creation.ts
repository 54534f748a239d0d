/** The request for a cross-Region replica that is to be like the instance whose name it takes. */
import { CreateDBInstanceReadReplicaCommand, type DBInstance } from "@aws-sdk/client-rds";
import type { InstanceSettings } from "./instance-settings";
import { takesGroupAtCreation } from "./parameter-group";

/** What is not remembered is left out: RDS takes the source's class, and the Region's own groups. */
export function creationOf(name: string, writer: DBInstance, settings: InstanceSettings) {
  return new CreateDBInstanceReadReplicaCommand({
    DBInstanceIdentifier: name,
    SourceDBInstanceIdentifier: writer.DBInstanceArn,
    VpcSecurityGroupIds: settings.securityGroupIds,
    PubliclyAccessible: settings.isPubliclyAccessible,
    DeletionProtection: settings.isDeletionProtected,
    DBInstanceClass: settings.instanceClass ?? undefined,
    DBParameterGroupName: takesGroupAtCreation(writer) ? (settings.parameterGroupName ?? undefined) : undefined,
    DBSubnetGroupName: settings.subnetGroupName ?? undefined,
    KmsKeyId: settings.kmsKeyId ?? undefined,
    EnableIAMDatabaseAuthentication: settings.takesIamLogins ?? undefined,
    MaxAllocatedStorage: fittingMaximum(settings, writer),
  });
}

/** RDS refuses a maximum that is less than 10 % above the storage, and the new one has as much of it as its source (RDS User Guide). */
function fittingMaximum({ maxStorageGib }: InstanceSettings, { AllocatedStorage }: DBInstance): number | undefined {
  if (maxStorageGib === null || AllocatedStorage === undefined) return undefined;
  return maxStorageGib * 10 >= AllocatedStorage * 11 ? maxStorageGib : undefined;
}
