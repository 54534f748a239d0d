/** What can be seen of the application from this machine, by the observers that a run itself uses. */
import { LastSeenStore } from "../../lambdas/aws/last-seen-store";
import { openTable } from "../../lambdas/aws/table";
import { type Opinion, observe } from "../../lambdas/observers/observer";
import { lookFromStandby } from "../../lambdas/observers/own-probe";
import { PROBE_TIMEOUT_MS, saysHealthy } from "../../lambdas/observers/probing";
import { lookAtReplication } from "../../lambdas/observers/replication";
import { lookThroughRoute53 } from "../../lambdas/observers/route53-checkers";
import { askWitness, lookFromWitness } from "../../lambdas/observers/witness";
import type { Observation } from "../../orchestrator/evidence";
import type { Session } from "../session/session";

/** The probe that a run makes from the standby is made from here: this machine stands where an office or a home stands. */
export async function evidenceNow({ runtime }: Session): Promise<readonly Observation[]> {
  const healthCheckId = (await new LastSeenStore(openTable(runtime)).readHealthCheck())?.healthCheckId ?? null;
  const looking = { runtime, healthCheckId, witness: askWitness(runtime, { healthCheckId }) };
  return Promise.all([
    observe("route53", lookThroughRoute53, looking),
    observe("standbyProbe", lookFromStandby, looking),
    observe("witnessProbe", lookFromWitness, looking),
    observe("replica", lookAtReplication, looking),
  ]);
}

/** The standby's own write path, as a run verifies it. */
export async function standbyNow({ plan, runtime }: Session): Promise<Opinion> {
  const { status, detail } = await runtime.http.get(plan.verification.healthUrl, PROBE_TIMEOUT_MS);
  return { verdict: saysHealthy(status) ? "UP" : "DOWN", detail: `The application: ${detail}.` };
}
