/**
 * Responsible for: what a fence that did not hold means: promoting beside a writer that answers is a person's decision.
 * Triggered by: the failover machine, after the fence, unless every resource is fenced or silent.
 * If it runs twice: it judges the same answers again; a verdict that is there stays.
 * Steps: judge (pure); keep the verdict and the reason of every fence that broke down before it could do so itself.
 */

import { type FenceOutcome, judgeFence } from "../../orchestrator/judge-fence";
import { keptFence } from "../../orchestrator/kept-fence";
import { FenceStore } from "../aws/fence-store";
import { holdBaton } from "../aws/holder";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";
import { type FenceEndPayload, fenceEndPayload, parsePayload } from "./payload";

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(fenceEndPayload, event);
    const { run, enteredAt } = payload;
    runtime.log.append({ ...run, step: "judge-fence" });
    const table = openTable(runtime);
    const nowMs = runtime.clock.now();
    await holdBaton(table, { run, enteredAt, nowMs });
    const { outcomes, verdict, reasons } = judgeFence(runtime.plan, payload.fences);
    await keepUnjudged(table, payload, outcomes, nowMs);
    const summary = `${verdict}: ${outcomes.map(sentence).join(" ")}`;
    await new RunStore(table).note(run.runId, { atMs: nowMs, enteredAt, step: "judge-fence", summary });
    runtime.log.info(summary);
    return { verdict, reasons };
  },
};

export const handler = deploy(factory);

/** A fence step that crashed has written nothing down: no verdict for the record, and nothing for the sentry to go on with. */
async function keepUnjudged(
  table: Table,
  { run }: FenceEndPayload,
  outcomes: readonly FenceOutcome[],
  nowMs: number,
): Promise<void> {
  const { runId, executionArn } = run;
  const runs = new RunStore(table);
  const judged = (await runs.read(runId))?.fenceVerdicts ?? {};
  for (const { resourceId, verdict } of outcomes.filter((outcome) => judged[outcome.resourceId] === undefined)) {
    await runs.keepFenceVerdict(runId, resourceId, verdict);
    await new FenceStore(table).keep(keptFence({ resourceId, runId, executionArn, verdict }, nowMs));
  }
}

function sentence({ resourceId, verdict, detail }: FenceOutcome): string {
  return `${resourceId} ${verdict}: ${detail}`;
}
