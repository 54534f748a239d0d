/** What expectations are judged by, and the form of their judges. */
import type { Phase, RegionRole } from "../../orchestrator/baton";
import type { GateAnswer } from "../../orchestrator/gate";
import type { FenceVerdict } from "../../orchestrator/resources/kind";
import type { ExpectationData, Trouble } from "../scenarios/expectation";
import type { DatabaseState } from "./database-states";
import type { GroupImages } from "./group-images";
import type { DrillOutcome, Move, Notice, Starter } from "./result";
import type { Verdict } from "./verdict";

export interface Findings {
  /** What the scenario says and did not happen. */
  readonly untold: readonly string[];
  readonly outcome: DrillOutcome | "none";
  readonly activeRole: RegionRole;
  readonly rtoSeconds: number | null;
  readonly rtoObjectiveSeconds: number;
  readonly rpoSeconds: number;
  readonly rpoObjectiveSeconds: number;
  readonly areCustomersServed: boolean;
  readonly writesLost: number;
  readonly splitBrainWrites: number;
  /** From the first of them to the last. */
  readonly splitBrainSeconds: number;
  readonly iamRefusals: readonly string[];
  readonly fenceVerdict: FenceVerdict | null;
  /** Whether the primary Region's application could write to its databases at the end. */
  readonly isOldWriterOpen: boolean;
  readonly notices: readonly Notice[];
  /** Timelines of all runs, as they stand in the table. */
  readonly recordLines: readonly string[];
  /** Trouble that was met: calls with a fate of their own, launches that failed. */
  readonly troubles: Readonly<Record<Trouble, number>>;
  /** What people met on the approval page, one sentence for each visit. */
  readonly pageVisits: readonly string[];
  /** How the question to a person ended; null where none was asked or it is still open. */
  readonly approval: GateAnswer | null;
  readonly failedBeforeFault: number;
  readonly servedByStandby: number;
  /** Virtual time; null when it never happened. */
  readonly firstServedByStandbyAtMs: number | null;
  readonly batonMovedAtMs: number | null;
  readonly promotions: number;
  readonly phase: Phase;
  readonly epoch: number;
  readonly moves: readonly Move[];
  /** Stretches of planned moves in which a request failed. */
  readonly disturbedStretches: number;
  readonly databases: readonly DatabaseState[];
  /** Desired instances of each Region's groups. */
  readonly groups: Readonly<Record<RegionRole, { readonly before: number; readonly after: number }>>;
  readonly images: readonly GroupImages[];
  readonly executions: number;
  readonly claimedRuns: number;
  readonly startedBy: Starter | null;
}

export type Judge<That extends ExpectationData["that"]> = (
  expectation: Extract<ExpectationData, { readonly that: That }>,
  findings: Findings,
) => Verdict;
