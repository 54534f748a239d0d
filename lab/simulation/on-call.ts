/**
 * The person who is on call tonight. Has what people have: messages with links, the console, and patience. While things are
 * broken this person answers questions, or does not; in the morning, whatever Baton asked for is done: runs that wait for
 * an operator are redriven, open questions answered, and the application is brought home if that is wished.
 */

import type { Baton } from "../../orchestrator/baton";
import { runIdOf } from "../../orchestrator/names";
import type { Incident } from "../drill/incident";
import type { TableRecords } from "../drill/table-records";
import type { JournalEntry } from "../kernel/journal";
import type { World } from "../world";
import type { Habits } from "./night";

const NAME = "Ines";
/** In every message about a run that waits for an operator. */
const PAGE = "#message-needs-operator";
/** The runbook says what to do about it. */
const FAILED_REPLICA = /The new replica (\S+) is failed/;
const LOOKS_EVERY_MS = 5 * 60_000;
/** An hour of trying: who has redriven a run so often asks somebody else. */
const MOST_REDRIVES = 12;
const MOST_FAILBACKS = 1;
/** As long as people wait after a bad night before they touch anything that works. */
const RESTS_MS = 45 * 60_000;

export class OnCall {
  private morningAtMs: number | null = null;
  private redrives = 0;
  private failbacks = 0;
  /** Redrives before which whatever had failed then was deleted. */
  private clearedBefore = 0;
  private isAsked = false;
  /** Messages that said that a run cannot go on by itself. */
  private readonly pages: string[] = [];
  /** Whatever this person saw last, at rest: the application is where it should be. */
  isContent = false;
  /** Requests that AWS refused, with its reasons: a person would notice. */
  readonly refusals: string[] = [];

  constructor(
    private readonly world: World,
    private readonly incident: Incident,
    private readonly table: TableRecords,
    private readonly habits: Habits,
  ) {}

  begin(): void {
    const { clock, journal } = this.world;
    journal.onEntry((entry) => this.read(entry));
    clock.every(LOOKS_EVERY_MS, clock.now() + LOOKS_EVERY_MS, () => void this.look());
  }

  /** From now on everything works, and this person tidies up. */
  wakeUp(): void {
    this.morningAtMs = this.world.clock.now();
  }

  private read({ kind, facts }: JournalEntry): void {
    if (kind === "message-published" && String(facts.email).includes(PAGE)) this.pages.push(String(facts.email));
    if (kind === "approval-decided" || kind === "execution-ended") this.isAsked = false;
    if (kind !== "approval-asked") return;
    this.isAsked = true;
    const { answer, answersAfterSeconds } = this.habits;
    if (answer !== "none") this.world.clock.after(answersAfterSeconds * 1000, () => void this.answer());
  }

  private async answer(): Promise<void> {
    const decision = this.habits.answer === "decline" ? "decline" : "approve";
    await this.world.visitor.decide({ who: NAME, decision, remark: "It is late." });
  }

  private async look(): Promise<void> {
    if (this.morningAtMs === null) return;
    const baton = await this.table.baton();
    if (this.isAsked) await this.answer();
    else if (this.isPagedFor(baton) && this.incident.isNothingRunning) await this.redrive(baton);
    else if (this.wantsFailback(baton)) await this.goHome(this.morningAtMs);
    else this.isContent = baton.holder === null && this.incident.isNothingRunning;
  }

  private isPagedFor({ holder }: Baton): boolean {
    return holder !== null && this.pages.some((email) => email.includes(`Run: ${runIdOf(holder)}`));
  }

  private wantsFailback({ phase }: Baton): boolean {
    return this.habits.startsFailback && phase === "failed-over" && this.failbacks < MOST_FAILBACKS;
  }

  private async redrive({ holder }: Baton): Promise<void> {
    if (holder === null || this.redrives >= MOST_REDRIVES) return;
    const failed = FAILED_REPLICA.exec(this.pages.at(-1) ?? "")?.[1];
    if (failed !== undefined && this.redrives >= this.clearedBefore) {
      // Deleting takes a while: the next look redrives.
      this.clearedBefore = this.redrives + 1;
      return this.attempt(() => this.world.operator.deleteFailedReplica(failed));
    }
    this.redrives += 1;
    await this.attempt(() => this.world.operator.redrive(holder));
  }

  private async goHome(morningAtMs: number): Promise<void> {
    if (this.world.clock.now() - morningAtMs < RESTS_MS) return;
    this.failbacks += 1;
    await this.attempt(() => this.world.operator.start("failback", NAME, "The Region is well again."));
  }

  private async attempt(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      this.refusals.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    }
  }
}
