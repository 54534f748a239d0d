/** Each client's resolver: keeps an answer for its TTL, a few of them longer. */
import type { RandomSource } from "../kernel/random";
import type { DnsAnswer } from "../services/route53/dns";
import type { CustomerSettings } from "./settings";

/** A name that has gone: no load balancer has this one, so requests to it fail. */
const NOWHERE = "nowhere.invalid";

export class ResolverCaches {
  private readonly targets: string[];
  private readonly expiresAtMs: Float64Array;
  private readonly heldLongerMs: Float64Array;

  constructor(
    private readonly resolve: () => DnsAnswer | null,
    private readonly random: RandomSource,
    settings: CustomerSettings,
  ) {
    this.targets = new Array<string>(settings.clients).fill("");
    this.expiresAtMs = new Float64Array(settings.clients);
    this.heldLongerMs = new Float64Array(settings.clients);
    const holders = Math.round(settings.clients * settings.holdingShare);
    this.heldLongerMs.fill(settings.heldLongerSeconds * 1000, 0, holders);
  }

  /** Where every `stride`-th client from `first` on sends its next request: how many to each target. */
  targetsOf(first: number, stride: number, nowMs: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    let fresh: DnsAnswer | null | undefined;
    for (let client = first; client < this.targets.length; client += stride) {
      if ((this.expiresAtMs[client] ?? 0) <= nowMs) {
        fresh = fresh === undefined ? this.resolve() : fresh;
        this.refresh(client, fresh, nowMs);
      }
      const target = this.targets[client] ?? "";
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
    this.targets[client] = answer.target;
    this.expiresAtMs[client] = nowMs + shareLeft * (answer.ttlSeconds * 1000 + (this.heldLongerMs[client] ?? 0));
  }
}
