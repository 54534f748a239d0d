/** How far a simulation is: one line on a terminal that rewrites itself; in a log, a line now and then. */
import type { NightResult } from "../../lab/simulation/worker";
import { counted } from "../../orchestrator/sentences";

const BAR_CHARACTERS = 30;
const REDRAWS_EVERY_MS = 500;
/** In a log that somebody reads in the morning. */
const LOGS_EVERY_MS = 300_000;

export class Progress {
  private readonly startedAtMs = performance.now();
  private done = 0;
  private moves = 0;
  private drawnAtMs = performance.now();

  constructor(
    private readonly planned: { readonly runs: number; readonly jobs: number },
    private readonly stream: Pick<NodeJS.WriteStream, "isTTY" | "write">,
  ) {}

  count({ moves }: NightResult): void {
    this.done += 1;
    this.moves += moves;
    const nowMs = performance.now();
    if (nowMs - this.drawnAtMs < (this.stream.isTTY ? REDRAWS_EVERY_MS : LOGS_EVERY_MS)) return;
    this.drawnAtMs = nowMs;
    this.stream.write(this.stream.isTTY ? `\r${this.line()}` : `${this.line()}\n`);
  }

  clear(): void {
    if (this.stream.isTTY) this.stream.write("\r\u001b[2K");
  }

  /** The last line: how many nights, how fast, and what was found. */
  summary(broken: readonly NightResult[]): string {
    const { runs, jobs } = this.planned;
    const violations = broken.reduce((count, night) => count + (night.broken?.violations.length ?? 0), 0);
    const found =
      broken.length === 0
        ? "no violation"
        : `${counted(violations, "violation")} in ${counted(broken.length, "night")}`;
    const rate = `${this.perSecond().toFixed(2)} nights per second in ${counted(jobs, "thread")}`;
    return `${this.done} of ${counted(runs, "night")}, ${counted(this.moves, "move")}, ${rate}; ${found}.`;
  }

  private line(): string {
    const { runs } = this.planned;
    const share = this.done / runs;
    const bar = "#".repeat(Math.round(share * BAR_CHARACTERS)).padEnd(BAR_CHARACTERS, ".");
    const leftSeconds = Math.round((runs - this.done) / this.perSecond());
    return `[${bar}] ${this.done} of ${runs}, ${this.perSecond().toFixed(1)} per second, ${leftSeconds} s left`;
  }

  private perSecond(): number {
    return this.done / Math.max(0.001, (performance.now() - this.startedAtMs) / 1000);
  }
}
