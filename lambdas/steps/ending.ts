/** How a run ends: what goes into its record and its timeline, what the machine is answered, what people read. */
import type { Notice } from "../../orchestrator/notice";
import type { RunRecord } from "../../orchestrator/run";

export interface Ending {
  readonly fields: Partial<RunRecord>;
  readonly answer: Readonly<Record<string, string | number>>;
  readonly summary: string;
  readonly notice: Notice;
}
