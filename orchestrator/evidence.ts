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

export type Vantage = (typeof VANTAGE_OF)[Observer];

/** Independent vantages that must agree before anything happens by itself. */
export const QUORUM = 2;

/** Evidence counted by independent vantage, not by observer. */
export interface WeighedEvidence {
  readonly up: readonly Vantage[];
  readonly down: readonly Vantage[];
  /** Vantages that see nothing, or whose own observers contradict each other. */
  readonly unknown: readonly Vantage[];
  /** Some observer says UP while another says DOWN. */
  readonly disagree: boolean;
}

const VANTAGES = ["world", "standby", "witness"] as const satisfies readonly Vantage[];

/** Counts verdicts by vantage. A vantage with an UP and a DOWN contradicts itself and counts as UNKNOWN. */
export function weighEvidence(evidence: Evidence): WeighedEvidence {
  const verdicts = new Set(evidence.observations.map(({ verdict }) => verdict));
  const seenFrom = (vantage: Vantage) => vantageVerdict(evidence.observations, vantage);
  return {
    up: VANTAGES.filter((vantage) => seenFrom(vantage) === "UP"),
    down: VANTAGES.filter((vantage) => seenFrom(vantage) === "DOWN"),
    unknown: VANTAGES.filter((vantage) => seenFrom(vantage) === "UNKNOWN"),
    disagree: verdicts.has("UP") && verdicts.has("DOWN"),
  };
}

/** Whether looking longer cannot change what happens next: a quorum says UP or a quorum says DOWN. */
export function conclusive(evidence: Evidence): boolean {
  const { up, down } = weighEvidence(evidence);
  return up.length >= QUORUM || down.length >= QUORUM;
}

/** Whether a quorum sees the primary serve. */
export function isSeenUp(evidence: Evidence): boolean {
  return weighEvidence(evidence).up.length >= QUORUM;
}

function vantageVerdict(observations: readonly Observation[], vantage: Vantage): Verdict {
  const verdicts = observations
    .filter(({ observer }) => VANTAGE_OF[observer] === vantage)
    .map(({ verdict }) => verdict);
  const isUp = verdicts.includes("UP");
  const isDown = verdicts.includes("DOWN");
  if (isUp === isDown) return "UNKNOWN";
  return isUp ? "UP" : "DOWN";
}
