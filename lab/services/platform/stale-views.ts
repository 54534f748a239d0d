/**
 * What descriptions say for a while after a change was accepted: what they said before. APIs are eventually consistent; no
 * bound is published [est].
 */
import type { Range } from "../../estate/timings";
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";

interface StaleView<View> {
  /** Null: there was nothing of that name. */
  readonly view: View | null;
  readonly untilMs: number;
}

export class StaleViews<View> {
  private readonly byName = new Map<string, StaleView<View>>();

  constructor(
    private readonly lab: Pick<LabContext, "clock">,
    private readonly random: RandomSource,
    private readonly delaySeconds: Range,
  ) {}

  /** From now on descriptions of a name show what they show now, until the change has reached them. */
  keep(name: string, view: View | null): void {
    const { low, high } = this.delaySeconds;
    const untilMs = this.lab.clock.now() + this.random.between(low, high) * 1000;
    this.byName.set(name, { view, untilMs });
  }

  /** Undefined: what is shown is how things are. */
  find(name: string): View | null | undefined {
    const stale = this.byName.get(name);
    if (!stale) return undefined;
    if (this.lab.clock.now() < stale.untilMs) return stale.view;
    this.byName.delete(name);
    return undefined;
  }

  /** Everything of which something else is shown than it is, by name. */
  list(): ReadonlyMap<string, View | null> {
    const names = [...this.byName.keys()];
    return new Map(
      names.flatMap((name) => {
        const view = this.find(name);
        return view === undefined ? [] : [[name, view]];
      }),
    );
  }
}
