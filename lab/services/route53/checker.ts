/** One of Route 53's checkers: its own schedule, its own opinion. */
import type { HttpAnswer } from "../../kernel/ports";

export interface CheckerObservation {
  readonly atMs: number;
  readonly status: string;
}

/** What a checker reports whatever it sees, and until when. */
export interface Lie {
  readonly says: "healthy" | "unhealthy";
  readonly untilMs: number;
}

const REPORTED: Readonly<Record<Lie["says"], HttpAnswer>> = {
  healthy: { status: 200, body: "" },
  unhealthy: { status: null, body: "" },
};

export class Checker {
  /** A scenario's handle. */
  lie: Lie | null = null;
  last: CheckerObservation | null = null;
  /** A checker starts with the benefit of the doubt and needs `threshold` consecutive results to change its mind. */
  private opinion = true;
  private streak = 0;

  constructor(
    readonly region: string,
    readonly ipAddress: string,
    readonly roundTripMs: number,
    /** When it asks next; Infinity while an answer is awaited. */
    public dueAtMs: number,
  ) {}

  get saysHealthy(): boolean {
    return this.opinion;
  }

  /** Whether this checker counts otherwise than before: it has changed its mind, or has seen something for the first time. */
  learn(seen: HttpAnswer, atMs: number, threshold: number): boolean {
    const answer = this.lie && atMs < this.lie.untilMs ? REPORTED[this.lie.says] : seen;
    const isSuccess = answer.status !== null && answer.status >= 200 && answer.status < 400;
    const isFirst = this.last === null;
    this.last = { atMs, status: describe(answer, isSuccess) };
    this.streak = isSuccess === this.opinion ? 0 : this.streak + 1;
    if (this.streak < threshold) return isFirst;
    this.opinion = isSuccess;
    this.streak = 0;
    return true;
  }
}

function describe({ status }: HttpAnswer, isSuccess: boolean): string {
  if (isSuccess) return `Success: HTTP Status Code ${status}, OK`;
  if (status !== null) return `Failure: HTTP Status Code ${status}`;
  return "Failure: The health checker could not establish a connection within the timeout limit.";
}
