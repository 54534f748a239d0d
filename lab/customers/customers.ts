/**
 * Customers: clients that write about once a second through DNS, load balancer and application. What they see is the
 * measure of a drill; nothing here knows what the orchestrator says about itself.
 *
 * A request counts in the second in which it was sent: answered with a refusal or never answered, it failed. Before the
 * name first resolves there are no customers yet.
 */
import type { Application } from "../estate/application";
import type { PlannedDatabase } from "../estate/databases";
import type { LabContext } from "../kernel/ports";
import { SETTLED } from "../kernel/virtual-clock";
import type { DnsAnswer } from "../services/route53/dns";
import { availabilityFrom, SERVED_SHARE, type SecondCount, WINDOW_SECONDS } from "./availability";
import { type BatonHistory, type WriteTruth, writeTruth } from "./ground-truth";
import { type Interruption, interruptionsIn } from "./interruptions";
import { ResolverCaches } from "./resolver-caches";
import { type CustomerSettings, DEFAULT_CUSTOMERS } from "./settings";

export interface CustomerReport extends WriteTruth {
  readonly requests: number;
  readonly writesAcknowledged: number;
  readonly writesFailed: number;
  readonly acknowledgedByStandby: number;
  /** Share of requests that succeeded since the moment asked for, 0 to 1. */
  readonly availability: number;
  readonly firstFailureAtMs: number | null;
  /**
   * From the first failed request until the first second from which at least 95 % of requests in every following 10 s
   * window of its stretch succeed. Null when nothing failed, or when it has not come to that.
   */
  readonly rtoSeconds: number | null;
  /** One for each stretch of the story, in order. */
  readonly interruptions: readonly Interruption[];
  /** Beginning of the series, epoch milliseconds. */
  readonly startedAtMs: number;
  readonly series: readonly SecondCount[];
}

type MutableCount = { -readonly [Member in keyof SecondCount]: SecondCount[Member] };

export class Customers {
  private readonly counts: MutableCount[] = [];
  /** Clients that write in the same step. */
  private readonly cohorts: readonly ResolverCaches[];
  private startedAtMs = 0;
  private step = 0;
  private spanSeconds = 1;
  private nextWriteId = 1;
  private stopClock: () => void = () => {};
  private servedSeconds = WINDOW_SECONDS;

  constructor(
    private readonly lab: LabContext,
    private readonly application: Pick<Application, "write">,
    resolve: () => DnsAnswer | null,
    private readonly settings: CustomerSettings = DEFAULT_CUSTOMERS,
  ) {
    const random = lab.random.fork("customers");
    this.cohorts = cohortsOf(settings).map((heldLongerMs) => new ResolverCaches(resolve, random, heldLongerMs));
  }

  start(): void {
    this.startedAtMs = this.lab.clock.now();
    this.comeEvery(this.settings.stepMs, this.startedAtMs);
  }

  /** Calm and lively stretches: between two steps nobody comes. The load of a step is the same in both. */
  changePace(stepMs: number): void {
    this.stopClock();
    const nextStepMs = this.startedAtMs + Math.ceil((this.lab.clock.now() - this.startedAtMs) / 1000) * 1000;
    this.comeEvery(stepMs, nextStepMs);
  }

  stop(): void {
    this.stopClock();
  }

  /** Whether at least 95 % succeeded in each of the last ten whole seconds. */
  get areServed(): boolean {
    return this.servedSeconds >= WINDOW_SECONDS;
  }

  /**
   * What customers saw so far, and what became of their writes given who held the baton when.
   * @param sinceMs availability is counted from here
   * @param stretchesMs where a new stretch of the story begins: each has interruptions of its own
   */
  report(
    sinceMs: number,
    databases: readonly PlannedDatabase[],
    history: BatonHistory,
    stretchesMs: readonly number[] = [],
  ): CustomerReport {
    const series = this.counts.map((count) => ({ ...count }));
    const sum = (of: (count: SecondCount) => number) => series.reduce((total, count) => total + of(count), 0);
    const writesAcknowledged = sum((count) => count.succeeded);
    const writesFailed = sum((count) => count.failed);
    const interruptions = interruptionsIn(series, this.startedAtMs, stretchesMs);
    const first = interruptions.find(({ firstFailureAtMs }) => firstFailureAtMs !== null);
    return {
      ...writeTruth(databases, history),
      requests: writesAcknowledged + writesFailed,
      writesAcknowledged,
      writesFailed,
      acknowledgedByStandby: sum((count) => count.servedByStandby),
      availability: availabilityFrom(series, Math.floor((sinceMs - this.startedAtMs) / 1000)),
      firstFailureAtMs: first?.firstFailureAtMs ?? null,
      rtoSeconds: first?.rtoSeconds ?? null,
      interruptions,
      startedAtMs: this.startedAtMs,
      series,
    };
  }

  private comeEvery(stepMs: number, firstMs: number): void {
    this.spanSeconds = Math.max(1, stepMs / 1000);
    this.stopClock = this.lab.clock.every(stepMs, firstMs, () => this.takeStep());
  }

  private takeStep(): typeof SETTLED | undefined {
    const nowMs = this.lab.clock.now();
    const told = this.lab.journal.entries.length;
    const count = this.countOf(Math.floor((nowMs - this.startedAtMs) / 1000));
    const targets = this.cohorts[this.step % this.cohorts.length]?.requestsByTarget(nowMs) ?? [];
    this.step += 1;
    for (const [target, requests] of targets) this.send(target, requests, count);
    return this.lab.journal.entries.length === told ? SETTLED : undefined;
  }

  private send(target: string, requests: number, count: MutableCount): void {
    const outcome = this.application.write(target, this.nextWriteId, requests, this.settings.stepMs / 1000);
    this.nextWriteId += requests;
    count.succeeded += outcome.acknowledged;
    count.failed += requests - outcome.acknowledged;
    if (outcome.role === "standby") count.servedByStandby += outcome.acknowledged;
  }

  private countOf(second: number): MutableCount {
    const current = this.counts.at(-1);
    if (current?.second === second) return current;
    if (current) this.judgeSecond(current);
    const next = { second, succeeded: 0, failed: 0, servedByStandby: 0, spanSeconds: this.spanSeconds };
    this.counts.push(next);
    return next;
  }

  /** Journals the turns: from served to failing at the first bad second, and back after ten good ones. */
  private judgeSecond(count: SecondCount): void {
    const isServed = availabilityFrom([count], 0) >= SERVED_SHARE;
    const wereServed = this.areServed;
    this.servedSeconds = isServed ? this.servedSeconds + 1 : 0;
    if (wereServed === this.areServed) return;
    const kind = this.areServed ? "customers-served" : "customers-failing";
    const summary = this.areServed ? "Customers have been served for ten seconds." : "Customers' requests fail.";
    const facts = { succeeded: count.succeeded, failed: count.failed, servedByStandby: count.servedByStandby };
    this.lab.journal.record({ place: "internet", actor: "customers", kind, summary, facts });
  }
}

/** For each cohort, by how much longer each of its clients' resolvers holds an answer. */
function cohortsOf(settings: CustomerSettings): readonly (readonly number[])[] {
  const holders = Math.round(settings.clients * settings.holdingShare);
  const cohorts = Math.max(1, Math.round(settings.writeIntervalMs / settings.stepMs));
  const heldLongerMs = Array.from({ length: settings.clients }, (_, client) =>
    client < holders ? settings.heldLongerSeconds * 1000 : 0,
  );
  return Array.from({ length: cohorts }, (_, cohort) =>
    heldLongerMs.filter((_, client) => client % cohorts === cohort),
  );
}
