/**
 * Responsible for: proving that the target Region can serve, before a single customer is sent there.
 * Triggered by: the converge loop of every machine, after promotion and capacity.
 * If it runs twice: it only looks; the count of successes travels with the loop.
 * Steps: ask the application through its write path; count successes in a row; after enough of them ask AWS about each resource.
 */
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { healthUrlAt, targetRoleOf } from "../../orchestrator/workflow";
import { PROBE_TIMEOUT_MS, saysHealthy } from "../observers/probing";
import { done, handFor, pending } from "../resources/hand";
import { VERIFY } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { type ConvergeCall, convergingStep, handContext } from "./converging-step";

export const factory = convergingStep("verify", async (call) => {
  const successes = await countSuccesses(call);
  const { consecutiveSuccesses } = call.runtime.plan.verification;
  const facts = { successes: successes.count };
  // AWS is asked once it can be the last look: its word counts when customers are sent, and quotas are few.
  if (successes.count < consecutiveSuccesses) return pending(successes.detail, facts);
  const resources = await verifyResources(call);
  const unready =
    resources.find(({ status }) => status === "blocked") ?? resources.find(({ status }) => status === "pending");
  if (unready) return { ...unready, facts };
  return done(
    `The ${targetRoleOf(call.payload.run.workflow)} answered ${consecutiveSuccesses} times in a row on its write path, and every resource is ready.`,
    facts,
  );
});

export const handler = deploy(factory);

/** One failed answer starts the count again: a Region that answers now and then is not ready for customers. */
async function countSuccesses({ runtime, payload }: ConvergeCall): Promise<{ count: number; detail: string }> {
  const role = targetRoleOf(payload.run.workflow);
  const { consecutiveSuccesses } = runtime.plan.verification;
  const answer = await runtime.http.get(healthUrlAt(runtime.plan, role), PROBE_TIMEOUT_MS);
  if (!saysHealthy(answer.status)) return { count: 0, detail: `The ${role}'s health check fails: ${answer.detail}.` };
  const before = payload.previous?.facts?.successes;
  const count = (typeof before === "number" ? before : 0) + 1;
  return { count, detail: `The ${role} answered ${count} of ${consecutiveSuccesses} times in a row.` };
}

async function verifyResources(call: ConvergeCall): Promise<readonly ConvergeResult[]> {
  const context = handContext(call);
  return Promise.all(
    resourcesWith(call.runtime.plan, "verify").map((resource) => {
      const hand = handFor(VERIFY, resource);
      return hand ? hand(resource, context) : done(`${resource.id} has nothing to verify.`);
    }),
  );
}
