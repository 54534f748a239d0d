/** API calls by service and operation: how many, and how many brought no good answer. */
import type { CallRecord } from "../wire/call-log";
import type { DrillResult } from "./result";

export function summarizeCalls(records: readonly CallRecord[]): DrillResult["apiCalls"] {
  const byOperation = new Map<string, { service: string; operation: string; calls: number; failed: number }>();
  for (const { service, operation, outcome } of records) {
    const key = `${service} ${operation}`;
    const entry = byOperation.get(key) ?? { service, operation, calls: 0, failed: 0 };
    entry.calls += 1;
    if (outcome !== "answered") entry.failed += 1;
    byOperation.set(key, entry);
  }
  return [...byOperation.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry);
}
