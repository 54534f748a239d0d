/** Which plan a command is about. Beside each other lie plans of several applications, and a command must never act on the wrong one. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { exportedPlan } from "../infra/plan-file";
import type { Plan } from "../orchestrator/plan";
import { planOrUsageError } from "./plan-file";
import { UsageError } from "./usage-error";

export interface PlanChoice {
  /** File of the plan. */
  readonly plan?: string;
  /** The application that the plan says it is of. */
  readonly application?: string;
}

const PLANS_FOLDER = "plans";

/**
 * The plan in the named file; else the one under `plans/` of the named application; else the only one there.
 * @throws UsageError where that is none or several, and where file and name contradict each other
 */
export async function findPlan(choice: PlanChoice, folder: string = PLANS_FOLDER): Promise<Plan> {
  const plan = await planOrUsageError(choice.plan ?? (await fileOf(choice.application, folder)));
  if (choice.application === undefined || choice.application === plan.application) return plan;
  throw new UsageError(`${choice.plan} is the plan of ${plan.application}, not of ${choice.application}.`);
}

interface Candidate {
  readonly file: string;
  /** Null where the file cannot be read: nobody knows whose plan it is. */
  readonly application: string | null;
  /** For whoever has to choose. */
  readonly text: string;
}

async function fileOf(application: string | undefined, folder: string): Promise<string> {
  const candidates = await candidatesIn(folder);
  const fitting = candidates.filter((each) => application === undefined || each.application === application);
  const [only, ...others] = fitting;
  if (only && others.length === 0) return only.file;
  if (only) throw new UsageError(severalText(application, folder, fitting));
  const asked = application === undefined ? "" : ` of ${application}`;
  const there = candidates.length === 0 ? "" : ` There is: ${listOf(candidates)}.`;
  throw new UsageError(`There is no plan${asked} in the folder ${folder}.${there} Name its file: --plan <file>.`);
}

function severalText(application: string | undefined, folder: string, fitting: readonly Candidate[]): string {
  return application === undefined
    ? `In the folder ${folder} are ${fitting.length} plans, so say which one is meant: --application <name>. There is: ${listOf(fitting)}.`
    : `In the folder ${folder} are ${fitting.length} plans of ${application}, so name the file: --plan <file>. There is: ${listOf(fitting)}.`;
}

/** Every plan in the folder; a file that exports none, such as values that plans share, is no plan. */
async function candidatesIn(folder: string): Promise<readonly Candidate[]> {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const files = names.filter((name) => /(?<!\.d)\.ts$/.test(name)).sort();
  return (await Promise.all(files.map((name) => candidate(join(folder, name))))).flat();
}

const identitySchema = z.object({ application: z.string(), account: z.string() });

/** A plan that breaks its rules is one all the same, and says so where it is meant. */
async function candidate(file: string): Promise<readonly Candidate[]> {
  try {
    const exported = await exportedPlan(file);
    if (exported === undefined) return [];
    const { application, account } = identitySchema.parse(exported);
    return [{ file, application, text: `${application} in account ${account} (${file})` }];
  } catch {
    return [{ file, application: null, text: `${file}, which cannot be read` }];
  }
}

function listOf(candidates: readonly Candidate[]): string {
  return candidates.map(({ text }) => text).join(", ");
}
