/** Lets a scenario's acts happen, one after another, each at its moment. */
import type { Journal, JournalEntry } from "../kernel/journal";
import type { VirtualClock } from "../kernel/virtual-clock";
import type { Act } from "../scenarios/act";
import type { Milestone, Moment } from "../scenarios/moment";

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

const KIND_OF: Readonly<Record<Milestone, string>> = {
  "the-gate-asks": "approval-asked",
  "the-baton-moves": "baton-moved",
  "a-promotion-starts": "promotion-started",
  "a-promotion-ends": "promotion-finished",
  "a-replica-is-being-created": "replica-creation-started",
  "a-replica-is-created": "replica-created",
  "the-writer-reboots": "database-rebooting",
  "a-run-ends": "execution-ended",
};

export class Story {
  private done = false;
  private awaited: { readonly kind: string; readonly reached: () => void } | null = null;
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
    return this.done;
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
    }
    this.done = true;
  }

  private async until(moment: Moment): Promise<void> {
    const { clock, originMs } = this.staging;
    if ("atSeconds" in moment) return clock.sleep(originMs + moment.atSeconds * 1000 - clock.now());
    if ("afterSeconds" in moment) return clock.sleep(moment.afterSeconds * 1000);
    await this.next(moment.once);
    await clock.sleep(moment.thenSeconds * 1000);
  }

  private next(milestone: Milestone): Promise<void> {
    return new Promise((resolve) => {
      this.awaited = { kind: KIND_OF[milestone], reached: resolve };
    });
  }

  private notice({ kind }: JournalEntry): void {
    if (this.awaited?.kind !== kind) return;
    const { reached } = this.awaited;
    this.awaited = null;
    reached();
  }
}
