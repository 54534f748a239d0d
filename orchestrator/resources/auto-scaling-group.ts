/** An Auto Scaling group whose image is copied to the standby Region: meaning only. */
import * as z from "zod";
import { arn } from "../wording";

const groupName = () => z.string().regex(/^[\w.:/ -]{1,255}$/, "an Auto Scaling group name of 1 to 255 characters");

export const autoScalingGroupSchema = z.strictObject({
  kind: z.literal("autoScalingGroup"),
  /** Name of the resource within the plan. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "lower-case letters, digits and dashes, at most 32 characters"),
  primaryGroupName: groupName(),
  standbyGroupName: groupName(),
  standbyLaunchTemplateId: z.string().regex(/^lt-[0-9a-f]{8,17}$/, "a launch template ID like lt-0123456789abcdef0"),
  /** The image copied to the standby carries this tag; the newest available one is used. */
  imageTag: z.strictObject({ key: z.string().min(1).max(128), value: z.string().min(1).max(256) }),
  standbyTargetGroupArn: arn("elasticloadbalancing"),
  /** Standby capacity as a percentage of the primary's capacity as last seen while it was healthy. */
  capacityPercent: z.number().int().min(1).max(200),
  /** Never fewer instances than this, even if nothing was ever seen. */
  smallestCapacity: z.number().int().min(1),
  largestCapacity: z.number().int().min(1).max(1000),
});
export type AutoScalingGroup = z.output<typeof autoScalingGroupSchema>;
