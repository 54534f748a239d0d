/** What the journal knows of the incident while a drill goes on: which executions ran, who moved the baton and when. */
import type { RegionRole } from "../../orchestrator/baton";
import type { BatonHistory } from "../customers/ground-truth";
import type { Journal, JournalEntry } from "../kernel/journal";

export class Incident {
  /** Names of executions in the order of their start. */
  readonly executions: string[] = [];
  readonly endedExecutions = new Set<string>();
  /** Since the first fault. */
  readonly entries: JournalEntry[] = [];
  private readonly moves: { readonly atMs: number; readonly role: RegionRole }[] = [{ atMs: 0, role: "primary" }];
  private claimedAtLeastOnce = false;
  private batonPhase = "steady";

  constructor(journal: Journal) {
    journal.onEntry((entry) => this.learn(entry));
  }

  get batonHistory(): BatonHistory {
    return this.moves;
  }

  get batonMovedAtMs(): number | null {
    return this.moves[1]?.atMs ?? null;
  }

  /** A run claimed the baton and none holds it any more. */
  get isRunOver(): boolean {
    return this.claimedAtLeastOnce && ["steady", "failed-over", "needs-operator"].includes(this.batonPhase);
  }

  get isClosed(): boolean {
    return this.batonPhase === "failed-over";
  }

  get needsOperator(): boolean {
    return this.batonPhase === "needs-operator";
  }

  firstOf(kind: string, matches: (entry: JournalEntry) => boolean = () => true): JournalEntry | undefined {
    return this.entries.find((entry) => entry.kind === kind && matches(entry));
  }

  private learn(entry: JournalEntry): void {
    this.entries.push(entry);
    if (entry.kind === "execution-started") this.executions.push(String(entry.facts.executionName));
    if (entry.kind === "execution-ended") this.endedExecutions.add(String(entry.facts.executionName));
    if (entry.kind === "baton-changed" || entry.kind === "baton-moved") this.learnBaton(entry);
  }

  private learnBaton({ atMs, kind, facts }: JournalEntry): void {
    this.batonPhase = String(facts.phase);
    if (this.batonPhase === "failing-over") this.claimedAtLeastOnce = true;
    if (kind === "baton-moved") this.moves.push({ atMs, role: facts.active === "standby" ? "standby" : "primary" });
  }
}
