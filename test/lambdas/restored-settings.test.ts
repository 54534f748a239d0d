import type { DBInstance } from "@aws-sdk/client-rds";
import { describe, expect, test } from "@jest/globals";
import { isReplicating, isServing, isStuck } from "../../lambdas/resources/rds-instance";
import { missingSettings } from "../../lambdas/resources/restored-settings";

const wanted = { multiAz: true, backupRetentionDays: 7 };

describe("what promotion has reset is asked for", () => {
  test.each<[string, DBInstance, object]>([
    ["both", { MultiAZ: false, BackupRetentionPeriod: 1 }, { MultiAZ: true, BackupRetentionPeriod: 7 }],
    ["nothing where all is as wanted", { MultiAZ: true, BackupRetentionPeriod: 7 }, {}],
    ["the days alone", { MultiAZ: true, BackupRetentionPeriod: 0 }, { BackupRetentionPeriod: 7 }],
    ["both of an instance that says nothing", {}, { MultiAZ: true, BackupRetentionPeriod: 7 }],
    [
      "nothing that is on its way",
      { MultiAZ: false, BackupRetentionPeriod: 1, PendingModifiedValues: { MultiAZ: true, BackupRetentionPeriod: 7 } },
      {},
    ],
    [
      "what is on its way to something else",
      { MultiAZ: true, BackupRetentionPeriod: 7, PendingModifiedValues: { MultiAZ: false, BackupRetentionPeriod: 1 } },
      { MultiAZ: true, BackupRetentionPeriod: 7 },
    ],
  ])("%s", (_, instance, missing) => {
    expect(missingSettings(wanted, instance)).toEqual(missing);
  });

  test.each([false, true])(
    "but no second zone that the plan does not want, whether it is there (%p) or not",
    (MultiAZ) => {
      const single = { multiAz: false, backupRetentionDays: 7 };
      expect(missingSettings(single, { MultiAZ, BackupRetentionPeriod: 7 })).toEqual({});
    },
  );
});

describe("an instance", () => {
  test.each<[string, DBInstance, boolean]>([
    ["is available", { DBInstanceStatus: "available" }, true],
    ["is converted to two zones", { DBInstanceStatus: "modifying", PendingModifiedValues: { MultiAZ: true } }, true],
    ["is modified in another way", { DBInstanceStatus: "modifying", PendingModifiedValues: {} }, false],
    ["is modified, and nobody says how", { DBInstanceStatus: "modifying" }, false],
    ["loses its second zone", { DBInstanceStatus: "modifying", PendingModifiedValues: { MultiAZ: false } }, false],
    [
      "reboots before its conversion",
      { DBInstanceStatus: "rebooting", PendingModifiedValues: { MultiAZ: true } },
      false,
    ],
    ["is described without a status", {}, false],
  ])("that %s serves or not", (_, instance, serves) => {
    expect(isServing(instance)).toBe(serves);
  });

  test.each([
    ["failed", true],
    ["inaccessible-encryption-credentials", true],
    ["incompatible-network", true],
    ["stopping", true],
    ["backing-up", false],
    ["modifying", false],
  ])("that is %s is stuck: %p", (DBInstanceStatus, stuck) => {
    expect(isStuck({ DBInstanceStatus })).toBe(stuck);
  });

  const stream = (Status: string, Normal: boolean | undefined, StatusType = "read replication") => ({
    StatusInfos: [{ StatusType, Status, ...(Normal !== undefined && { Normal }) }],
  });
  test.each<[string, DBInstance, boolean]>([
    ["runs", stream("replicating", true), true],
    ["has an error", stream("error", false), false],
    ["is about to end", stream("replicating", false), false],
    ["ended in good order", stream("terminated", true), false],
    ["says nothing of itself", stream("replicating", undefined), false],
    ["is told of by another name", stream("replicating", true, "something else"), false],
    ["is not told of", {}, false],
  ])("replicates where its stream %s", (_, instance, replicates) => {
    expect(isReplicating(instance)).toBe(replicates);
  });
});
