/**
 * Responsible for: waiting until the target Region has been healthy for the plan's settling time, without a break.
 * Triggered by: the converge loop of a failback, before anything is rebuilt.
 * If it runs twice: it only looks; since when the Region is healthy travels with the loop.
 * Steps: look at every resource there; count the time since the first look at which all were well; one bad look, and the
 * count starts again.
 */
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { describeFailure, isUnreachable } from "../aws/failures";
import { done, type HandContext, handFor, pending } from "../resources/hand";
import { INSPECT } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { convergingStep, handContext } from "./converging-step";

export const factory = convergingStep("inspect", async (call) => {
  const context = handContext(call);
  const results = await lookAtAll(context);
  const unwell =
    results.find(({ status }) => status === "blocked") ?? results.find(({ status }) => status === "pending");
  if (unwell) return { ...unwell, facts: { healthySinceMs: null } };
  return settled(context);
});

export const handler = deploy(factory);

async function lookAtAll(context: HandContext): Promise<readonly ConvergeResult[]> {
  return Promise.all(
    resourcesWith(context.runtime.plan, "inspect").map(async (resource) => {
      const hand = handFor(INSPECT, resource);
      try {
        return hand ? await hand(resource, context) : done(`${resource.id} has nothing to inspect.`);
      } catch (error) {
        if (!isUnreachable(error)) throw error;
        return pending(`${context.target.region} does not answer for ${resource.id}: ${describeFailure(error)}.`);
      }
    }),
  );
}

function settled({ previous, runtime, target }: HandContext): ConvergeResult {
  const nowMs = runtime.clock.now();
  const before = previous?.facts?.healthySinceMs;
  const healthySinceMs = typeof before === "number" ? before : nowMs;
  const { settlingSeconds } = runtime.plan.failback;
  const since = new Date(healthySinceMs).toISOString();
  const facts = { healthySinceMs };
  if (nowMs - healthySinceMs >= settlingSeconds * 1000) {
    return done(`${target.region} has been healthy since ${since}, for at least ${settlingSeconds} s.`, facts);
  }
  return pending(`${target.region} is healthy since ${since}; ${settlingSeconds} s in a row are wanted.`, facts);
}
