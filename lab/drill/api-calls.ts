/** API calls by service and operation: how many, how many brought no good answer, and how many of those were throttled. */
import type { CallRecord } from "../wire/call-log";
import { isThrottling } from "../wire/service-errors";
import type { DrillResult } from "./result";

type Entry = { -readonly [Key in keyof DrillResult["apiCalls"][number]]: DrillResult["apiCalls"][number][Key] };

export function summarizeCalls(records: readonly CallRecord[]): DrillResult["apiCalls"] {
  const byOperation = new Map<string, Entry>();
  for (const { service, operation, outcome, errorCode } of records) {
    const key = `${service} ${operation}`;
    const entry = byOperation.get(key) ?? { service, operation, calls: 0, failed: 0, throttled: 0 };
    entry.calls += 1;
    if (outcome !== "answered") entry.failed += 1;
    if (isThrottling(errorCode)) entry.throttled += 1;
    byOperation.set(key, entry);
  }
  return [...byOperation.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, entry]) => entry);
}
