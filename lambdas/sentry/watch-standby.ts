/**
 * Whether the standby serves, while it is the one that should. Nobody fails over from it, so this starts nothing: on-call hears of it by
 * the alarm on the metric, and by nothing else of Baton's.
 */
import type { Baton } from "../../orchestrator/baton";
import { isFrozen } from "../../orchestrator/frozen-span";
import { deployedNames } from "../../orchestrator/names";
import { describeFailure } from "../aws/failures";
import { reportMetric } from "../aws/own-metrics";
import { RunStore } from "../aws/run-store";
import type { Table } from "../aws/table";
import { probeApplication } from "../observers/own-probe";
import type { Runtime } from "../runtime/runtime";
import { holdingRun } from "./holding-run";

/** Beside a run, too: a failback waits for hours. Never throws: the sentry's look goes on. */
export async function watchStandby(runtime: Runtime<unknown>, table: Table, baton: Baton): Promise<void> {
  if (baton.active !== "standby" || (await isFrozenOnPurpose(runtime, table, baton))) return;
  const { verdict, detail } = await probeApplication(runtime, "standby");
  const isDown = verdict === "DOWN";
  if (isDown) runtime.log.error(`The standby serves, and does not answer. ${detail}`);
  await reportMetric(runtime, deployedNames(runtime.plan).standbyUnhealthyMetric, isDown ? 1 : 0);
}

/**
 * The write path fails while a failback freezes the writer, as it should; what a switchover has frozen is the other one. Where
 * the record cannot be read, it is looked at.
 */
async function isFrozenOnPurpose(runtime: Runtime<unknown>, table: Table, baton: Baton): Promise<boolean> {
  const run = holdingRun(baton);
  if (run?.workflow !== "failback") return false;
  try {
    return isFrozen((await new RunStore(table).read(run.runId)) ?? {});
  } catch (error) {
    runtime.log.warn(`Whether the standby is frozen cannot be found out: ${describeFailure(error)}`);
    return false;
  }
}
