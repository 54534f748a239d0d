/** `ModifyDBInstance`, as far as fencing, renaming and restoring after a promotion need it. */
import type { ModifyDBInstanceMessage } from "@aws-sdk/client-rds";
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { AwsError } from "../../kernel/service";
import type { Backups } from "./backups";
import type { DatabaseInstance } from "./database-instance";
import { nameOf } from "./instance-book";
import type { ParameterGroups } from "./parameter-groups";
import { invalidState } from "./promotion";
import type { Renamings } from "./renaming";

const MODELLED = [
  "DBInstanceIdentifier",
  "ApplyImmediately",
  "VpcSecurityGroupIds",
  "MultiAZ",
  "BackupRetentionPeriod",
  "NewDBInstanceIdentifier",
  "DeletionProtection",
  "DBParameterGroupName",
];

export class Modifications {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
    private readonly knowsGroup: (securityGroupId: string) => boolean,
    private readonly renamings: Renamings,
    private readonly backups: Backups,
    private readonly parameterGroups: ParameterGroups,
  ) {}

  start(instance: DatabaseInstance, input: ModifyDBInstanceMessage): void {
    this.judge(instance, input);
    if (input.DeletionProtection !== undefined) instance.properties.isDeletionProtected = input.DeletionProtection;
    if (input.VpcSecurityGroupIds) this.swapGroups(instance, input.VpcSecurityGroupIds);
    if (input.MultiAZ !== undefined && input.MultiAZ !== instance.multiAz) instance.pending.multiAz = input.MultiAZ;
    if (input.BackupRetentionPeriod !== undefined && input.BackupRetentionPeriod !== instance.backupRetentionDays) {
      instance.pending.backupRetentionDays = input.BackupRetentionPeriod;
    }
    if (input.DBParameterGroupName) this.parameterGroups.change(instance, input.DBParameterGroupName);
    // Without ApplyImmediately changes wait for a maintenance window, which no drill is long enough to meet.
    if (input.NewDBInstanceIdentifier) this.rename(instance, input);
    else if (input.ApplyImmediately && hasPending(instance)) this.apply(instance);
  }

  private rename(instance: DatabaseInstance, { NewDBInstanceIdentifier, ApplyImmediately }: ModifyDBInstanceMessage) {
    const newId = nameOf(NewDBInstanceIdentifier);
    if (ApplyImmediately) this.renamings.start(instance, newId);
    else instance.pending.id = newId;
  }

  private judge(instance: DatabaseInstance, input: ModifyDBInstanceMessage): void {
    const unknown = Object.keys(input).filter((member) => !MODELLED.includes(member));
    if (unknown.length > 0) {
      throw new AwsError(
        "InvalidParameterValue",
        `The lab does not model ModifyDBInstance with ${unknown.join(", ")}.`,
      );
    }
    // What is only about the record, and not the database, is taken in any state [est].
    if (isOnlyProtection(input)) return;
    if (instance.status !== "available") {
      throw invalidState(`DB instance ${instance.id} is in ${instance.status} state; it cannot be modified.`);
    }
    if (input.NewDBInstanceIdentifier) this.judgeRename(input);
    if (input.DBParameterGroupName) this.judgeParameterGroup(instance, input);
    const group = input.VpcSecurityGroupIds?.find((id) => !this.knowsGroup(id));
    if (group) throw new AwsError("InvalidParameterValue", `Invalid security group, groupId= ${group}.`);
  }

  private judgeParameterGroup({ properties }: DatabaseInstance, input: ModifyDBInstanceMessage): void {
    const { DBParameterGroupName: group = "", DBInstanceIdentifier, ApplyImmediately, ...others } = input;
    this.parameterGroups.judge(group, properties.engine);
    if (Object.keys(others).length === 0) return;
    throw new AwsError("InvalidParameterCombination", "The lab models a change of parameter group on its own.");
  }

  private judgeRename({ NewDBInstanceIdentifier, MultiAZ, BackupRetentionPeriod }: ModifyDBInstanceMessage): void {
    this.renamings.judge(nameOf(NewDBInstanceIdentifier));
    if (MultiAZ === undefined && BackupRetentionPeriod === undefined) return;
    throw new AwsError("InvalidParameterCombination", "The lab models a rename on its own, not with other settings.");
  }

  /** Applied as soon as possible whatever ApplyImmediately says, without an outage: connections live on. [doc] */
  private swapGroups(instance: DatabaseInstance, ids: readonly string[]): void {
    const { low, high } = this.timings.securityGroupSwapSeconds;
    if (!instance.securityGroups.startSwap(ids)) return;
    this.lab.clock.after(this.random.between(low, high) * 1000, () => {
      instance.securityGroups.finishSwap();
      this.lab.journal.record({
        place: instance.region,
        actor: "rds",
        kind: "security-groups-swapped",
        summary: `${instance.id} is in ${ids.join(", ")} for new connections.`,
        facts: { instanceId: instance.id, admitsNewConnections: instance.admitsNewConnections() },
      });
    });
  }

  private apply(instance: DatabaseInstance): void {
    const { low, high } = this.timings.retentionChangeSeconds;
    const tookSeconds =
      instance.pending.multiAz === undefined
        ? this.random.between(low, high)
        : this.random.logNormal(this.timings.multiAzConversionSeconds);
    instance.status = "modifying";
    this.lab.clock.after(tookSeconds * 1000, () => this.finish(instance));
  }

  private finish(instance: DatabaseInstance): void {
    const keptNone = instance.backupRetentionDays === 0;
    settle(instance);
    if (keptNone) this.backups.beginKeeping(instance);
  }
}

function isOnlyProtection({ DeletionProtection, ...rest }: ModifyDBInstanceMessage): boolean {
  const others = Object.keys(rest).filter(
    (member) => member !== "DBInstanceIdentifier" && member !== "ApplyImmediately",
  );
  return DeletionProtection !== undefined && others.length === 0;
}

function hasPending({ pending }: DatabaseInstance): boolean {
  return pending.multiAz !== undefined || pending.backupRetentionDays !== undefined;
}

function settle(instance: DatabaseInstance): void {
  const { pending } = instance;
  instance.multiAz = pending.multiAz ?? instance.multiAz;
  instance.backupRetentionDays = pending.backupRetentionDays ?? instance.backupRetentionDays;
  delete pending.multiAz;
  delete pending.backupRetentionDays;
  instance.status = "available";
}
