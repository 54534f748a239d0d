/**
 * Responsible for: moving the baton to the target Region, which is what moves traffic, and seeing that customers arrive there.
 * Triggered by: the converge loop of every machine, after the target was verified.
 * If it runs twice: the baton has moved already and is not moved again; it only asks whether customers are served.
 * Steps: one conditional write; then ask the application by its public name until it answers. A planned move, whose protection
 * still takes hours, tells people here that it has arrived.
 */
import type { Baton } from "../../orchestrator/baton";
import { moveTo } from "../../orchestrator/baton-transitions";
import { plannedMovedNotice } from "../../orchestrator/planned-notices";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { healthUrlAt, targetRoleOf } from "../../orchestrator/workflow";
import { PROBE_TIMEOUT_MS } from "../observers/probing";
import { done, pending } from "../resources/hand";
import { deploy } from "../runtime/deploy";
import type { NoticeEnvironment } from "../runtime/environment";
import { type ConvergeCall, tellingStep } from "./converging-step";
import { isPlanned } from "./planned-run";
import { tell } from "./tell";

type Call = ConvergeCall<NoticeEnvironment>;

export const factory = tellingStep("switch-traffic", async (call) => {
  const { plan, http } = call.runtime;
  const role = targetRoleOf(call.payload.run.workflow);
  const baton = await moveBaton(call);
  const { recordName } = plan.traffic;
  const answer = await http.get(publicUrl(recordName, healthUrlAt(plan, role)), PROBE_TIMEOUT_MS);
  const held = `The ${role} holds the baton under epoch ${baton.epoch}`;
  if (answer.status !== 200) return pending(`${held}; ${recordName} does not answer yet (${answer.detail}).`);
  await tellIfPlanned(call);
  return done(`${held} and ${recordName} answers.`);
});

export const handler = deploy(factory);

function moveBaton({ payload, runtime, batons }: Call): Promise<Baton> {
  const { executionArn, workflow } = payload.run;
  return batons.require((current) =>
    moveTo(current, targetRoleOf(workflow), { executionArn, nowMs: runtime.clock.now() }),
  );
}

/** The same page that verification asks for, under the name that customers use. */
function publicUrl(recordName: string, healthUrl: string): string {
  const { pathname, search } = new URL(healthUrl);
  return `https://${recordName}${pathname}${search}`;
}

/** The drain has proven of every copy that nothing was missing when it was promoted. */
async function tellIfPlanned({ runtime, payload, runs, table }: Call): Promise<void> {
  const { run, enteredAt } = payload;
  if (!isPlanned(run)) return;
  const { plan, clock } = runtime;
  const record = await runs.read(run.runId);
  const movedAtMs = record?.movedAtMs ?? clock.now();
  if (record?.movedAtMs === undefined) await runs.update(run.runId, { movedAtMs });
  const frozenSeconds = (movedAtMs - (record?.frozenAtMs ?? movedAtMs)) / 1000;
  const lagSeconds = Object.fromEntries(resourcesWith(plan, "promote").map(({ id }) => [id, 0]));
  await tell(
    { runtime, table, runId: run.runId, enteredAt },
    plannedMovedNotice({ plan, run }, { frozenSeconds, lagSeconds }),
  );
}
