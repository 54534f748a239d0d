/**
 * Responsible for: an independent look at the application from a third Region.
 * Triggered by: `gather-evidence`, by direct invocation.
 * If it runs twice: it only looks.
 * Steps: one probe of the URL in the plan beside the bundle. The event is not read, so nobody can make it probe anything else.
 */
import { probeApplication } from "../observers/own-probe";
import { deploy } from "../runtime/deploy";
import { type PlanOnlyEnvironment, planOnlyEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";

export const factory: HandlerFactory<PlanOnlyEnvironment> = {
  environment: planOnlyEnvironment,
  create: (runtime) => () => probeApplication(runtime),
};

export const handler = deploy(factory);
