/** Recovery beside the alternatives. */
import type { Workshop } from "../benches";
import type { Findings } from "../report/chapter";
import { recoveryChapter } from "./chapter";
import { compare } from "./compare";
import type { Night } from "./night";
import { summarize, type ToolSummary } from "./summary";

export interface RecoveryNumbers {
  readonly summaries: readonly ToolSummary[];
  readonly nights: readonly Night[];
}

export async function measureRecovery(workshop: Workshop): Promise<Findings<RecoveryNumbers>> {
  const startedMs = performance.now();
  const nights = await compare(workshop);
  const summaries = summarize(nights);
  workshop.progress(`${nights.length} nights in ${((performance.now() - startedMs) / 1000).toFixed(0)} s\n`);
  return { chapter: recoveryChapter(summaries), numbers: { summaries, nights } };
}
