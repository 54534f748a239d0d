/** One step of a workflow as an outline says it. */
import type { Touch } from "./touches";

export interface OutlineStep {
  readonly name: string;
  /** Longest time it may take; null for what is over at once. */
  readonly deadlineSeconds: number | null;
  readonly what: string;
  readonly touches: readonly Touch[];
  /** Runs side by side with the step before it. */
  readonly isBeside?: true;
  /** When a person is asked before it goes on. */
  readonly asksAPersonWhen?: readonly string[];
}
