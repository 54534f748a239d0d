/** The run that holds the baton, as messages name it; null where nobody does. */
import type { Baton } from "../../orchestrator/baton";
import type { NoticeContext } from "../../orchestrator/notice";

export function holdingRun({ holder, workflow }: Baton): NoticeContext["run"] | null {
  if (holder === null) return null;
  return { runId: holder.split(":").at(-1) ?? "", executionArn: holder, workflow: workflow ?? "failover" };
}
