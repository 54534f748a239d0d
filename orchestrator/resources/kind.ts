/**
 * What a resource kind is to the orchestrator: its schema, the verbs it implements and the IAM statements each verb needs.
 * The hands that carry the verbs out live in `lambdas/resources/<kind>.ts`.
 */

import type { RegionRole } from "../baton";

export const VERBS = [
  "inspect",
  "standReady",
  "warmUp",
  "coolDown",
  "fence",
  "unfence",
  "promote",
  "rebuild",
  "verify",
  /** What promotion has reset is as before. Goes on after the run, by the sentry. */
  "restore",
  /** The newest image is in both Regions. Goes on between runs, by the image keeper. */
  "keepImages",
] as const;
export type Verb = (typeof VERBS)[number];

/** One IAM statement as plain data; `infra` turns it into CDK, the lab judges calls by the synthesized result. */
export interface PolicyStatementData {
  /** Says which call needs it, for the reviewer. */
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why no narrower resource can be named. Required where a resource has a wildcard: without it synth refuses the statement. */
  readonly wildcardReason?: string;
}

/** Where a verb acts: the same verb needs rights in one Region only, in the one whose role it is meant for. */
export interface PolicyScope {
  /** Whose roles these are. */
  readonly application: string;
  readonly account: string;
  readonly role: RegionRole;
  readonly region: string;
  /** Region of the other role, where some verbs read. */
  readonly otherRegion: string;
}

/** The role at the other end of a pair. */
export function otherRole(role: RegionRole): RegionRole {
  return role === "primary" ? "standby" : "primary";
}

/** A statement's name: words joined in Pascal case, because IAM allows letters and digits only. */
export function statementId(...words: readonly string[]): string {
  return words
    .flatMap((word) => word.split(/[^a-zA-Z0-9]+/))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/** Meaning of a kind: which verbs it has, and what each may do. */
export interface ResourceMeaning<Resource, ImplementedVerb extends Verb = Verb> {
  readonly verbs: readonly ImplementedVerb[];
  /** Least privilege of one verb on one resource, in the Region of one role. */
  statements(verb: ImplementedVerb, resource: Resource, scope: PolicyScope): readonly PolicyStatementData[];
}

/**
 * The answer of a converge function. `blocked` means that waiting will not help: a person must change something first.
 * `facts` are what the run's record and the messages quote.
 */
export interface ConvergeResult {
  readonly status: "done" | "pending" | "blocked";
  /** One sentence for the timeline: what was seen and what was done about it. */
  readonly detail: string;
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
  /** Whole seconds before which another look is not worth its call; a loop whose own distance is longer keeps to that. */
  readonly waitSeconds?: number;
  /** Whole seconds after which another look is wanted, where the loop's own distance is longer: what is to be seen passes. */
  readonly soonSeconds?: number;
  /** Only where AWS has refused a look of this loop because the account asks too often. */
  readonly throttle?: Throttle;
}

/** What a loop has learned from being refused: how far apart its looks must be for all who share the quota. */
export interface Throttle {
  readonly paceSeconds: number;
  /** Whether any look of the loop was answered. */
  readonly hasLooked: boolean;
  /** Why the latest look was refused; absent where it was answered. */
  readonly refusal?: string;
}

export type FenceVerdict = "FENCED" | "UNREACHABLE" | "FAILED";
