/** The sentry's watch from one look to the next: kept in the table, with the witness's word where the watch wants it. */
import type { Baton } from "../../orchestrator/baton";
import type { Verdict } from "../../orchestrator/evidence";
import { runIdOf, workflowOfArn } from "../../orchestrator/names";
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
  const [report, isPersonAsked] = await Promise.all([
    isWitnessWanted(before, looking) ? hearWitness(looking) : null,
    wasSomebodyAsked(looking, before),
  ]);
  const others = report && { witness: report.application.verdict, world: report.route53.verdict };
  const watch = looked(before, { nowMs: runtime.clock.now(), baton, isHealthy, isPersonAsked, others });
  await store.keep(watch);
  return { watch, witness: others?.witness ?? null };
}

async function hearWitness({ runtime, table }: Looking): Promise<WitnessReport> {
  const healthCheckId = (await new LastSeenStore(table).readHealthCheck())?.healthCheckId ?? null;
  return askWitness(runtime, { healthCheckId });
}

/**
 * In this outage, and about a failover: whoever is asked about a planned move has had no say about the outage. An answer may come
 * between two looks, and the run may be over by the next one.
 */
async function wasSomebodyAsked(
  { runtime, table, baton, ending }: Looking,
  { failingSinceMs }: Watch,
): Promise<boolean> {
  const gates = new GateStore(table);
  const waiting = waitingRun(baton, ending);
  if (waiting !== null) return waiting.workflow === "failover" && (await gates.read(waiting.runId))?.status === "open";
  const { holder, predecessor: last = null } = baton;
  if (holder !== null || last === null || failingSinceMs === null) return false;
  if (workflowOfArn(runtime.plan, last) !== "failover") return false;
  const gate = await gates.read(runIdOf(last));
  return gate !== null && gate.openedAtMs >= failingSinceMs;
}
