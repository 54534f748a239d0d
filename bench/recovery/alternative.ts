/** What people use instead of Baton, as an actor in the lab: how its traffic is led, and what it does once the alarm goes off. */
import type { Hands } from "./hands";

/**
 * How the public name is led. `by-health`: failover records, the primary's judged by the application's health check.
 * `by-one-record`: one record that somebody changes. `by-controls`: failover records, each judged by a routing control.
 */
export const ROUTINGS = ["by-health", "by-one-record", "by-controls"] as const;
export type Routing = (typeof ROUTINGS)[number];

/** What was assumed of an alternative, and who says so. */
export interface Assumption {
  readonly what: string;
  /** A page of the vendor's, or that it is an estimate. */
  readonly source: string;
}

export interface Alternative {
  readonly name: string;
  readonly title: string;
  readonly routing: Routing;
  readonly assumptions: readonly Assumption[];
  /** From the moment in which the alarm's news arrives. @throws GaveUp when something does not come to pass in time */
  recover(hands: Hands): Promise<void>;
}

export const ESTIMATE = "an estimate";
/** Every automatic alternative starts with it: the detection is the same for all. */
export const SAME_ALARM: Assumption = {
  what: "It is started by the very alarm that starts Baton: Route 53's checkers, a minute's metric, one period. Its event takes a second.",
  source: "Baton's own watch stack; the lab's EventBridge",
};
