/** Forges events that look as if the application's alarm, or the sentry, had sent them. */
import { deployedNames, HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { CloudEvent } from "../kernel/ports";
import type { ForgedEvent, Forgery } from "../scenarios/deceit";

export interface ForgerParts {
  readonly plan: Plan;
  readonly nowMs: () => number;
  /** Puts an event on a bus of the standby, whoever may do that. */
  readonly putOnBus: (bus: string, event: CloudEvent) => void;
  /** Starts the failover machine with an input, as whoever may start executions can. */
  readonly startWith: (input: string) => Promise<void>;
}

const STRANGER = "999999999999";
const LONG_AGO_MS = 2 * 3_600_000;
const AHEAD_MS = 10 * 60_000;

/** Ids of forged events begin so; those that a run has to look through by its evidence alone begin otherwise. */
export const FORGED = "forged-";

export class Forger {
  private count = 0;

  constructor(private readonly parts: ForgerParts) {}

  send({ wrong, arrives }: Pick<ForgedEvent, "wrong" | "arrives">): void {
    const { plan, putOnBus, startWith } = this.parts;
    this.count += 1;
    const event = this.event(wrong);
    if (arrives === "on-the-bus") putOnBus(deployedNames(plan).eventBus, event);
    // Nobody hears how it ends, and a Region that is dark starts nothing.
    else startWith(JSON.stringify(event)).catch(() => {});
  }

  private event(wrong: Forgery): CloudEvent {
    const genuine = this.asTheAlarmWouldSay(wrong);
    switch (wrong) {
      case "account":
        return { ...genuine, account: STRANGER, resources: [this.alarmArn(STRANGER)] };
      case "source":
        return { ...genuine, source: "com.example.monitoring" };
      case "alarm":
        return { ...genuine, resources: [`${this.alarmArn(this.parts.plan.account)}-copy`] };
      case "no detail":
        return { ...genuine, detail: { state: { value: "ALARM" } } };
      case "a look of long ago":
        return this.look(genuine);
      default:
        return genuine;
    }
  }

  private asTheAlarmWouldSay(wrong: Forgery): CloudEvent {
    const { plan, nowMs } = this.parts;
    const shiftMs = wrong === "long ago" ? -LONG_AGO_MS : wrong === "in the future" ? AHEAD_MS : 0;
    const timestamp = new Date(nowMs() + shiftMs).toISOString();
    const suppressed = wrong === "suppressed" && { actionsSuppressedBy: "Alarm" };
    return {
      version: "0",
      id: `${wrong === "nothing" ? "genuine-looking-" : FORGED}${this.count}`,
      "detail-type": "CloudWatch Alarm State Change",
      source: "aws.cloudwatch",
      account: plan.account,
      time: timestamp,
      region: HEALTH_METRICS_REGION,
      resources: [this.alarmArn(plan.account)],
      detail: { state: { value: wrong === "state" ? "OK" : "ALARM", timestamp, ...suppressed } },
    };
  }

  /** Of the sentry's word an old copy: what a log or a trace would give away. */
  private look(event: CloudEvent): CloudEvent {
    const at = (agoMs: number) => new Date(this.parts.nowMs() - agoMs).toISOString();
    const detail = { failingSince: at(LONG_AGO_MS + 60_000), lookedAt: at(LONG_AGO_MS), [FORGED]: true };
    const id = `sentry-20260105-080000-${this.count}`;
    return { ...event, id, source: "baton.sentry", "detail-type": "Primary Still Unhealthy", resources: [], detail };
  }

  private alarmArn(account: string): string {
    const { watchAlarm } = deployedNames(this.parts.plan);
    return `arn:aws:cloudwatch:${HEALTH_METRICS_REGION}:${account}:alarm:${watchAlarm}`;
  }
}
