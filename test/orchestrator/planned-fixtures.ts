/** A planned move that several tests start from. */
import type { MoveFacts, SecondLook } from "../../orchestrator/move-facts";
import type { Notice, NoticeContext } from "../../orchestrator/notice";
import {
  plannedAbandonedNotice,
  plannedMovedNotice,
  plannedStartedNotice,
  protectedAgainNotice,
  replicaBuildingNotice,
} from "../../orchestrator/planned-notices";
import type { PlannedWorkflow } from "../../orchestrator/workflow";
import { NOW_MS } from "./fixtures";

const atMs = NOW_MS - 30_000;

/** Everything is fine: both Regions healthy, no lag, the target as large as the source. */
export const READY: MoveFacts = {
  health: {
    primary: { value: { isHealthy: true, detail: "every resource answers" }, atMs },
    standby: { value: { isHealthy: true, detail: "200 on the write path" }, atMs },
  },
  lagSeconds: { "orders-db": { value: 0.4, atMs: NOW_MS - 90_000 } },
  inService: { web: { primary: { value: 6, atMs }, standby: { value: 6, atMs } } },
};

/** The facts of a second look, at which the source wants nothing more of its target. */
export function seen(facts: MoveFacts): SecondLook {
  return { facts, wanted: {} };
}

/** Every message of a planned move, from arbitrary words where the outside world has a say. */
export function everyPlannedNotice(
  where: NoticeContext,
  words: string,
  workflow: PlannedWorkflow = "failback",
): Notice[] {
  const context = { ...where, run: { ...where.run, workflow } };
  const request = { requestedBy: words, reason: words, frozenAtMs: NOW_MS };
  return [
    plannedStartedNotice(context, request),
    replicaBuildingNotice(context, { resourceId: words, region: "us-east-1", keptAs: words, keptUntilMs: NOW_MS }),
    plannedMovedNotice(context, { frozenSeconds: 421, lagSeconds: { [words]: 0 } }),
    plannedAbandonedNotice(context, { reasons: [words], frozenSeconds: 200 }),
    protectedAgainNotice(context, { durationSeconds: 20_000, frozenSeconds: 421, approvedBy: words }),
  ];
}
