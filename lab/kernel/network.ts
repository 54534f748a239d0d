/**
 * Who can reach whom. A dark service never answers: no refusal, no reset, the caller's own timeout is all there is.
 * Latencies are estimates of aws-facts: same Region 40 ms a call, across Regions 80-150 ms more.
 */
import type { RandomSource } from "./random";

/** A Region's name, or `internet` for customers and health checkers. */
export type Place = string;

export interface Darkness {
  readonly region: string;
  /** SigV4 service names that keep answering (partial outage); empty means that all of the Region is dark. */
  readonly sparedServices: readonly string[];
}

export class Network {
  private readonly dark = new Map<string, ReadonlySet<string>>();
  private readonly cuts = new Set<string>();
  private readonly blocked = new Set<string>();
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly random: RandomSource) {}

  /** Called after every change of who can reach whom: streams break at that moment, not at their next use. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  darken(darkness: Darkness): void {
    this.dark.set(darkness.region, new Set(darkness.sparedServices));
    this.changed();
  }

  restore(region: string): void {
    this.dark.delete(region);
    this.changed();
  }

  /** Traffic from one place no longer arrives at another; call twice for both directions. */
  cut(from: Place, to: Place): void {
    this.cuts.add(`${from}>${to}`);
    this.changed();
  }

  /** Requests from one place no longer arrive at another, as behind a firewall; those of the other way do, and are answered. */
  block(from: Place, to: Place): void {
    this.blocked.add(`${from}>${to}`);
    this.changed();
  }

  mend(from: Place, to: Place): void {
    this.cuts.delete(`${from}>${to}`);
    this.changed();
  }

  /** No Region is dark and no connection is cut. */
  mendAll(): void {
    this.dark.clear();
    this.cuts.clear();
    this.blocked.clear();
    this.changed();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }

  isDark(region: string, service: string): boolean {
    const spared = this.dark.get(region);
    return spared !== undefined && !spared.has(service);
  }

  /** Whether what runs in a place gets anything out of it: nothing leaves a dark Region. `service` is who sends. */
  canSend(from: Place, service: string): boolean {
    return !this.isDark(from, service);
  }

  /** Whether a request from `from` gets to a service in `region` and its answer comes back. */
  canReach(from: Place, region: string, service: string): boolean {
    if (this.isDark(region, service)) return false;
    if (this.blocked.size + this.cuts.size === 0) return true;
    if (this.blocked.has(`${from}>${region}`)) return false;
    return !this.cuts.has(`${from}>${region}`) && !this.cuts.has(`${region}>${from}`);
  }

  /** Time from request to answer for one call, without the work behind it. */
  roundTripMs(from: Place, region: string): number {
    const baseMs = this.random.between(30, 50);
    return from === region ? baseMs : baseMs + this.random.between(80, 150);
  }
}
