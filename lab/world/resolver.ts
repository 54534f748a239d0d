/** The DNS resolver of one Region, as functions there use it: an answer is kept for its whole time to live. */
import type { Place } from "../kernel/network";
import type { DnsAnswer } from "../services/route53/dns";

export interface ResolvedName extends DnsAnswer {
  /** Of the load balancer that the name leads to; empty for any other host. */
  readonly addresses: readonly string[];
}

export class CachingResolver {
  private readonly kept = new Map<string, { readonly answer: ResolvedName; readonly untilMs: number }>();

  constructor(
    private readonly now: () => number,
    private readonly ask: (name: string) => ResolvedName | null,
  ) {}

  /** Where a name leads, seen from a place; null when the name does not exist. */
  resolve(place: Place, name: string): ResolvedName | null {
    const key = `${place} ${name}`;
    const known = this.kept.get(key);
    if (known && known.untilMs > this.now()) return known.answer;
    const answer = this.ask(name);
    if (!answer) return null;
    this.kept.set(key, { answer, untilMs: this.now() + answer.ttlSeconds * 1000 });
    return answer;
  }
}
