/** One change of a group's sizes or template. */
import { type AutoScalingClient, UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { failedAs } from "../aws/failures";
import { pending } from "./hand";

export type GroupUpdate = Omit<ConstructorParameters<typeof UpdateAutoScalingGroupCommand>[0], "AutoScalingGroupName">;

/** A group that is busy is asked again. */
export async function resize(
  autoScaling: AutoScalingClient,
  name: string,
  update: GroupUpdate,
  detail: string,
): Promise<ConvergeResult> {
  try {
    await autoScaling.send(new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: name, ...update }));
    return pending(detail);
  } catch (error) {
    if (failedAs(error, "ScalingActivityInProgressFault", "ScalingActivityInProgress")) {
      return pending(`${name} is busy with a scaling activity; asking again.`);
    }
    throw error;
  }
}
