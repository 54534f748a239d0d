/** What is told of applications that failed together: how they recovered, whose calls were refused, and why a run stopped. */
import type { DrillResult, Notice } from "../../lab/drill/result";
import type { CallRecord } from "../../lab/wire/call-log";
import { isThrottling } from "../../lab/wire/service-errors";
import { quantile } from "../statistics";

/** Calls of one API by one function, of all applications together. */
export interface Caller {
  readonly api: string;
  /** Name of the function's role, without what CloudFormation adds. */
  readonly by: string;
  readonly calls: number;
  readonly throttled: number;
}

export interface ApplicationSummary {
  readonly applications: number;
  readonly recovered: number;
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly p50Ratio: number;
  readonly calls: number;
  readonly throttledShare: number;
  /** The three APIs that were refused most often, and how often. */
  readonly mostThrottled: readonly { readonly api: string; readonly throttled: number; readonly calls: number }[];
  /** The most frequent callers, or the most often refused ones. */
  readonly callers: readonly Caller[];
  /** Why runs that did not recover wait for a person, and how many of them. */
  readonly stopped: readonly { readonly why: string; readonly applications: number }[];
}

const MOST_CALLERS = 40;

/** `calls`: of all applications, since the Region failed. */
export function summaryOf(results: readonly DrillResult[], calls: readonly CallRecord[]): ApplicationSummary {
  const callers = countBy(calls, ({ service, operation, principal }) => `${service} ${operation}|${roleOf(principal)}`);
  const apis = countBy(calls, ({ service, operation }) => `${service} ${operation}`);
  const times = results.map(({ rtoSeconds }) => rtoSeconds ?? Number.POSITIVE_INFINITY);
  const ratios = results.map(({ rtoSeconds, floorSeconds }) =>
    rtoSeconds === null || floorSeconds === null ? Number.POSITIVE_INFINITY : rtoSeconds / floorSeconds,
  );
  return {
    applications: results.length,
    recovered: results.filter(({ outcome }) => outcome === "recovered").length,
    p50Seconds: quantile(times, 0.5),
    p99Seconds: quantile(times, 0.99),
    p50Ratio: quantile(ratios, 0.5),
    calls: calls.length,
    throttledShare: throttledOf(calls) / calls.length,
    mostThrottled: apis
      .filter(({ throttled }) => throttled > 0)
      .slice(0, 3)
      .map(({ name, ...counted }) => ({ api: name, ...counted })),
    callers: callers.slice(0, MOST_CALLERS).map(({ name, ...counted }) => {
      const [api = "", by = ""] = name.split("|");
      return { api, by, ...counted };
    }),
    stopped: whyStopped(results),
  };
}

/** Most often refused first, then the most frequent. */
function countBy(calls: readonly CallRecord[], nameOf: (call: CallRecord) => string) {
  return [...Map.groupBy(calls, nameOf)]
    .map(([name, group]) => ({ name, calls: group.length, throttled: throttledOf(group) }))
    .sort((left, right) => right.throttled - left.throttled || right.calls - left.calls);
}

function throttledOf(calls: readonly CallRecord[]): number {
  return calls.filter(({ errorCode }) => isThrottling(errorCode)).length;
}

function roleOf(principal: string): string {
  return principal.split("/").at(-1) ?? principal;
}

function whyStopped(results: readonly DrillResult[]) {
  const stopped = results.filter(({ outcome }) => outcome !== "recovered");
  return [...Map.groupBy(stopped, whyOf)].map(([why, { length }]) => ({ why, applications: length }));
}

/** A run that asks gives its reasons; one that stopped says where, in the first lines of its page. An alarm has no such lines. */
function whyOf({ outcome, decision, notices }: DrillResult): string {
  const isPage = ({ subject }: Notice) => subject.includes("NEEDS YOU");
  const [, ...page] = notices.findLast(isPage)?.email.split("\n") ?? [];
  const said = outcome === "awaiting-approval" ? (decision?.reasons ?? []) : page.slice(0, 2);
  return `${outcome}: ${said.join(" ")}`;
}
