/** What a database has committed itself, in order: the ground truth that lost writes are counted from. */

/** Writes committed at one moment, numbered `firstId` to `firstId + count - 1`. */
export interface CommittedBatch {
  readonly firstId: number;
  readonly count: number;
  readonly committedAtMs: number;
}

export class WriteLog {
  readonly batches: CommittedBatch[] = [];

  append(batch: CommittedBatch): void {
    this.batches.push(batch);
  }

  /** Writes in the batches from `fromBatch` on. */
  countFrom(fromBatch: number): number {
    let count = 0;
    for (let index = fromBatch; index < this.batches.length; index += 1) count += this.batches[index]?.count ?? 0;
    return count;
  }

  /** When the oldest write in the batches from `fromBatch` on was committed; null: there is none. */
  oldestFrom(fromBatch: number): number | null {
    const oldest = this.batches.find(({ count }, index) => index >= fromBatch && count > 0);
    return oldest?.committedAtMs ?? null;
  }

  /** Writes committed between two moments, in epoch milliseconds, neither included. */
  countBetween(fromMs: number, untilMs: number): number {
    const between = this.batches.filter(({ committedAtMs }) => committedAtMs > fromMs && committedAtMs < untilMs);
    return between.reduce((sum, { count }) => sum + count, 0);
  }
}
