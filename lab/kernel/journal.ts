/** What happened in the lab, as the lab itself knows it: the truth that timeline, report and checks are drawn from. */

export interface JournalEntry {
  readonly atMs: number;
  /** Region, or `internet`. */
  readonly place: string;
  /** Who: a service ("rds"), "baton", "fault", "customers". */
  readonly actor: string;
  /** Kind of happening, kebab-case, stable for machines: "promotion-started". */
  readonly kind: string;
  /** One sentence for people. */
  readonly summary: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export type Listener = (entry: JournalEntry) => void;

export class Journal {
  readonly entries: JournalEntry[] = [];
  private readonly listeners: Listener[] = [];

  constructor(private readonly now: () => number) {}

  onEntry(listener: Listener): void {
    this.listeners.push(listener);
  }

  record(entry: Omit<JournalEntry, "atMs" | "facts"> & { readonly facts?: JournalEntry["facts"] }): void {
    const complete: JournalEntry = { facts: {}, ...entry, atMs: this.now() };
    this.entries.push(complete);
    for (const listener of this.listeners) listener(complete);
  }
}
