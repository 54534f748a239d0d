/** What the journal knows of the incident while a drill goes on: which executions ran, who moved the baton and when. */
import { PHASES, type Phase, type RegionRole } from "../../orchestrator/baton";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import type { Journal, JournalEntry } from "../kernel/journal";

/** One move of the baton. */
export interface BatonMove {
  readonly atMs: number;
  readonly role: RegionRole;
  readonly workflow: Workflow;
  readonly epoch: number;
}

interface StartedExecution {
  readonly name: string;
  readonly atMs: number;
  readonly workflow: Workflow;
}

export class Incident {
  /** In the order of their start. */
  readonly started: StartedExecution[] = [];
  readonly endedExecutions = new Set<string>();
  /** Since the first fault. */
  readonly entries: JournalEntry[] = [];
  readonly moves: BatonMove[] = [];
  private claimedAtLeastOnce = false;
  private batonPhase: Phase = "steady";

  constructor(journal: Journal) {
    journal.onEntry((entry) => this.learn(entry));
  }

  get executions(): readonly string[] {
    return this.started.map(({ name }) => name);
  }

  /** Who held the baton since when; the primary from the beginning. */
  get batonHistory(): readonly Pick<BatonMove, "atMs" | "role">[] {
    return [{ atMs: 0, role: "primary" }, ...this.moves];
  }

  get batonMovedAtMs(): number | null {
    return this.moves[0]?.atMs ?? null;
  }

  /** Where planned moves began: each is a stretch of its own for the customers. */
  get stretchesMs(): readonly number[] {
    return this.started.filter(({ workflow }) => workflow !== "failover").map(({ atMs }) => atMs);
  }

  /** A run claimed the baton and none holds it any more. */
  get isRunOver(): boolean {
    return this.claimedAtLeastOnce && ["steady", "failed-over", "needs-operator"].includes(this.batonPhase);
  }

  /** Whatever was started has ended; refused executions count too. */
  get isEverythingOver(): boolean {
    return this.started.length > 0 && this.isNothingRunning;
  }

  get isNothingRunning(): boolean {
    return this.executions.every((name) => this.endedExecutions.has(name));
  }

  get isClosed(): boolean {
    return this.batonPhase === "failed-over";
  }

  get phase(): Phase {
    return this.batonPhase;
  }

  get needsOperator(): boolean {
    return this.batonPhase === "needs-operator";
  }

  firstOf(kind: string, matches: (entry: JournalEntry) => boolean = () => true): JournalEntry | undefined {
    return this.entries.find((entry) => entry.kind === kind && matches(entry));
  }

  private learn(entry: JournalEntry): void {
    this.entries.push(entry);
    if (entry.kind === "execution-started") this.learnStart(entry);
    if (entry.kind === "execution-ended") this.endedExecutions.add(String(entry.facts.executionName));
    if (entry.kind === "baton-changed" || entry.kind === "baton-moved") this.learnBaton(entry);
  }

  /** A redriven execution starts again under its name. */
  private learnStart({ atMs, facts }: JournalEntry): void {
    const name = String(facts.executionName);
    this.endedExecutions.delete(name);
    if (this.executions.includes(name)) return;
    const machine = String(facts.stateMachineName);
    const workflow = WORKFLOWS.find((each) => machine.endsWith(`-${each}`)) ?? "failover";
    this.started.push({ name, atMs, workflow });
  }

  private learnBaton({ atMs, kind, facts }: JournalEntry): void {
    this.batonPhase = PHASES.find((phase) => phase === facts.phase) ?? this.batonPhase;
    if (["failing-over", "failing-back"].includes(this.batonPhase)) this.claimedAtLeastOnce = true;
    if (kind !== "baton-moved") return;
    const role = facts.active === "standby" ? "standby" : "primary";
    const workflow = WORKFLOWS.find((each) => each === facts.workflow);
    this.moves.push({
      atMs,
      role,
      workflow: workflow ?? (role === "primary" ? "failback" : "failover"),
      epoch: Number(facts.epoch),
    });
  }
}
