/**
 * Responsible for: looking at the primary from every independent place at once, and keeping what was seen.
 * Triggered by: the converge loop of the failover machine, while the standby warms up.
 * If it runs twice: a later look replaces an earlier one; nothing else is touched.
 * Steps: all observers at the same time, each bounded; keep the evidence; done when a quorum agrees.
 */
import { conclusive, type Evidence } from "../../orchestrator/evidence";
import { LastSeenStore } from "../aws/last-seen-store";
import { observe } from "../observers/observer";
import { lookFromStandby } from "../observers/own-probe";
import { lookAtReplication } from "../observers/replication";
import { lookThroughRoute53 } from "../observers/route53-checkers";
import { askWitness, lookFromWitness } from "../observers/witness";
import { done, pending } from "../resources/hand";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, convergingStep } from "./converging-step";

export const factory = convergingStep("gather-evidence", async (call) => {
  const evidence = await gather(call);
  await call.runs.keepEvidence(call.payload.run.runId, evidence);
  const detail = evidence.observations.map(({ observer, verdict }) => `${observer}: ${verdict}`).join(", ");
  return conclusive(evidence) ? done(`A quorum agrees. ${detail}.`) : pending(`No quorum yet. ${detail}.`);
});

export const handler = deploy(factory);

async function gather({ runtime, table }: ConvergeCall): Promise<Evidence> {
  const healthCheckId = (await new LastSeenStore(table).readHealthCheck())?.healthCheckId ?? null;
  const looking = { runtime, healthCheckId, witness: askWitness(runtime, { healthCheckId }) };
  const observations = await Promise.all([
    observe("route53", lookThroughRoute53, looking),
    observe("standbyProbe", lookFromStandby, looking),
    observe("witnessProbe", lookFromWitness, looking),
    observe("replica", lookAtReplication, looking),
  ]);
  return { observations, gatheredAtMs: runtime.clock.now() };
}
