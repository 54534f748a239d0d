/** `baton plan`: what a failover would do and how long it may take. Asks nobody: no network, no credentials. */
import type { Command } from "commander";
import { planCommand as commandAboutPlan, type PlanOptions } from "../command";
import { EXIT_STATUS } from "../exit-status";
import { planOrUsageError } from "../plan-file";
import { print, printJson, screenOf } from "../terminal/screen";
import { outlineOf } from "./outline";
import { outlinePage } from "./outline-page";

export function planCommand(onEnd: (status: number) => void): Command {
  return commandAboutPlan("plan", "what a failover would do, in order, and how long it may take").action(
    async (options: PlanOptions) => {
      const outline = outlineOf(await planOrUsageError(options.plan));
      if (options.json) printJson(outline);
      else print(outlinePage(outline, screenOf(process.stdout)));
      onEnd(EXIT_STATUS.success);
    },
  );
}
