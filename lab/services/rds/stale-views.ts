/**
 * What `DescribeDBInstances` says for a while after a change was accepted: what it said before. The API is eventually
 * consistent; no bound is published [est].
 */
import type { DBInstance } from "@aws-sdk/client-rds";
import type { Range } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";

interface StaleView {
  /** Null: there was no such instance. */
  readonly view: DBInstance | null;
  readonly untilMs: number;
}

export class StaleViews {
  private readonly byName = new Map<string, StaleView>();

  constructor(
    private readonly lab: Pick<LabContext, "clock">,
    private readonly random: RandomSource,
    private readonly delaySeconds: Range,
  ) {}

  /** From now on descriptions of a name show what they show now, until the change has reached them. */
  keep(name: string, view: DBInstance | null): void {
    const { low, high } = this.delaySeconds;
    const untilMs = this.lab.clock.now() + this.random.between(low, high) * 1000;
    this.byName.set(name, { view, untilMs });
  }

  /** Undefined: what is shown is how things are. */
  find(name: string): DBInstance | null | undefined {
    const stale = this.byName.get(name);
    if (!stale) return undefined;
    if (this.lab.clock.now() < stale.untilMs) return stale.view;
    this.byName.delete(name);
    return undefined;
  }
}
