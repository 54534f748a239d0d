/**
 * Responsible for: moving the baton to the target Region, which is what moves traffic, and seeing that customers arrive there.
 * Triggered by: the converge loop of every machine, after the target was verified.
 * If it runs twice: the baton has moved already and is not moved again; it only asks whether customers are served.
 * Steps: a planned move settles what fences an earlier incident left; one conditional write; then look up the public name
 * until it leads to the target's load balancer, and ask the application there. A planned move, whose protection still
 * takes hours, tells people here that it has arrived.
 */
import { type Arrival, arrivalAt } from "../../orchestrator/arrival";
import type { Baton } from "../../orchestrator/baton";
import { moveTo } from "../../orchestrator/baton-transitions";
import { frozenMs } from "../../orchestrator/frozen-span";
import { plannedMovedNotice } from "../../orchestrator/planned-notices";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { healthUrlAt, sidesOf, targetRoleOf } from "../../orchestrator/workflow";
import { FenceStore } from "../aws/fence-store";
import { PROBE_TIMEOUT_MS, saysHealthy } from "../observers/probing";
import { done, pending } from "../resources/hand";
import { LOOK_UP_TIMEOUT_MS } from "../runtime/budgets";
import { deploy } from "../runtime/deploy";
import type { NoticeEnvironment } from "../runtime/environment";
import { type ConvergeCall, tellingStep } from "./converging-step";
import { isPlanned } from "./planned-run";
import { tell } from "./tell";

type Call = ConvergeCall<NoticeEnvironment>;

export const factory = tellingStep("switch-traffic", async (call) => {
  const { plan, http } = call.runtime;
  const { recordName } = plan.traffic;
  const { role } = sidesOf(plan, call.payload.run.workflow).target;
  if (call.baton.active !== role) await settleFences(call);
  const baton = await moveBaton(call);
  const held = `The ${role} holds the baton under epoch ${baton.epoch}`;
  const arrival = await lookForArrival(call);
  const [address] = arrival.addresses;
  if (!address) return pending(`${held}; ${recordName} ${arrival.detail}.`);
  const answer = await http.get(publicUrl(recordName, healthUrlAt(plan, role)), PROBE_TIMEOUT_MS, address);
  if (!saysHealthy(answer.status)) return pending(`${held}; ${recordName} does not answer yet (${answer.detail}).`);
  await tellIfPlanned(call);
  return done(`${held}; ${recordName} leads there and answers.`);
});

export const handler = deploy(factory);

/**
 * Before the baton moves, so that no fence of an incident that is over outlives it: whichever way a planned move goes, the
 * sentry must never take one up again. A failover has written its own.
 */
async function settleFences({ runtime, payload, table }: Call): Promise<void> {
  if (!isPlanned(payload.run)) return;
  const fences = new FenceStore(table);
  await Promise.all(resourcesWith(runtime.plan, "fence").map(({ id }) => fences.settle(id)));
}

function moveBaton({ payload, runtime, batons }: Call): Promise<Baton> {
  const { executionArn, workflow } = payload.run;
  return batons.require((current) =>
    moveTo(current, targetRoleOf(workflow), { executionArn, nowMs: runtime.clock.now() }),
  );
}

/** Data plane alone: DNS goes on answering when no control plane does. */
async function lookForArrival({ payload, runtime }: Call): Promise<Arrival> {
  const { plan, names } = runtime;
  const { target, source } = sidesOf(plan, payload.run.workflow);
  const { recordName, loadBalancers } = plan.traffic;
  const [publicName, ...sides] = await Promise.all(
    [recordName, loadBalancers[target.role].dnsName, loadBalancers[source.role].dnsName].map((name) =>
      names.resolve(name, LOOK_UP_TIMEOUT_MS),
    ),
  );
  const [atTarget = [], atSource = []] = sides;
  return arrivalAt(target.role, { publicName: publicName ?? [], target: atTarget, source: atSource });
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
  const frozenSeconds = (frozenMs(record ?? {}, movedAtMs) ?? 0) / 1000;
  const lagSeconds = Object.fromEntries(resourcesWith(plan, "promote").map(({ id }) => [id, 0]));
  await tell(
    { runtime, table, runId: run.runId, enteredAt },
    plannedMovedNotice({ plan, run }, { frozenSeconds, lagSeconds }),
  );
}
