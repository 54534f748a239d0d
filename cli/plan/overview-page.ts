/** All three workflows of a plan on one screen: a line per step, with how long it may take and what it touches. */
import type { Plan } from "../../orchestrator/plan";
import { sidesOf, WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { paragraph, wrap } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import { limitText } from "./outline-parts";
import type { OutlineStep } from "./outline-step";
import type { PlanOutline } from "./plan-outline";

const NAMES: Readonly<Record<Workflow, string>> = {
  failover: "unplanned",
  failback: "planned, home",
  switchover: "planned, away from a healthy primary",
};
const STEP_COLUMNS = 23;
const LIMIT_COLUMNS = 20;

export function overviewPage(plan: Plan, outline: PlanOutline, words: string, screen: Screen): string[] {
  const usage = `Each in full: npm run baton -- plan <${WORKFLOWS.join("|")}>${words}`;
  return [
    ...bold(`${plan.application}: what Baton would do, step by step, and what each step touches`, screen),
    ...paragraph("A line across: what follows cannot be undone. Nothing is asked of AWS here.", 0, screen.columns),
    ...WORKFLOWS.flatMap((workflow) => workflowLines(plan, workflow, outline[workflow], screen)),
    "",
    ...paragraph(usage, 0, screen.columns),
  ];
}

type Steps = Pick<PlanOutline[Workflow], "reversible" | "irreversible">;

function workflowLines(plan: Plan, workflow: Workflow, { reversible, irreversible }: Steps, screen: Screen): string[] {
  const { source, target } = sidesOf(plan, workflow);
  const title = `${workflow}, ${NAMES[workflow]}: ${source.region} to ${target.region}`;
  return [
    "",
    ...bold(title, screen),
    ...reversible.flatMap((step) => stepLine(step, screen)),
    styled(screen, "yellow", `  ${"-".repeat(screen.columns - 2)}`),
    ...irreversible.flatMap((step) => stepLine(step, screen)),
  ];
}

function stepLine({ name, deadlineSeconds, touches, isBeside }: OutlineStep, { columns }: Screen): string[] {
  const title = `  ${isBeside ? "& " : ""}${name}`.padEnd(STEP_COLUMNS);
  const head = title + limitText(deadlineSeconds).padEnd(LIMIT_COLUMNS);
  const ids = touches.map(({ resourceId }) => resourceId).join(", ");
  const room = columns - head.length;
  const shown = ids.length <= room ? ids : `${touches.length} resources`;
  return [`${head}${shown}`.trimEnd()];
}

function bold(text: string, screen: Screen): string[] {
  return wrap(text, screen.columns).map((line) => styled(screen, "bold", line));
}
