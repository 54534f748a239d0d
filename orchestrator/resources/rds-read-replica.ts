/** A cross-Region RDS read replica that becomes the writer when the primary Region is lost: meaning only. */
import * as z from "zod";

const instanceIdentifier = () =>
  z
    .string()
    .regex(
      /^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/,
      "an RDS instance identifier: lower-case letters, digits, single dashes",
    );

const securityGroupId = () => z.string().regex(/^sg-[0-9a-f]{8,17}$/, "a security group ID like sg-0123456789abcdef0");

export const rdsReadReplicaSchema = z.strictObject({
  kind: z.literal("rdsReadReplica"),
  /** Name of the resource within the plan. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "lower-case letters, digits and dashes, at most 32 characters"),
  primaryInstanceId: instanceIdentifier(),
  standbyInstanceId: instanceIdentifier(),
  /** Security group in the primary Region that lets nobody in; fencing swaps the old writer into it. */
  quarantineSecurityGroupId: securityGroupId(),
  /** What the promoted instance gets back: promotion resets these. */
  afterPromotion: z.strictObject({ backupRetentionDays: z.number().int().min(1).max(35), multiAz: z.boolean() }),
});
export type RdsReadReplica = z.output<typeof rdsReadReplicaSchema>;
