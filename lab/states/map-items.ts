/** What a Map state iterates over: its items, what ItemSelector makes of each, and batches of them. */
import { type Data, toData } from "./data";
import type { Json } from "./json";
import type { Batcher, MapState } from "./machine";
import type { Template } from "./template";
import type { Visit } from "./visit";

export async function evaluateItems(visit: Visit<MapState>): Promise<readonly Json[]> {
  const { items } = visit.state;
  if (items) return (await visit.evaluateAs(items, "array")) as readonly Json[];
  const { value, text } = visit.input;
  if (Array.isArray(value)) return value;
  throw visit.queryFailure(`Map state input must be an array but was: ${text}`);
}

/** `$states.context.Map.Item` of one item. */
export function mapItemContext(items: readonly Json[], index: number) {
  return { Index: index, Value: items[index] ?? null };
}

export async function selectItems(visit: Visit<MapState>, items: readonly Json[]): Promise<readonly Data[]> {
  const { itemSelector } = visit.state;
  const selected: Data[] = [];
  for (const [index, item] of items.entries()) {
    const value = itemSelector ? await visit.evaluate(itemSelector, { mapItem: mapItemContext(items, index) }) : item;
    selected.push(toData(value));
  }
  return selected;
}

/** Distributed only: groups of items become the inputs of the child executions. */
export async function batchItems(visit: Visit<MapState>, items: readonly Data[]): Promise<readonly Data[]> {
  const { batcher } = visit.state;
  if (!batcher) return items;
  const limits = await evaluateLimits(visit, batcher);
  const common = batcher.batchInput ? { BatchInput: await visit.evaluate(batcher.batchInput) } : {};
  return groupItems(items, limits).map((group) => toData({ ...common, Items: group.map(({ value }) => value) }));
}

interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
}

async function evaluateLimits(visit: Visit<MapState>, batcher: Batcher): Promise<BatchLimits> {
  return {
    items: await evaluateLimit(visit, "MaxItemsPerBatch", batcher.maxItemsPerBatch),
    bytes: await evaluateLimit(visit, "MaxInputBytesPerBatch", batcher.maxInputBytesPerBatch),
  };
}

/** Wording [est]. */
async function evaluateLimit(visit: Visit, field: string, template: Template | undefined): Promise<number> {
  if (!template) return Number.POSITIVE_INFINITY;
  const limit = await visit.evaluateNumber(template);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw visit.runtimeFailure(`field ${field} must be positive`);
}

/** A single item larger than the byte limit still gets a batch of its own; the size of BatchInput is not counted. [est] */
function groupItems(items: readonly Data[], limits: BatchLimits): readonly (readonly Data[])[] {
  const groups: Data[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(item.text);
    const group = groups.at(-1);
    if (group && group.length < limits.items && bytes + size <= limits.bytes) {
      group.push(item);
      bytes += size;
    } else {
      groups.push([item]);
      bytes = size;
    }
  }
  return groups;
}
