/** All alarms of one Region: evaluates them at each full minute, and makes every change of state known. */
import type { LabContext } from "../../kernel/ports";
import { AwsError } from "../../kernel/service";
import type { Alarm, CompositeAlarm, MetricAlarm, StateReason } from "./alarm";
import { EXTRA_PERIODS_RETRIEVED, evaluateAlarm } from "./alarm-evaluation";
import { alarmStateChange } from "./alarm-event";
import { notifyTopics } from "./alarm-notice";
import { evaluatedState } from "./alarm-reason";
import { evaluateComposite } from "./composite-alarm";
import { type Aggregate, type MetricStore, MINUTE_MS } from "./metric-store";
import { statisticOf } from "./statistic";

export class AlarmBook {
  private readonly alarms = new Map<string, Alarm>();
  private ticking = false;

  constructor(
    private readonly lab: LabContext,
    private readonly region: string,
    private readonly metrics: MetricStore,
  ) {}

  /** Alarms announce their creation with an event of their first state [doc]. */
  add(alarm: Alarm): void {
    if (this.alarms.has(alarm.name)) throw new AwsError("ResourceConflict", `alarm ${alarm.name} exists`, 409);
    this.alarms.set(alarm.name, alarm);
    this.lab.events.publish(this.region, alarmStateChange(alarm, alarm.state));
    this.startTicking();
  }

  list(): readonly Alarm[] {
    return [...this.alarms.values()];
  }

  /** By name or ARN. */
  find(nameOrArn: string): Alarm {
    const alarm = this.alarms.get(nameOrArn) ?? this.list().find(({ arn }) => arn === nameOrArn);
    if (!alarm) throw new AwsError("ResourceNotFound", `no alarm ${nameOrArn}`, 404);
    return alarm;
  }

  /** Holds until the next evaluation (aws-facts: alarm evaluation). */
  setState(alarm: Alarm, next: StateReason): void {
    const previous = alarm.state;
    if (previous.value === next.value) return;
    alarm.state = next;
    this.lab.journal.record({
      place: this.region,
      actor: "cloudwatch",
      kind: "alarm-state-changed",
      summary: `Alarm ${alarm.name} is ${next.value} (was ${previous.value})`,
      facts: { alarmName: alarm.name, state: next.value, previousState: previous.value, reason: next.reason },
    });
    this.lab.events.publish(this.region, alarmStateChange(alarm, previous));
    if (alarm.actionsEnabled && next.actionsSuppressedBy === undefined) {
      notifyTopics(this.lab, this.region, alarm, previous);
    }
  }

  private startTicking(): void {
    if (this.ticking) return;
    this.ticking = true;
    const nextMinute = (Math.floor(this.lab.clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
    this.lab.clock.every(MINUTE_MS, nextMinute, () => this.evaluateAll());
  }

  private evaluateAll(): void {
    if (this.lab.network.isDark(this.region, "monitoring")) return;
    const alarms = this.list();
    for (const alarm of alarms) if (alarm.kind === "metric") this.evaluate(alarm);
    for (const alarm of alarms) if (alarm.kind === "composite") this.evaluateComposite(alarm);
  }

  private evaluate(alarm: MetricAlarm): void {
    const nowMs = this.lab.clock.now();
    const { seen, range } = this.look(alarm, nowMs);
    const value = evaluateAlarm(alarm.rule, range);
    // Words are found for a change only: most evaluations find what was.
    if (value !== null && value !== alarm.state.value) this.setState(alarm, evaluatedState(alarm, value, seen, nowMs));
  }

  private evaluateComposite(alarm: CompositeAlarm): void {
    const next = evaluateComposite(alarm, (name) => this.find(name).state, this.lab.clock.now());
    this.setState(alarm, next);
  }

  private look(alarm: MetricAlarm, nowMs: number): { seen: readonly Aggregate[]; range: readonly (number | null)[] } {
    const periodMs = alarm.periodSeconds * 1000;
    const periods = alarm.rule.evaluationPeriods + EXTRA_PERIODS_RETRIEVED;
    const fromMs = nowMs - periods * periodMs;
    const found = this.metrics.query(alarm.metric, fromMs, nowMs, periodMs, nowMs);
    const range: (number | null)[] = new Array(periods).fill(null);
    for (const point of found) range[(point.startMs - fromMs) / periodMs] = statisticOf(point, alarm.statistic);
    return { seen: found.slice(-alarm.rule.evaluationPeriods), range };
  }
}
