/** How a planned move ends: protected again, with what it cost. Nothing was lost, so there is no loss to estimate. */
import { frozenMs } from "../../orchestrator/frozen-span";
import { protectedAgainNotice } from "../../orchestrator/planned-notices";
import type { RunRecord } from "../../orchestrator/run";
import type { Ending } from "./ending";

type Context = Parameters<typeof protectedAgainNotice>[0];

export function endingOfMove(context: Context, record: RunRecord, endedAtMs: number): Ending {
  const { startedAtMs, movedAtMs = endedAtMs, approval } = record;
  const frozenSeconds = Math.ceil((frozenMs(record, movedAtMs) ?? 0) / 1000);
  const durationSeconds = Math.ceil((endedAtMs - startedAtMs) / 1000);
  const approvedBy = approval?.decision?.decidedBy ?? "nobody";
  return {
    fields: { outcome: "moved", endedAtMs },
    answer: { outcome: "moved", durationSeconds, frozenSeconds },
    summary: `Moved and protected again after ${durationSeconds} s; nobody could write for ${frozenSeconds} s.`,
    notice: protectedAgainNotice(context, { durationSeconds, frozenSeconds, approvedBy }),
  };
}
