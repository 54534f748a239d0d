/** What must hold in every night. An invariant watches while the night goes on, and says at its end what it saw broken. */
import type { RunRecord } from "../../../orchestrator/run";
import type { CustomerReport } from "../../customers/customers";
import type { Incident } from "../../drill/incident";
import type { TableRecords } from "../../drill/table-records";
import type { World } from "../../world";
import type { Mishaps } from "../mishaps";
import type { Night } from "../night";

/** Where a night is lived through. */
export interface Stage {
  readonly world: World;
  readonly incident: Incident;
  readonly table: TableRecords;
  readonly night: Night;
  readonly mishaps: Mishaps;
  /** Virtual time of the first mishap. */
  readonly originMs: number;
}

/** What is known once the night is over. */
export interface Aftermath {
  /** Every run that claimed the baton, oldest first. */
  readonly runs: readonly RunRecord[];
  readonly customers: CustomerReport;
  /** Virtual time at which everything was mended. */
  readonly healedAtMs: number;
  /** Whether the night came to rest before its horizon. */
  readonly cameToRest: boolean;
}

/** One sentence for each thing that is wrong. */
export type Findings = readonly string[];

export interface Invariant {
  readonly name: string;
  /** What holds, in one sentence; `docs/proof.md` lists them. */
  readonly sentence: string;
  /** Called before the first mishap; what it returns is called when the night is over. */
  watch(stage: Stage): (aftermath: Aftermath) => Findings | Promise<Findings>;
}

/** `T+mm:ss` since the first mishap, `T-mm:ss` before it. */
export function moment({ originMs }: Pick<Stage, "originMs">, atMs: number): string {
  const seconds = Math.round(Math.abs(atMs - originMs) / 1000);
  const [minutes, rest] = [Math.floor(seconds / 60), seconds % 60];
  return `T${atMs < originMs ? "-" : "+"}${String(minutes).padStart(2, "0")}:${String(rest).padStart(2, "0")}`;
}
