/** Lets a scenario's acts happen, one after another, each at its moment. */
import type { Journal, JournalEntry } from "../kernel/journal";
import type { VirtualClock } from "../kernel/virtual-clock";
import type { Act } from "../scenarios/act";
import type { Moment } from "../scenarios/moment";
import { type Sign, signOf } from "./signs";

export interface Staging {
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly originMs: number;
  perform(act: Act): void | Promise<void>;
}

export interface PlannedAct {
  readonly when: Moment;
  readonly act: Act;
}

export class Story {
  private toldActs = 0;
  private awaited: { readonly isReachedBy: Sign; readonly reached: () => void } | null = null;
  private failure: unknown;

  constructor(
    private readonly staging: Staging,
    private readonly acts: readonly PlannedAct[],
  ) {
    staging.journal.onEntry((entry) => this.notice(entry));
  }

  /** Every act has happened. Throws what an act threw: a story that cannot be told proves nothing. */
  get isTold(): boolean {
    if (this.failure !== undefined) throw this.failure;
    return this.untold.length === 0;
  }

  /** Acts whose moment has not come. */
  get untold(): readonly PlannedAct[] {
    return this.acts.slice(this.toldActs);
  }

  begin(): void {
    this.tell().catch((error) => {
      this.failure = error;
    });
  }

  private async tell(): Promise<void> {
    for (const { when, act } of this.acts) {
      await this.until(when);
      await this.staging.perform(act);
      this.toldActs += 1;
    }
  }

  private async until(moment: Moment): Promise<void> {
    const { clock, originMs } = this.staging;
    if ("atSeconds" in moment) return clock.sleep(originMs + moment.atSeconds * 1000 - clock.now());
    if ("afterSeconds" in moment) return clock.sleep(moment.afterSeconds * 1000);
    await this.next(signOf(moment));
    await clock.sleep(moment.thenSeconds * 1000);
  }

  private next(isReachedBy: Sign): Promise<void> {
    return new Promise((resolve) => {
      this.awaited = { isReachedBy, reached: resolve };
    });
  }

  private notice(entry: JournalEntry): void {
    if (!this.awaited?.isReachedBy(entry)) return;
    const { reached } = this.awaited;
    this.awaited = null;
    reached();
  }
}
