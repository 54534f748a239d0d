import type { DBInstance } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { instanceSettingsSchema, settingsOf } from "../../lambdas/resources/instance-settings";

const QUARANTINE = "sg-quarantine";
const membership = (VpcSecurityGroupId: string, Status = "active") => ({ VpcSecurityGroupId, Status });
const BARE: DBInstance = { VpcSecurityGroups: [membership("sg-a")] };
const FULL: DBInstance = {
  ...BARE,
  DBInstanceClass: "db.r8g.large",
  DBParameterGroups: [{ DBParameterGroupName: "postgres16-ours" }],
  DBSubnetGroup: { DBSubnetGroupName: "private" },
  StorageEncrypted: true,
  KmsKeyId: "arn:aws:kms:us-east-1:1:key/k",
  PubliclyAccessible: true,
  DeletionProtection: true,
  IAMDatabaseAuthenticationEnabled: true,
  MaxAllocatedStorage: 500,
};

describe("what an instance needs to be made again", () => {
  test("is all that AWS describes of it", () => {
    expect(settingsOf(FULL, QUARANTINE, 7)).toEqual({
      seenAtMs: 7,
      instanceClass: "db.r8g.large",
      securityGroupIds: ["sg-a"],
      parameterGroupName: "postgres16-ours",
      subnetGroupName: "private",
      kmsKeyId: "arn:aws:kms:us-east-1:1:key/k",
      isPubliclyAccessible: true,
      isDeletionProtected: true,
      takesIamLogins: true,
      maxStorageGib: 500,
    });
  });

  test("is left to the source where AWS says nothing; it is neither public nor protected by guess", () => {
    const unknown = { instanceClass: null, parameterGroupName: null, subnetGroupName: null, kmsKeyId: null };
    const guarded = {
      isPubliclyAccessible: false,
      isDeletionProtected: false,
      takesIamLogins: null,
      maxStorageGib: null,
    };
    const expected = { seenAtMs: 7, securityGroupIds: ["sg-a"], ...unknown, ...guarded };
    expect(settingsOf(BARE, QUARANTINE, 7)).toEqual(expected);
    expect(settingsOf({ ...BARE, DBParameterGroups: [], StorageEncrypted: true }, QUARANTINE, 7)).toEqual(expected);
    expect(settingsOf({ ...BARE, StorageEncrypted: false, KmsKeyId: "k" }, QUARANTINE, 7)).toEqual(expected);
  });

  test("is read from a memory that is older than two of its settings", () => {
    const { takesIamLogins, maxStorageGib, ...older } = settingsOf(FULL, QUARANTINE, 7) ?? {};
    expect([takesIamLogins, maxStorageGib]).toEqual([true, 500]);
    expect(instanceSettingsSchema.parse(older)).toEqual({ ...older, takesIamLogins: null, maxStorageGib: null });
  });

  test("has the groups that stay, and none that leaves", () => {
    const VpcSecurityGroups = [membership("sg-a"), membership("sg-b", "removing"), membership("sg-c", "adding")];
    expect(settingsOf({ VpcSecurityGroups }, QUARANTINE, 7)?.securityGroupIds).toEqual(["sg-a", "sg-c"]);
  });

  test.each<[string, DBInstance]>([
    ["in quarantine", { VpcSecurityGroups: [membership(QUARANTINE)] }],
    ["on its way in", { VpcSecurityGroups: [membership(QUARANTINE, "adding"), membership("sg-a", "removing")] }],
    ["on its way out", { VpcSecurityGroups: [membership("sg-a", "adding"), membership(QUARANTINE, "removing")] }],
    ["in no group", { VpcSecurityGroups: [] }],
    ["without any word of groups", {}],
  ])("cannot be told from one that is %s", (_, instance) => {
    expect(settingsOf(instance, QUARANTINE, 7)).toBeNull();
  });
});
