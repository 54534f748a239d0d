import type { ApiCall } from "../../kernel/service";
import {
  allOnEverything,
  arnIn,
  inputText,
  onResource,
  type RequirementScope,
  type ServiceRequirements,
} from "../requirement";

const alarm = (call: ApiCall, scope: RequirementScope) =>
  arnIn(call, scope, "cloudwatch", `alarm:${inputText(call, "AlarmName")}`);

/** Judged on all alarms whatever names are asked for: so say the refusals that users report, and composite alarms need `*`. */
const everyAlarm = (call: ApiCall, scope: RequirementScope) => arnIn(call, scope, "cloudwatch", "alarm:*");

export const cloudWatchRequirements: ServiceRequirements = {
  ...allOnEverything("cloudwatch", "GetMetricData", "GetMetricStatistics", "ListMetrics", "DescribeAlarmsForMetric"),
  ...onResource("cloudwatch", everyAlarm, "DescribeAlarms", "DescribeAlarmHistory"),
  ...onResource("cloudwatch", alarm, "SetAlarmState"),
  PutMetricData: (call) => [
    {
      action: "cloudwatch:PutMetricData",
      resource: "*",
      context: { "cloudwatch:namespace": inputText(call, "Namespace") },
    },
  ],
};
