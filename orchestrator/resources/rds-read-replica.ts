/** A cross-Region RDS read replica that becomes the writer when the primary Region is lost: meaning only. */
import * as z from "zod";
import { resourceId, text, wholeNumber } from "../wording";
import { type PolicyScope, type PolicyStatementData, type ResourceMeaning, statementId } from "./kind";

const instanceIdentifier = () =>
  text(
    /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/,
    "an RDS instance identifier: lower-case letters, digits, single dashes",
  );

const securityGroupId = () => text(/^sg-[0-9a-f]{8,17}$/, "a security group ID like sg-0123456789abcdef0");

export const rdsReadReplicaSchema = z.strictObject({
  kind: z.literal("rdsReadReplica"),
  /** Name of the resource within the plan. */
  id: resourceId(),
  primaryInstanceId: instanceIdentifier(),
  standbyInstanceId: instanceIdentifier(),
  /** Security group in the primary Region that lets nobody in; fencing swaps the old writer into it. */
  quarantineSecurityGroupId: securityGroupId(),
  /** What the promoted instance gets back: promotion resets these. */
  afterPromotion: z.strictObject({ backupRetentionDays: wholeNumber(1, 35), multiAz: z.boolean("true or false") }),
});
export type RdsReadReplica = z.output<typeof rdsReadReplicaSchema>;

const RDS_VERBS = ["inspect", "fence", "promote", "verify"] as const;
export type RdsVerb = (typeof RDS_VERBS)[number];

/**
 * Least privilege per verb. Every RDS call here can be limited to one instance; `cloudwatch:GetMetricData` cannot be
 * limited to a metric (Service Authorization Reference), so it stands on `*`.
 */
export const rdsReadReplicaMeaning: ResourceMeaning<RdsReadReplica, RdsVerb> = {
  verbs: RDS_VERBS,
  statements: (verb, resource, scope) => STATEMENTS[verb](resource, scope),
};

type Statements = (resource: RdsReadReplica, scope: PolicyScope) => readonly PolicyStatementData[];

const STATEMENTS: Readonly<Record<RdsVerb, Statements>> = {
  inspect: (resource, scope) => [
    onStandby("Inspect", resource, scope, ["rds:DescribeDBInstances"]),
    { sid: "ReadReplicaLag", actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
  ],
  fence: (resource, scope) => [
    {
      sid: statementId("FenceOldWriter", resource.id),
      actions: ["rds:DescribeDBInstances", "rds:ModifyDBInstance", "rds:RebootDBInstance"],
      resources: [instanceArn(scope.primaryRegion, scope.account, resource.primaryInstanceId)],
    },
  ],
  promote: (resource, scope) => [
    onStandby("Promote", resource, scope, [
      "rds:DescribeDBInstances",
      "rds:PromoteReadReplica",
      "rds:ModifyDBInstance",
    ]),
  ],
  verify: (resource, scope) => [onStandby("Verify", resource, scope, ["rds:DescribeDBInstances"])],
};

function onStandby(
  verb: string,
  resource: RdsReadReplica,
  scope: PolicyScope,
  actions: readonly string[],
): PolicyStatementData {
  const resources = [instanceArn(scope.standbyRegion, scope.account, resource.standbyInstanceId)];
  return { sid: statementId(verb, "Replica", resource.id), actions, resources };
}

function instanceArn(region: string, account: string, instanceId: string): string {
  return `arn:aws:rds:${region}:${account}:db:${instanceId}`;
}
