/**
 * Responsible for: what a fence that did not hold means: promoting beside a writer that answers is a person's decision.
 * Triggered by: the failover machine, after the fence, unless every resource is fenced or silent.
 * If it runs twice: it judges the same answers again; a verdict that is there stays.
 * Steps: judge (pure); keep the verdict and the reason of every fence that broke down before it could do so itself.
 */

import { type FenceOutcome, judgeFence } from "../../orchestrator/judge-fence";
import { holdBaton } from "../aws/holder";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";
import { fenceEndPayload, parsePayload } from "./payload";
import { keepUnjudgedFences } from "./unjudged-fences";

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(fenceEndPayload, event);
    const { run, enteredAt } = payload;
    runtime.log.append({ ...run, step: "judge-fence" });
    const table = openTable(runtime);
    const nowMs = runtime.clock.now();
    await holdBaton(table, { run, enteredAt, nowMs });
    const { outcomes, verdict: judged, reasons } = judgeFence(runtime.plan, payload.fences);
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

function sentence({ resourceId, verdict, detail }: FenceOutcome): string {
  return `${resourceId} ${verdict}: ${detail}`;
}
