/** How far a simulation is: one line on a terminal that rewrites itself, nothing where nobody looks. */
import type { NightResult } from "../../lab/simulation/worker";

const BAR_CHARACTERS = 30;
const REDRAWS_EVERY_MS = 500;

/** "1 night", "3 nights". */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

export class Progress {
  private readonly startedAtMs = performance.now();
  private done = 0;
  private moves = 0;
  private drawnAtMs = 0;

  constructor(
    private readonly nights: number,
    private readonly stream: Pick<NodeJS.WriteStream, "isTTY" | "write">,
  ) {}

  count({ moves }: NightResult): void {
    this.done += 1;
    this.moves += moves;
    const nowMs = performance.now();
    if (!this.stream.isTTY || nowMs - this.drawnAtMs < REDRAWS_EVERY_MS) return;
    this.drawnAtMs = nowMs;
    this.stream.write(`\r${this.line()}`);
  }

  clear(): void {
    if (this.stream.isTTY) this.stream.write("\r\u001b[2K");
  }

  summary(violations: number): string {
    const found = violations === 0 ? "no violation" : `${counted(violations, "night")} with a violation`;
    return `${this.done} of ${counted(this.nights, "night")}, ${counted(this.moves, "move")}, ${found}; ${this.perSecond().toFixed(1)} nights per second.`;
  }

  private line(): string {
    const share = this.done / this.nights;
    const bar = "#".repeat(Math.round(share * BAR_CHARACTERS)).padEnd(BAR_CHARACTERS, ".");
    const leftSeconds = Math.round((this.nights - this.done) / this.perSecond());
    return `[${bar}] ${this.done} of ${this.nights}, ${this.perSecond().toFixed(1)} per second, ${leftSeconds} s left`;
  }

  private perSecond(): number {
    return this.done / Math.max(0.001, (performance.now() - this.startedAtMs) / 1000);
  }
}
