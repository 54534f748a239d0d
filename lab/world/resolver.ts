/** The DNS resolver of one Region, as functions there use it: an answer is kept for its whole time to live. */
import type { Place } from "../kernel/network";
import type { DnsAnswer } from "../services/route53/dns";

export class CachingResolver {
  private readonly kept = new Map<Place, { readonly target: string; readonly untilMs: number }>();

  constructor(
    private readonly now: () => number,
    private readonly ask: () => DnsAnswer | null,
  ) {}

  /** Name of the load balancer that a name leads to, seen from a place; null when the name does not exist. */
  targetFor(place: Place): string | null {
    const known = this.kept.get(place);
    if (known && known.untilMs > this.now()) return known.target;
    const answer = this.ask();
    if (!answer) return null;
    this.kept.set(place, { target: answer.target, untilMs: this.now() + answer.ttlSeconds * 1000 });
    return answer.target;
  }
}
