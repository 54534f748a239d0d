/** Composite alarms: a rule over the states of other alarms, and the alarm that may suppress their actions. */
import type { CompositeAlarm, StateReason } from "./alarm";
import { evaluateAlarmRule, parseAlarmRule } from "./alarm-rule";

/**
 * A composite alarm's state now. While the suppressor is in ALARM, actions are suppressed and the event says so
 * (aws-facts: `actionsSuppressedBy`), and for the extension period after. The wait period is not waited out: actions come
 * at once [est].
 */
export function evaluateComposite(
  alarm: CompositeAlarm,
  stateOf: (alarmName: string) => StateReason,
  nowMs: number,
): StateReason {
  const rule = parseAlarmRule(alarm.ruleText);
  const value = evaluateAlarmRule(rule, (name) => stateOf(name).value) ? "ALARM" : "OK";
  const suppressedBy = suppressorNow(alarm, stateOf, nowMs);
  return {
    value,
    reason: `The rule ${alarm.ruleText} is ${value === "ALARM" ? "true" : "false"}`,
    reasonData: "",
    changedAtMs: nowMs,
    ...(suppressedBy === undefined ? {} : { actionsSuppressedBy: suppressedBy }),
  };
}

function suppressorNow(
  { suppressor }: CompositeAlarm,
  stateOf: (alarmName: string) => StateReason,
  nowMs: number,
): string | undefined {
  if (!suppressor) return undefined;
  const { value, changedAtMs } = stateOf(suppressor.alarm);
  const isExtended =
    value !== "ALARM" && value !== "INSUFFICIENT_DATA" && nowMs - changedAtMs < suppressor.extensionSeconds * 1000;
  return value === "ALARM" || isExtended ? "Alarm" : undefined;
}
