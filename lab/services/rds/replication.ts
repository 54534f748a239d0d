/**
 * Asynchronous replication from one instance to another: every commit arrives after a delay of its own, in commit order.
 * A severed stream keeps nothing that was under way; what had arrived stays. Resumed, it sends the rest (aws-facts: RDS).
 */
import type { WriteLog } from "./write-log";

export class ReplicationStream {
  /** Arrival at the replica of the source's batch `copiedBatches + index`; Infinity while nothing carries it. */
  private readonly arrivalsMs: number[] = [];
  private arrived = 0;
  private flowing = true;
  private lagFloorMs = 0;
  private severedAt: number | null = null;
  private readonly copiedBatches: number;

  constructor(
    private readonly source: WriteLog,
    private readonly createdAtMs: number,
    private readonly drawDelayMs: () => number,
  ) {
    this.copiedBatches = source.batches.length;
  }

  /** Since when nothing arrives; null while the stream flows. */
  get severedAtMs(): number | null {
    return this.severedAt;
  }

  /** To be told of every commit of the source, after it is in the log. */
  sourceCommitted(committedAtMs: number): void {
    this.arrivalsMs.push(this.flowing ? this.inOrder(committedAtMs + this.drawDelayMs() + this.lagFloorMs) : Infinity);
  }

  sever(nowMs: number): void {
    if (!this.flowing) return;
    this.advance(nowMs);
    this.flowing = false;
    this.severedAt = nowMs;
    this.arrivalsMs.fill(Infinity, this.arrived);
  }

  /** Sends the rest: at once, or replayed `speed` times as fast as it was committed. */
  resume(nowMs: number, speed = Number.POSITIVE_INFINITY): void {
    if (this.flowing) return;
    this.flowing = true;
    this.severedAt = null;
    this.reschedule(nowMs, speed);
  }

  /** Apply falls behind by this much and stays there; 0 lets it catch up. */
  stall(nowMs: number, lagMs: number): void {
    this.advance(nowMs);
    this.lagFloorMs = lagMs;
    if (this.flowing) this.reschedule(nowMs);
  }

  /** How many batches of the source's log the replica holds. */
  appliedBatches(nowMs: number): number {
    this.advance(nowMs);
    return this.copiedBatches + this.arrived;
  }

  /**
   * `ReplicaLag` as PostgreSQL tells it: the age of the last replayed commit. It grows without bound once the source
   * is gone, and up to 5 minutes on an idle source, whose heartbeat is all that it commits (aws-facts: RDS).
   */
  lagSeconds(nowMs: number): number {
    const last = this.source.batches[this.appliedBatches(nowMs) - 1];
    return (nowMs - (last?.committedAtMs ?? this.createdAtMs)) / 1000;
  }

  /** Batches of the source's log that have not arrived. */
  missingBatches(nowMs: number): number {
    return this.source.batches.length - this.appliedBatches(nowMs);
  }

  private advance(nowMs: number): void {
    while ((this.arrivalsMs[this.arrived] ?? Infinity) <= nowMs) this.arrived += 1;
  }

  private inOrder(arrivalMs: number, index = this.arrivalsMs.length): number {
    return Math.max(arrivalMs, this.arrivalsMs[index - 1] ?? 0);
  }

  private reschedule(nowMs: number, speed = Number.POSITIVE_INFINITY): void {
    const oldestMs = this.source.batches[this.copiedBatches + this.arrived]?.committedAtMs ?? nowMs;
    for (let index = this.arrived; index < this.arrivalsMs.length; index += 1) {
      const committedAtMs = this.source.batches[this.copiedBatches + index]?.committedAtMs ?? nowMs;
      const replayedAtMs = nowMs + (committedAtMs - oldestMs) / speed;
      const earliestMs = Math.max(replayedAtMs, committedAtMs + this.lagFloorMs);
      this.arrivalsMs[index] = this.inOrder(earliestMs + this.drawDelayMs(), index);
    }
  }
}
