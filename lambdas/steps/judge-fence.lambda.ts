/**
 * Responsible for: what a fence that did not hold means: promoting beside a writer that answers is a person's decision.
 * Triggered by: the failover machine, after the fence, unless every resource is fenced or silent.
 * If it runs twice: it judges the same answers again; a verdict that is there stays.
 * Steps: where the machine has heard no verdict, take the one that the fence has just put on record; judge (pure); keep the
 * verdict and the reason of every fence that broke down before it could do so itself.
 */

import { LARGEST_EVIDENCE_AGE_SECONDS } from "../../orchestrator/guards";
import { type FenceOutcome, judgeFence } from "../../orchestrator/judge-fence";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { FenceStore } from "../aws/fence-store";
import { holdBaton } from "../aws/holder";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { type FenceEnd, fenceEndPayload, parsePayload } from "./payload";
import { keepUnjudgedFences } from "./unjudged-fences";

const LONGEST_KEPT_MS = LARGEST_EVIDENCE_AGE_SECONDS * 1000;

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(fenceEndPayload, event);
    const { run, enteredAt } = payload;
    runtime.log.append({ ...run, step: "judge-fence" });
    const table = openTable(runtime);
    const nowMs = runtime.clock.now();
    await holdBaton(table, { run, enteredAt, nowMs });
    const ended = await heardOrRecorded(runtime, table, payload);
    const { outcomes, verdict: judged, reasons } = judgeFence(runtime.plan, ended);
    const runs = new RunStore(table);
    const { fenceVerdicts } = (await runs.read(run.runId)) ?? {};
    const given = Object.fromEntries(outcomes.map(({ resourceId, verdict }) => [resourceId, verdict]));
    await keepUnjudgedFences(table, { ...run, ...(fenceVerdicts && { fenceVerdicts }) }, given, nowMs);
    const summary = `${judged}: ${outcomes.map(sentence).join(" ")}`;
    await runs.note(run.runId, { atMs: nowMs, enteredAt, step: "judge-fence", summary });
    runtime.log.info(summary);
    return { verdict: judged, reasons };
  },
};

export const handler = deploy(factory);

/**
 * A fence whose answer was lost or late has kept its verdict all the same, and a person need not be asked about it. One that
 * is older than any look that a decision may stand on is of another attempt.
 */
async function heardOrRecorded(
  { plan, clock }: Runtime<TableEnvironment>,
  table: Table,
  { run, fences }: FenceEnd,
): Promise<FenceOutcome[]> {
  const heard = (resourceId: string) => fences.find((fence) => fence.resourceId === resourceId);
  const store = new FenceStore(table);
  const found = await Promise.all(
    resourcesWith(plan, "fence").map(async ({ id }) => {
      const outcome = heard(id);
      if (outcome !== undefined && outcome.verdict !== "FAILED") return outcome;
      const kept = await store.read(id);
      const isOfNow = kept?.runId === run.runId && clock.now() - kept.lookedAtMs <= LONGEST_KEPT_MS;
      if (!isOfNow || kept.verdict === "FAILED") return outcome;
      return { resourceId: id, verdict: kept.verdict, detail: "Its answer was lost; its verdict is on record." };
    }),
  );
  return found.filter((outcome) => outcome !== undefined);
}

function sentence({ resourceId, verdict, detail }: FenceOutcome): string {
  return `${resourceId} ${verdict}: ${detail}`;
}
