/** The resolvers of some clients: each keeps an answer for its TTL, a few of them longer. */
import type { RandomSource } from "../kernel/random";
import type { DnsAnswer } from "../services/route53/dns";

/** A name that has gone: no load balancer has this one, so requests to it fail. */
const NOWHERE = "nowhere.invalid";

export class ResolverCaches {
  private readonly targets: string[];
  private readonly expiresAtMs: number[];
  private requests: ReadonlyMap<string, number> = new Map();
  private nextExpiryMs = 0;

  /** `heldLongerMs`: for each client, by how much its resolver outlives the TTL. */
  constructor(
    private readonly resolve: () => DnsAnswer | null,
    private readonly random: RandomSource,
    private readonly heldLongerMs: readonly number[],
  ) {
    this.targets = heldLongerMs.map(() => "");
    this.expiresAtMs = heldLongerMs.map(() => 0);
  }

  /** Where the clients send their next requests: how many to each target. Counted anew only when an answer expires. */
  requestsByTarget(nowMs: number): ReadonlyMap<string, number> {
    if (nowMs < this.nextExpiryMs) return this.requests;
    const answer = this.resolve();
    this.expiresAtMs.forEach((expiryMs, client) => {
      if (expiryMs <= nowMs) this.refresh(client, answer, nowMs);
    });
    this.nextExpiryMs = Math.min(...this.expiresAtMs);
    this.requests = this.count();
    return this.requests;
  }

  private count(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const target of this.targets) {
      if (target !== "") counts.set(target, (counts.get(target) ?? 0) + 1);
    }
    return counts;
  }

  /** A client's first answer has been in its resolver for a while already, so that not all expire together. */
  private refresh(client: number, answer: DnsAnswer | null, nowMs: number): void {
    const isFirst = this.targets[client] === "";
    if (answer === null) {
      if (!isFirst) this.targets[client] = NOWHERE;
      return;
    }
    const shareLeft = isFirst ? this.random.next() : 1;
    const lifeMs = answer.ttlSeconds * 1000 + (this.heldLongerMs[client] ?? 0);
    this.targets[client] = answer.target;
    this.expiresAtMs[client] = nowMs + shareLeft * lifeMs;
  }
}
