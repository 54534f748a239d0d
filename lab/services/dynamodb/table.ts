/** The items of one table, with what an eventually consistent reader may still see of each. */
import type { RandomSource } from "../../kernel/random";
import { compare, type Item } from "./attribute-value";
import { keyText } from "./item-key";
import type { TableSettings } from "./table-settings";

interface Version {
  /** Undefined: deleted, or not there yet. */
  readonly item: Item | undefined;
  readonly previous: Item | undefined;
  /** Until then an eventually consistent read may give the previous version. */
  readonly settledAtMs: number;
}

/** "Usually within one second" (developer guide: read consistency); how long exactly is drawn for every write. [est] */
const LONGEST_STALENESS_MS = 1_000;

export class Table {
  private readonly versions = new Map<string, Version>();

  constructor(
    readonly name: string,
    readonly arn: string,
    readonly settings: TableSettings,
    readonly createdAtMs: number,
    private readonly random: RandomSource,
  ) {}

  /** The item as it is, which every condition and update sees. */
  read(key: Item): Item | undefined {
    return this.versions.get(keyText(this.settings.keys, key))?.item;
  }

  /** What a read without `ConsistentRead` gives: the harsher of the two possible answers while a write settles. */
  readStale(key: Item, nowMs: number): Item | undefined {
    const version = this.versions.get(keyText(this.settings.keys, key));
    return version && visible(version, nowMs);
  }

  /** Stores an item, or removes it. */
  write(key: Item, item: Item | undefined, nowMs: number): void {
    const text = keyText(this.settings.keys, key);
    const previous = this.versions.get(text)?.item;
    this.versions.set(text, { item, previous, settledAtMs: nowMs + this.random.between(0, LONGEST_STALENESS_MS) });
  }

  /** All items of a reader's view in ascending order of the sort key. */
  scanOrdered(nowMs: number, isConsistent: boolean): readonly Item[] {
    const seen = (version: Version) => (isConsistent ? version.item : visible(version, nowMs));
    const items = [...this.versions.values()].map(seen).filter((item) => item !== undefined);
    const { sortKey } = this.settings.keys;
    return sortKey === undefined ? items : items.toSorted((left, right) => order(left, right, sortKey));
  }

  itemCount(): number {
    return this.scanOrdered(0, true).length;
  }
}

function visible(version: Version, nowMs: number): Item | undefined {
  return nowMs < version.settledAtMs ? version.previous : version.item;
}

function order(left: Item, right: Item, sortKey: string): number {
  const [first, second] = [left[sortKey], right[sortKey]];
  return (first && second && compare(first, second)) ?? 0;
}
