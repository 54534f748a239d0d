/**
 * What RDS itself commits on a writer: a heartbeat every five minutes, which is why the lag of an idle PostgreSQL source
 * never says more than that (aws-facts: RDS), and one soon after every start [est]. It travels like any other commit, so a
 * replica that has replayed one holds all that was committed before.
 */
import type { Timings } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { SETTLED } from "../../kernel/virtual-clock";
import type { DatabaseInstance } from "./database-instance";

const PERIOD_MS = 300_000;

export class Heartbeats {
  private readonly cancels = new Map<DatabaseInstance, () => void>();

  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
    private readonly timings: Timings,
  ) {}

  /** The instance has been up for long: its rhythm is anywhere. Replicas beat too, but commit nothing. */
  goOn(instance: DatabaseInstance): void {
    this.beatFrom(instance, this.random.between(0, PERIOD_MS));
  }

  /** The instance has just started: its rhythm begins anew. */
  begin(instance: DatabaseInstance): void {
    const { low, high } = this.timings.firstHeartbeatSeconds;
    this.beatFrom(instance, this.random.between(low, high) * 1000);
  }

  private beatFrom(instance: DatabaseInstance, delayMs: number): void {
    this.cancels.get(instance)?.();
    const beat = () => {
      instance.beat();
      return SETTLED;
    };
    this.cancels.set(instance, this.lab.clock.every(PERIOD_MS, this.lab.clock.now() + delayMs, beat));
  }
}
