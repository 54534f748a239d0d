/**
 * Responsible for: an independent look at the application from a third Region, and at what Route 53 tells there.
 * Triggered by: `gather-evidence`, by direct invocation.
 * If it runs twice: it only looks.
 * Steps: at the same time, one probe of the URL in the plan beside the bundle, and one question to Route 53 about the health
 * check that the event names.
 */
import { probeApplication } from "../observers/own-probe";
import { askRoute53Bounded } from "../observers/route53-checkers";
import { type WitnessReport, witnessQuestionSchema } from "../observers/witness";
import { deploy } from "../runtime/deploy";
import { type PlanOnlyEnvironment, planOnlyEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";
import { parsePayload } from "../steps/payload";

export const factory: HandlerFactory<PlanOnlyEnvironment> = {
  environment: planOnlyEnvironment,
  create:
    (runtime) =>
    async (event): Promise<WitnessReport> => {
      const { healthCheckId } = parsePayload(witnessQuestionSchema, event);
      const [application, route53] = await Promise.all([
        probeApplication(runtime),
        askRoute53Bounded(runtime, healthCheckId),
      ]);
      return { application, route53 };
    },
};

export const handler = deploy(factory);
