/** Throttling as AWS does it: a bucket of tokens that refills at a steady rate [doc: API Gateway, EC2, Step Functions]. */

export interface RateLimit {
  /** Requests at once, from a full bucket. */
  readonly burst: number;
  /** Requests per second that refill the bucket. */
  readonly ratePerSecond: number;
}

export class TokenBucket {
  private tokens: number;
  private filledAtMs: number;

  constructor(
    private readonly limit: RateLimit,
    nowMs: number,
  ) {
    this.tokens = limit.burst;
    this.filledAtMs = nowMs;
  }

  /** Takes one token; false when there is none: the request is refused. */
  take(nowMs: number): boolean {
    const isOpen = this.isOpen(nowMs);
    if (isOpen) this.tokens -= 1;
    return isOpen;
  }

  /** Whether there is a token to take. */
  isOpen(nowMs: number): boolean {
    const gained = ((nowMs - this.filledAtMs) / 1000) * this.limit.ratePerSecond;
    this.tokens = Math.min(this.limit.burst, this.tokens + gained);
    this.filledAtMs = nowMs;
    return this.tokens >= 1;
  }
}
