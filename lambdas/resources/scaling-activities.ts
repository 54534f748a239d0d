/** What keeps a group from launching, in AWS's own words. */
import { type Activity, type AutoScalingClient, DescribeScalingActivitiesCommand } from "@aws-sdk/client-auto-scaling";

export interface LaunchTrouble {
  /** `InsufficientInstanceCapacity`, or the whole message where it names no error. */
  readonly error: string;
  readonly message: string;
  /** Another try of the group cannot succeed: a quota, a permission or the template must be changed by a person. */
  readonly needsPerson: boolean;
  /** What the group's template launches is not there any more. */
  readonly isImageGone: boolean;
}

/** Another zone or another minute may have capacity; everything else with a name stays as it is until somebody acts. */
const PASSES_BY_ITSELF = /InsufficientInstanceCapacity|InternalError|RequestLimitExceeded|ServerInternal|Unavailable/;
const NEEDS_PERSON =
  /VcpuLimitExceeded|InstanceLimitExceeded|MaxSpotInstanceCountExceeded|InvalidAMIID|UnauthorizedOperation|InvalidParameter|Unsupported|InvalidKMSKey|Client\.InvalidSnapshot/;
/** As the group words it ("image id" in its API's examples, "AMI ID" in its troubleshooting guide), and as EC2 names it. */
const IMAGE_GONE = /(image|AMI) ID .* does not exist|InvalidAMIID\.(NotFound|Unavailable)/i;
const ERROR_NAME = /\b([A-Z][A-Za-z]+(?:\.[A-Z][A-Za-z]+)*)\b(?=[):]|$)/;
const NEWEST = 10;

/** The newest activity, if it failed after `sinceMs`; an older failure may have been put right since. */
export async function recentLaunchTrouble(
  autoScaling: AutoScalingClient,
  groupName: string,
  sinceMs: number,
): Promise<LaunchTrouble | null> {
  const command = new DescribeScalingActivitiesCommand({ AutoScalingGroupName: groupName, MaxRecords: NEWEST });
  const { Activities = [] } = await autoScaling.send(command);
  const [newest] = [...Activities].sort((left, right) => startedAtMs(right) - startedAtMs(left));
  if (newest?.StatusCode !== "Failed" || startedAtMs(newest) < sinceMs) return null;
  return describeTrouble(newest.StatusMessage ?? newest.Description ?? "no message");
}

function startedAtMs({ StartTime }: Activity): number {
  return StartTime?.getTime() ?? 0;
}

export function describeTrouble(message: string): LaunchTrouble {
  const known = PASSES_BY_ITSELF.exec(message) ?? NEEDS_PERSON.exec(message);
  const error = known?.[0] ?? ERROR_NAME.exec(message)?.[1] ?? message;
  const needsPerson = NEEDS_PERSON.test(message) && !PASSES_BY_ITSELF.test(message);
  return { error, message, needsPerson, isImageGone: IMAGE_GONE.test(message) };
}
