/** Throttling as API Gateway does it: a bucket of tokens that refills at a steady rate [doc]. */
import type { Throttle } from "./http-api";

export class TokenBucket {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    private readonly throttle: Throttle,
    nowMs: number,
  ) {
    this.tokens = throttle.burst;
    this.filledAtMs = nowMs;
  }

  /** Takes one token; false when there is none: the request is answered with 429. */
  take(nowMs: number): boolean {
    const gained = ((nowMs - this.filledAtMs) / 1000) * this.throttle.ratePerSecond;
    this.tokens = Math.min(this.throttle.burst, this.tokens + gained);
    this.filledAtMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }
}
