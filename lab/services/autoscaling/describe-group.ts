/** Groups and activities as the API shows them. */
import type { Activity, AutoScalingGroup, LaunchTemplateSpecification } from "@aws-sdk/client-auto-scaling";
import { type ScalingActivity, type ScalingGroup, ZONES } from "./group";

export function describeGroup(group: ScalingGroup, region: string): AutoScalingGroup {
  const { id, name, version } = group.template;
  const template = { LaunchTemplateId: id, LaunchTemplateName: name };
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: group.arn,
    ...launchSource(group.hasMixedInstances, { ...template, Version: version }),
    MinSize: group.capacity.min,
    MaxSize: group.capacity.max,
    DesiredCapacity: group.capacity.desired,
    DefaultCooldown: 300,
    AvailabilityZones: ZONES.map((zone) => `${region}${zone}`),
    TargetGroupARNs: [...group.targetGroupArns],
    HealthCheckType: "EC2",
    CreatedTime: new Date(0),
    Instances: [...group.instances.values()].map((instance) => ({
      InstanceId: instance.id,
      AvailabilityZone: `${region}${instance.zone}`,
      LifecycleState: instance.lifecycle,
      HealthStatus: "Healthy",
      ProtectedFromScaleIn: false,
      LaunchTemplate: { ...template, Version: String(instance.templateVersion) },
    })),
    SuspendedProcesses: [...group.suspended].map((ProcessName) => ({
      ProcessName,
      SuspensionReason: "User suspended",
    })),
  };
}

/** A group shows one or the other, never both. */
function launchSource(hasMixedInstances: boolean, template: LaunchTemplateSpecification): Partial<AutoScalingGroup> {
  if (!hasMixedInstances) return { LaunchTemplate: template };
  const LaunchTemplate = {
    LaunchTemplateSpecification: template,
    Overrides: [{ InstanceType: "m7g.large" }, { InstanceType: "m6g.large" }],
  };
  return { MixedInstancesPolicy: { LaunchTemplate } };
}

export function describeActivity(group: ScalingGroup, activity: ScalingActivity): Activity {
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: group.name,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startedAtMs),
    ...(activity.endedAtMs === null ? {} : { EndTime: new Date(activity.endedAtMs) }),
    StatusCode: activity.status,
    ...(activity.message === null ? {} : { StatusMessage: activity.message }),
    Progress: activity.status === "InProgress" ? 50 : 100,
  };
}
