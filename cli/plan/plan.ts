/** `baton plan`: what each workflow would do and how long it may take. Asks nobody: no network, no credentials. */
import { Argument, type Command } from "commander";
import type { Plan } from "../../orchestrator/plan";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { planCommand as commandAboutPlan, type PlanOptions, wordsOf } from "../command";
import { EXIT_STATUS } from "../exit-status";
import { findPlan } from "../find-plan";
import { print, printJson, type Screen, screenOf } from "../terminal/screen";
import { movePage } from "./move-page";
import { outlinePage } from "./outline-page";
import { overviewPage } from "./overview-page";
import { type PlanOutline, planOutlineOf } from "./plan-outline";

export function planCommand(onEnd: (status: number) => void): Command {
  return commandAboutPlan(
    "plan",
    "what a failover, a failback and a switchover would do, in order, and how long it may take",
  )
    .addArgument(new Argument("[workflow]", "one of them in full").choices(WORKFLOWS))
    .action(async (workflow: Workflow | undefined, options: PlanOptions) => {
      const plan = await findPlan(options);
      const outline = planOutlineOf(plan);
      if (options.json) printJson(workflow ? outline[workflow] : outline);
      else print(pageOf({ plan, outline, workflow, words: wordsOf(options) }, screenOf(process.stdout)));
      onEnd(EXIT_STATUS.success);
    });
}

interface Wanted {
  readonly plan: Plan;
  readonly outline: PlanOutline;
  readonly workflow: Workflow | undefined;
  /** For the command that shows one in full. */
  readonly words: string;
}

function pageOf({ plan, outline, workflow, words }: Wanted, screen: Screen): string[] {
  if (workflow === undefined) return overviewPage(plan, outline, words, screen);
  if (workflow === "failover") return outlinePage(outline.failover, screen);
  return movePage(plan.application, outline[workflow], screen);
}
