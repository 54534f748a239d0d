/**
 * Responsible for: moving the baton to the standby, which is what moves traffic, and seeing that customers arrive there.
 * Triggered by: the converge loop of the failover machine, after the standby was verified.
 * If it runs twice: the baton has moved already and is not moved again; it only asks whether customers are served.
 * Steps: one conditional write; then ask the application by its public name until it answers.
 */
import { moveTo } from "../../orchestrator/baton-transitions";
import { PROBE_TIMEOUT_MS } from "../observers/probing";
import { done, pending } from "../resources/hand";
import { deploy } from "../runtime/deploy";
import { convergingStep } from "./converging-step";

export const factory = convergingStep("switch-traffic", async ({ payload, runtime, batons }) => {
  const { executionArn } = payload.run;
  const baton = await batons.require((current) =>
    moveTo(current, "standby", { executionArn, nowMs: runtime.clock.now() }),
  );
  const { traffic, verification } = runtime.plan;
  const answer = await runtime.http.get(publicUrl(traffic.recordName, verification.healthUrl), PROBE_TIMEOUT_MS);
  const held = `The standby holds the baton under epoch ${baton.epoch}`;
  if (answer.status === 200) return done(`${held} and ${traffic.recordName} answers.`);
  return pending(`${held}; ${traffic.recordName} does not answer yet (${answer.detail}).`);
});

export const handler = deploy(factory);

/** The same page that verification asks for, under the name that customers use. */
function publicUrl(recordName: string, healthUrl: string): string {
  const { pathname, search } = new URL(healthUrl);
  return `https://${recordName}${pathname}${search}`;
}
