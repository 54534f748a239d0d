/** Asks the witness now and then whether it is there, and reports whether it was heard: on-call hears of its silence before a run does. */
import type { Baton } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import { isWitnessCheckDue } from "../../orchestrator/witness-check";
import { describeFailure } from "../aws/failures";
import { putMetrics } from "../aws/own-metrics";
import type { Table } from "../aws/table";
import { WitnessStore } from "../aws/witness-store";
import { askWitness } from "../observers/witness";
import type { Runtime } from "../runtime/runtime";

/** Never throws: the sentry's look goes on. While a run holds the baton, the run asks. */
export async function checkWitness(runtime: Runtime<unknown>, table: Table, { holder }: Baton): Promise<void> {
  if (runtime.plan.regions.witness === undefined || holder !== null) return;
  try {
    const store = new WitnessStore(table);
    const askedAtMs = runtime.clock.now();
    if (!isWitnessCheckDue(await store.read(), askedAtMs)) return;
    const { isHeard, application } = await askWitness(runtime, { healthCheckId: null });
    if (!isHeard) runtime.log.error(`The witness cannot be heard. ${application.detail}`);
    await putMetrics(runtime, { [deployedNames(runtime.plan).witnessSilentMetric]: isHeard ? 0 : 1 });
    await store.keep({ askedAtMs, isHeard });
  } catch (error) {
    runtime.log.error(`The witness could not be checked: ${describeFailure(error)}`);
  }
}
