/**
 * Responsible for: keeping the newest release launchable in both Regions, so that no move ever waits for a copy.
 * Triggered by: EventBridge, when an image becomes available or fails in either Region; and every 15 minutes, because those
 * events are sent on a best-effort basis.
 * If it runs twice: a copy is made once (client token, name), a template version is written once, what is gone stays gone.
 * Steps: look at the images of both Regions; start the copy that is missing; write the launch-template version that launches a
 * finished one; remove Baton's own copies beyond the plan's number; report what is behind as a metric, which an alarm watches.
 * The event says no more than that something changed: its tags are not in it, so everything is looked at anew.
 * While a run holds the baton it only copies: a run must find templates and images as it left them.
 */
import { deployedNames } from "../../orchestrator/names";
import { resourcesWith } from "../../orchestrator/resources/meanings";
import { BatonStore } from "../aws/baton-store";
import { describeFailure, isUnreachable } from "../aws/failures";
import { putMetrics } from "../aws/own-metrics";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { keepImages, type Looked } from "./keep-images";

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async () => {
    const { holder } = await new BatonStore(openTable(runtime)).read();
    const failures: string[] = [];
    let behind = 0;
    let unreachable = 0;
    // One after another: two groups may share their images.
    for (const group of resourcesWith(runtime.plan, "keepImages")) {
      const looked = await lookSafely(runtime, () => keepImages({ runtime, group, mayChange: holder === null }));
      runtime.log.info(`${group.id}: ${looked.detail}`, { result: looked.result });
      if (looked.result === "behind") behind += 1;
      if (looked.result === "unreachable") unreachable += 1;
      if (looked.result === "failed") failures.push(`${group.id}: ${looked.detail}`);
    }
    await report(runtime, { behind, unreachable, failed: failures.length });
    // An alarm watches this function's errors; a silent Region is none, it has alarms of its own.
    if (failures.length > 0) throw new Error(failures.join(" "));
  },
};

export const handler = deploy(factory);

type SafelyLooked = Looked | { readonly result: "unreachable" | "failed"; readonly detail: string };

/** One group's trouble never keeps the others from being looked at. */
async function lookSafely(runtime: Runtime<TableEnvironment>, look: () => Promise<Looked>): Promise<SafelyLooked> {
  try {
    return await look();
  } catch (error) {
    const detail = describeFailure(error);
    if (isUnreachable(error)) return { result: "unreachable", detail };
    runtime.log.error("Looking at a group's images failed", { error });
    return { result: "failed", detail };
  }
}

/** What could not be seen is neither behind nor fine: that metric gets no datapoint then, and its alarm stays as it was. */
async function report(
  runtime: Runtime<TableEnvironment>,
  { behind, unreachable, failed }: { readonly behind: number; readonly unreachable: number; readonly failed: number },
): Promise<void> {
  const names = deployedNames(runtime.plan);
  await putMetrics(runtime, {
    [names.imagesUnreachableMetric]: unreachable,
    ...(unreachable + failed > 0 && behind === 0 ? {} : { [names.imagesBehindMetric]: behind }),
  });
}
