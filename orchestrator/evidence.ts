/** What was observed about the primary Region, by whom and when. UNKNOWN ("I cannot see it") is not DOWN. */

export const OBSERVERS = ["route53", "standbyProbe", "witnessProbe", "replica"] as const;
export type Observer = (typeof OBSERVERS)[number];
export type Verdict = "UP" | "DOWN" | "UNKNOWN";

/** Where an observer stands. Two observers in one place fail together, so they count once. */
export const VANTAGE_OF: Readonly<Record<Observer, "world" | "standby" | "witness">> = {
  route53: "world",
  standbyProbe: "standby",
  witnessProbe: "witness",
  replica: "standby",
};

export interface Observation {
  readonly observer: Observer;
  readonly verdict: Verdict;
  /** What was seen, in one sentence: "14 of 16 checkers report a timeout". */
  readonly detail: string;
  readonly observedAtMs: number;
}

/** One look at the primary by every observer. */
export interface Evidence {
  readonly observations: readonly Observation[];
  readonly gatheredAtMs: number;
}
