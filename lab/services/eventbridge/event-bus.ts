/**
 * One event bus: matches events against its rules and hands them to targets, at least once: an event may arrive twice,
 * late, and in any order (aws-facts: CloudWatch and EventBridge).
 */
import type { CloudEvent, LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { parseArn } from "../platform/arns";
import { deliver } from "../platform/delivery";
import { isRecord } from "../platform/input";
import { matchesPattern } from "./event-pattern";
import { targetInput } from "./input-transformer";
import type { Rule, RuleTarget } from "./rule";
import { assertTarget, send } from "./targets";

/** Seconds; aws-facts gives 0.5 s and p99 3 s, from which this p95 follows [est]. */
const LATENCY_SECONDS = { median: 0.5, p95: 1.8 };
const CROSS_REGION_LATENCY_MS = 500;
/** How often a target gets one event twice [est]. */
const DUPLICATE_PROBABILITY = 0.005;

export class EventBus {
  private readonly rules = new Map<string, Rule>();
  /** Resource policy, when the bus has one: statements as written. */
  readonly policyStatements: unknown[] = [];

  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly region: string,
    readonly name: string,
  ) {}

  addRule(rule: Rule): void {
    if (this.rules.has(rule.name)) throw new Error(`rule ${rule.name} exists on bus ${this.name}`);
    rule.targets.forEach(assertTarget);
    this.rules.set(rule.name, rule);
  }

  listRules(): readonly Rule[] {
    return [...this.rules.values()];
  }

  /** Takes an event; delivery goes on by itself. */
  receive(event: CloudEvent): void {
    for (const rule of this.rules.values()) {
      if (rule.isEnabled && rule.pattern && matchesPattern(rule.pattern, event)) this.fire(rule, event);
    }
  }

  /** Hands an event to every target of a rule, whatever its pattern says: what a schedule does. */
  fire(rule: Rule, event: CloudEvent): void {
    for (const target of rule.targets) {
      const copies = this.random.chance(DUPLICATE_PROBABILITY) ? 2 : 1;
      for (let copy = 0; copy < copies; copy += 1) void this.deliverTo(rule, target, event);
    }
  }

  private async deliverTo(rule: Rule, target: RuleTarget, event: CloudEvent): Promise<void> {
    await this.lab.clock.sleep(this.latencyMs(target));
    const payload = targetInput(target.input, event, rule.arn);
    const { retryPolicy, deadLetterArn } = target;
    await deliver(this.lab, this.random, {
      service: "events",
      region: this.region,
      sourceArn: rule.arn,
      targetArn: target.arn,
      payload,
      retryPolicy,
      ...(deadLetterArn !== undefined && { deadLetterArn }),
      deadLetterCallerArn: "aws:events",
      attempt: () => send(this.lab, { rule, target, payload, event, region: this.region }),
    });
  }

  private latencyMs(target: RuleTarget): number {
    const isElsewhere = parseArn(target.arn).region !== this.region;
    return this.random.logNormal(LATENCY_SECONDS) * 1000 + (isElsewhere ? CROSS_REGION_LATENCY_MS : 0);
  }
}

const TEXTS = ["id", "detail-type", "source", "account", "time", "region"];

/** Whether it is an envelope as buses hand them on. */
export function isCloudEvent(value: unknown): value is CloudEvent {
  if (!isRecord(value) || value.version !== "0") return false;
  return (
    TEXTS.every((name) => typeof value[name] === "string") && Array.isArray(value.resources) && isRecord(value.detail)
  );
}
