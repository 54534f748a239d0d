/**
 * Responsible for: looking at the primary from every independent place at once, and keeping what was seen.
 * Triggered by: the converge loop of the failover machine, while the standby warms up; once more after an approval.
 * If it runs twice: a later look replaces an earlier one; nothing else is touched.
 * Steps: nothing, where only old evidence is to be replaced and it is not old; all observers at the same time, each bounded; keep
 * the evidence; look up the lag before the incident where the sentry was silent; done when a quorum agrees.
 */
import * as z from "zod";
import { conclusive, type Evidence } from "../../orchestrator/evidence";
import { isFresh } from "../../orchestrator/late-approval";
import { describeFailure } from "../aws/failures";
import { LastSeenStore } from "../aws/last-seen-store";
import { observe } from "../observers/observer";
import { lookFromStandby } from "../observers/own-probe";
import { lookAtReplication } from "../observers/replication";
import { lookThroughRoute53 } from "../observers/route53-checkers";
import { askWitness, lookFromWitness } from "../observers/witness";
import { done, pending } from "../resources/hand";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, convergingStep } from "./converging-step";
import { recallLag } from "./incident";
import { convergePayload, parsePayload } from "./payload";

const gatherPayload = convergePayload.extend({ onlyIfOld: z.boolean().default(false) });

export const factory = convergingStep("gather-evidence", async (call) => {
  const { onlyIfOld } = parsePayload(gatherPayload, call.event);
  if (onlyIfOld && (await isStillFresh(call))) return done("The evidence is only seconds old.");
  const evidence = await gather(call);
  await call.runs.keepEvidence(call.payload.run.runId, evidence);
  if (call.payload.previous === null && !onlyIfOld) await recall(call);
  const detail = evidence.observations.map(({ observer, verdict }) => `${observer}: ${verdict}`).join(", ");
  return conclusive(evidence) ? done(`A quorum agrees. ${detail}.`) : pending(`No quorum yet. ${detail}.`);
});

export const handler = deploy(factory);

/** Without it the lag is not known, and a person is asked. */
async function recall({ runtime, table, runs, payload }: ConvergeCall): Promise<void> {
  try {
    const run = await runs.read(payload.run.runId);
    if (run !== null) await recallLag(runtime, new LastSeenStore(table), run);
  } catch (error) {
    runtime.log.warn(`The lag before the incident could not be looked up: ${describeFailure(error)}`);
  }
}

async function isStillFresh({ runtime, runs, payload }: ConvergeCall): Promise<boolean> {
  const evidence = (await runs.read(payload.run.runId))?.evidence;
  return evidence !== undefined && isFresh(evidence, runtime.clock.now());
}

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
