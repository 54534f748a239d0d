/** The sentry's watch from one look to the next: kept in the table, with the witness's word where the watch wants it. */
import type { Baton } from "../../orchestrator/baton";
import type { Verdict } from "../../orchestrator/evidence";
import { isWitnessWanted, looked, type Watch } from "../../orchestrator/watch";
import { GateStore } from "../aws/gate-store";
import { LastSeenStore } from "../aws/last-seen-store";
import type { Table } from "../aws/table";
import { WatchStore } from "../aws/watch-store";
import { askWitness, type WitnessReport } from "../observers/witness";
import type { Ending } from "../run-ended/describe-ending";
import type { Runtime } from "../runtime/runtime";
import { waitingRun } from "./holding-run";

export interface Looking<Environment = unknown> {
  readonly runtime: Runtime<Environment>;
  readonly table: Table;
  readonly baton: Baton;
  /** How the run that holds the baton has ended; null while it runs, for all that is known. */
  readonly ending: Ending | null;
  readonly isHealthy: boolean;
}

export interface Looked {
  readonly watch: Watch;
  /** What the witness itself sees; null when it was not asked. */
  readonly witness: Verdict | null;
}

export async function keepWatch(looking: Looking): Promise<Looked> {
  const { runtime, table, baton, isHealthy } = looking;
  const store = new WatchStore(table);
  const before = await store.read();
  const [report, isQuestionOpen] = await Promise.all([
    isWitnessWanted(before, looking) ? hearWitness(looking) : null,
    hasOpenQuestion(looking),
  ]);
  const others = report && { witness: report.application.verdict, world: report.route53.verdict };
  const watch = looked(before, { nowMs: runtime.clock.now(), baton, isHealthy, isQuestionOpen, others });
  await store.keep(watch);
  return { watch, witness: others?.witness ?? null };
}

async function hearWitness({ runtime, table }: Looking): Promise<WitnessReport> {
  const healthCheckId = (await new LastSeenStore(table).readHealthCheck())?.healthCheckId ?? null;
  return askWitness(runtime, { healthCheckId });
}

/** About a failover: whoever is asked about a planned move has had no say about the outage. */
async function hasOpenQuestion({ table, baton, ending }: Looking): Promise<boolean> {
  const run = waitingRun(baton, ending);
  return run?.workflow === "failover" && (await new GateStore(table).read(run.runId))?.status === "open";
}
