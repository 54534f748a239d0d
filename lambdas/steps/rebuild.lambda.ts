/**
 * Responsible for: a copy of the active writer in the target Region, under the name that the plan has for it.
 * Triggered by: the converge loop of a failback, once the target Region is settled.
 * If it runs twice: it looks before it acts, so a second call finds what the first one asked for; the message is told once.
 * Steps: say that the old writer is this run's now, so that the sentry leaves it alone; set the stale instance aside
 * (settings, tags, name), never deleting it; create a replica; wait until it is there.
 */
import { FenceStore } from "../aws/fence-store";
import { REBUILD } from "../resources/hands";
import { deploy } from "../runtime/deploy";
import { buildingStep } from "./building-step";
import type { ConvergeCall } from "./converging-step";

export const factory = buildingStep("rebuild", REBUILD, takeOldWriter);

export const handler = deploy(factory);

/** Before every act, not only the first: whoever says it once too often says nothing new. */
async function takeOldWriter({ table, payload }: ConvergeCall): Promise<void> {
  await new FenceStore(table).leaveTo(payload.resourceId ?? "", payload.run.executionArn);
}
