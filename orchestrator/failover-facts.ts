/** What a person sees before a failover is approved: evidence, what would be lost, whether the standby is ready, what follows. */
import { dataLossAhead, estimateDataLoss, knownLagSeconds } from "./data-loss";
import { ifDeclined, ifNobodyAnswers } from "./declining";
import { type Evidence, isSeenUp, type Observation, type Observer, type Verdict } from "./evidence";
import type { Bearing, GateFact, GateFacts } from "./gate";
import { momentText, spanText, spanUpText } from "./message-text";
import type { Plan } from "./plan";
import type { Promotion } from "./promotion";
import { resourcesWith } from "./resources/meanings";
import type { LastSeen, Readiness, Trigger } from "./run";
import { plainCause } from "./sentences";

export interface FailoverCircumstances {
  readonly plan: Plan;
  readonly trigger: Trigger;
  readonly reasons: readonly string[];
  readonly evidence: Evidence;
  /** What the sentry last saw of every resource; one that it never saw is missing. */
  readonly lastSeen: readonly LastSeen[];
  readonly readiness: readonly Readiness[];
  /** When the early warm-up looked at the standby, at the latest moment that is certain (epoch milliseconds). */
  readonly readinessSeenAtMs: number;
  /** What this move has asked for already. */
  readonly promotions: readonly Promotion[];
  /** Whether this move has begun a fence, be it by a dead run that this one took over from. */
  readonly hasFenceBegun: boolean;
}

/** A page that nobody can read to its end helps nobody; what speaks against approving comes first. */
const LARGEST_FACT_COUNT = 40;
const LONGEST_VALUE_CHARACTERS = 400;

export function failoverFacts(circumstances: FailoverCircumstances): GateFacts {
  const { plan, trigger, reasons } = circumstances;
  return {
    question: questionOf(circumstances),
    askedBy: askedBy(trigger),
    reasons: reasons.map(shortened),
    groups: [
      { title: `What the observers say of ${plan.regions.primary}`, facts: observers(circumstances) },
      { title: "What could be lost", facts: whatCouldBeLost(circumstances) },
      { title: `Is ${plan.regions.standby} ready?`, facts: readiness(circumstances) },
    ].map(({ title, facts }) => ({ title, facts: bounded(facts) })),
    ifApproved: whatFollows(plan),
    ifDeclined: ifDeclined(plan, circumstances).map(shortened),
    ifNobodyAnswers: ifNobodyAnswers(plan, circumstances),
    cannotBeUndone: whatCannotBeUndone(plan),
  };
}

/** Whoever reads only the subject must not approve the move of a working primary unawares. */
function questionOf({ plan, evidence }: FailoverCircumstances): string {
  const { primary, standby } = plan.regions;
  return isSeenUp(evidence) ? `Fail over to ${standby} although ${primary} answers?` : `Fail over to ${standby}?`;
}

export function askedBy(trigger: Trigger): string {
  if (trigger.type === "person") return shortened(`${trigger.requestedBy}, who says: ${trigger.reason}`);
  if (trigger.type === "sentry")
    return `The sentry, which has not reached it since ${momentText(trigger.failingSinceMs)}`;
  const alarm = trigger.alarmArn.split(":").slice(6).join(":");
  return `The alarm ${alarm}, which went off at ${momentText(trigger.changedAtMs)}`;
}

const OBSERVER_NAMES: Readonly<Record<Observer, string>> = {
  route53: "Route 53's checkers",
  standbyProbe: "Probe from the standby",
  witnessProbe: "Probe from the witness",
  replica: "Replication stream",
};

/** DOWN speaks for moving, UP against it. */
const BEARINGS: Readonly<Record<Verdict, Bearing>> = { DOWN: "for", UP: "against", UNKNOWN: "unknown" };

function observers({ evidence }: FailoverCircumstances): readonly GateFact[] {
  if (evidence.observations.length === 0) return [fact("Evidence", "None could be gathered.", "unknown", null)];
  return evidence.observations.map(({ observer, verdict, detail, observedAtMs }: Observation) =>
    fact(OBSERVER_NAMES[observer], `${verdict}. ${detail}`, BEARINGS[verdict], observedAtMs),
  );
}

function whatCouldBeLost({ plan, lastSeen, evidence }: FailoverCircumstances): readonly GateFact[] {
  const replicas = resourcesWith(plan, "promote").map(({ id }) => replicaOf(id, lastSeen));
  const lags = replicas.map((seen) => lagFact(seen, evidence, plan.policy.largestDataLossSeconds));
  if (replicas.length === 0) return [fact("Data", "The plan has no data to promote.", "plain", null)];
  const loss = estimateDataLoss(replicas, evidence);
  const objective = `The objective is ${spanText(plan.objectives.rpoSeconds)}.`;
  return [...lags, fact("Estimate", `${dataLossAhead(loss, evidence)} ${objective}`, "plain", evidence.gatheredAtMs)];
}

function replicaOf(id: string, lastSeen: readonly LastSeen[]): LastSeen {
  return lastSeen.find(({ resourceId }) => resourceId === id) ?? { resourceId: id, seenAtMs: 0 };
}

function lagFact(seen: LastSeen, evidence: Evidence, largestSeconds: number): GateFact {
  const label = `Replication lag of ${seen.resourceId}`;
  const lagSeconds = knownLagSeconds(seen, evidence);
  const seenAtMs = seen.lagSampledAtMs ?? null;
  if (lagSeconds === null) return fact(label, "Not known from before the incident.", "unknown", seenAtMs);
  const limit = `the plan allows ${spanText(largestSeconds)} without a person`;
  return fact(label, `${spanUpText(lagSeconds)}; ${limit}.`, lagSeconds > largestSeconds ? "against" : "for", seenAtMs);
}

const READINESS: Readonly<Record<Readiness["status"], readonly [word: string, bearing: Bearing]>> = {
  blocked: ["Blocked", "against"],
  pending: ["Warming up", "plain"],
  done: ["Ready", "for"],
  unseen: ["Nobody could look", "unknown"],
};

function readiness({ readiness: found, readinessSeenAtMs, lastSeen }: FailoverCircumstances): readonly GateFact[] {
  const resources = found.map(({ resourceId, status, detail }) => {
    const [word, bearing] = READINESS[status];
    return fact(resourceId, `${word}. ${plainCause(detail)}`, bearing, readinessSeenAtMs);
  });
  const capacities = lastSeen.flatMap(({ resourceId, capacity, seenAtMs }) =>
    capacity === undefined ? [] : [capacityFact(resourceId, capacity, seenAtMs)],
  );
  const known = [...resources, ...capacities];
  return known.length > 0 ? known : [fact("Standby", "The plan has nothing to warm up.", "plain", null)];
}

function capacityFact(resourceId: string, capacity: number, seenAtMs: number): GateFact {
  const label = `${resourceId} in the primary`;
  return fact(label, `${capacity} instances, the most within half an hour before the incident.`, "plain", seenAtMs);
}

function whatFollows({ regions, policy, traffic }: Plan): readonly string[] {
  return [
    `The old writers in ${regions.primary} are fenced, as far as that Region answers (at most ${spanText(policy.deadlines.fenceSeconds)}). ` +
      "About one that answers and cannot be fenced you are asked first.",
    `Data in ${regions.standby} is promoted and capacity is filled (at most ${spanText(policy.deadlines.promoteSeconds)}).`,
    "The standby is verified through its write path.",
    `Traffic of ${traffic.recordName} moves to ${regions.standby} and stays there until people bring it home.`,
  ];
}

export function whatCannotBeUndone(plan: Plan): readonly string[] {
  const data = resourcesWith(plan, "promote").map(({ id }) => id);
  if (data.length === 0) return ["Nothing: the plan promotes no data. Traffic moves back by a failback."];
  return [
    `Promotion of ${shortened(data.join(", "))}: replication ends for good, and going home needs a failback.`,
    "Writes that had not been replicated stay behind in the old Region.",
  ];
}

export function fact(label: string, value: string, bearing: Bearing, seenAtMs: number | null): GateFact {
  return { label, value: shortened(value), bearing, seenAtMs };
}

const ORDER: readonly Bearing[] = ["against", "unknown", "for", "plain"];

/** Long lists begin with what speaks against approving; short ones stay as they are. */
function bounded(facts: readonly GateFact[]): readonly GateFact[] {
  if (facts.length <= LARGEST_FACT_COUNT) return facts;
  const sorted = [...facts].sort((left, right) => ORDER.indexOf(left.bearing) - ORDER.indexOf(right.bearing));
  const left = facts.length - LARGEST_FACT_COUNT;
  return [
    ...sorted.slice(0, LARGEST_FACT_COUNT),
    fact("And more", `${left} more are in the run's record.`, "plain", null),
  ];
}

export function shortened(text: string): string {
  return text.length <= LONGEST_VALUE_CHARACTERS ? text : `${text.slice(0, LONGEST_VALUE_CHARACTERS - 3)}...`;
}
