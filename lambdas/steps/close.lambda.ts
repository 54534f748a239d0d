/**
 * Responsible for: ending a run that has arrived: the record of what it took, the baton's lock, one message.
 * Triggered by: every machine: a failover once customers are served, a planned move once the application is protected again.
 * If it runs twice: the first end stands in the record, the lock is released once, the message is told once.
 * Steps: measure what it took, and what was lost until the promotion, unless the old primary serves again; leave unfinished fences to
 * the sentry; release the baton; keep the figures beside the objectives; tell on-call.
 */
import type * as z from "zod";
import { close } from "../../orchestrator/baton-transitions";
import { InvalidInput } from "../../orchestrator/errors";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import type { RunRecord } from "../../orchestrator/run";
import { BatonStore } from "../aws/baton-store";
import { LastSeenStore } from "../aws/last-seen-store";
import { PromotionLedger } from "../aws/promotion-ledger";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import type { Ending } from "./ending";
import { endingOfFailover, verdictsOf } from "./failover-close";
import { readReplicasLastSeen } from "./incident";
import { parsePayload, type runSchema, stepPayload } from "./payload";
import { endingOfMove } from "./planned-close";
import { isPlanned } from "./planned-run";
import { withReturnOfPrimary } from "./returned-primary";
import { tell } from "./tell";
import { keepUnjudgedFences } from "./unjudged-fences";

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const { run, enteredAt } = parsePayload(stepPayload, event);
    runtime.log.append({ ...run, step: "close" });
    const table = openTable(runtime);
    const runs = new RunStore(table);
    const record = await runs.read(run.runId);
    if (record === null) throw new InvalidInput(`There is no record of the run ${run.runId}.`);
    const endedAtMs = record.endedAtMs ?? runtime.clock.now();
    const { fields, summary, notice, answer } = await endingOf({ runtime, table, run }, record, endedAtMs);
    const { executionArn } = run;
    if (!isPlanned(run)) await keepUnjudgedFences(table, record, verdictsOf(runtime.plan, record), endedAtMs);
    await new BatonStore(table).require((baton) => close(baton, { executionArn, nowMs: endedAtMs }));
    await runs.update(run.runId, fields);
    await runs.note(run.runId, { atMs: endedAtMs, enteredAt, step: "close", summary });
    await tell({ runtime, table, runId: run.runId, enteredAt }, notice);
    return answer;
  },
};

export const handler = deploy(factory);

interface Closing {
  readonly runtime: Runtime<NoticeEnvironment>;
  readonly table: Table;
  readonly run: z.output<typeof runSchema>;
}

async function endingOf({ runtime, table, run }: Closing, record: RunRecord, endedAtMs: number): Promise<Ending> {
  const { plan } = runtime;
  if (isPlanned(run)) return endingOfMove({ plan, run }, record, endedAtMs);
  const lastSeen = await readReplicasLastSeen(plan, new LastSeenStore(table));
  const ledger = new PromotionLedger(table, await new BatonStore(table).read());
  const promotions = await ledger.requestedOf(resourcesWith(plan, "promote"), "standby");
  const traces = { lastSeen, promotions };
  return endingOfFailover({ plan, run }, await withReturnOfPrimary(runtime, record), traces, endedAtMs);
}
