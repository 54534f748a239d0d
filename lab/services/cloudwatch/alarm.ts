/** An alarm on one metric: its configuration, and its state as it is now. */
import { parseArn } from "../platform/arns";
import type { AlarmState, EvaluationRule } from "./alarm-evaluation";
import type { MetricIdentity } from "./metric-store";
import type { Statistic } from "./statistic";

/** A state, and why: what an event, a message and DescribeAlarms quote. */
export interface StateReason {
  readonly value: AlarmState;
  readonly reason: string;
  /** JSON text; empty where a person or the creation set the state. */
  readonly reasonData: string;
  readonly changedAtMs: number;
  readonly actionsSuppressedBy?: string;
}

/** What metric alarms and composite alarms have in common. */
export interface AlarmBase {
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly actionsEnabled: boolean;
  /** ARNs of SNS topics to tell, per state that was entered. */
  readonly actions: Readonly<Record<AlarmState, readonly string[]>>;
  state: StateReason;
}

export interface MetricAlarm extends AlarmBase {
  readonly kind: "metric";
  readonly metric: MetricIdentity;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly rule: EvaluationRule;
}

export interface CompositeAlarm extends AlarmBase {
  readonly kind: "composite";
  /** `ALARM(...) OR NOT OK(...)`, as written. */
  readonly ruleText: string;
  readonly suppressor?: { readonly alarm: string; readonly waitSeconds: number; readonly extensionSeconds: number };
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** A state as AWS gives every alarm at its creation. */
export function createdState(nowMs: number): StateReason {
  return {
    value: "INSUFFICIENT_DATA",
    reason: "Unchecked: Initial alarm creation",
    reasonData: "",
    changedAtMs: nowMs,
  };
}

/** Actions may only go to SNS topics in the lab; anything else is refused rather than forgotten. */
export function assertTopics(alarm: string, actions: readonly string[]): void {
  const other = actions.find((arn) => parseArn(arn).service !== "sns");
  if (other !== undefined) throw new Error(`alarm ${alarm}: the lab does not simulate the action ${other}`);
}
