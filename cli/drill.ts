/** `baton drill`: synthesizes a plan into a throw-away folder, rehearses one scenario in the lab, shows what happened. */
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { synthesize } from "../infra/synthesize";
import { runDrill } from "../lab/drill";
import { reportPage } from "../lab/report/page";
import { heading, summary, timelineRow } from "../lab/report/terminal";
import { SCENARIOS } from "../lab/scenarios/catalogue";
import { LARGEST_SEED, wholeNumber } from "./command";
import { EXIT_STATUS } from "./exit-status";
import { planOrUsageError } from "./plan-file";
import { scenarioOrUsageError } from "./scenario";
import { endOnSignals } from "./signals";
import { throwAwayFolder } from "./throw-away-folder";
import { UsageError } from "./usage-error";

interface DrillOptions {
  readonly plan: string;
  readonly scenario: string;
  readonly seed: number;
  readonly json: boolean;
  readonly report?: string;
  readonly list: boolean;
}

/** Tells `onEnd` the exit status: 0 when the scenario's own expectations hold, 1 when not. */
export function drillCommand(onEnd: (status: number) => void): Command {
  return new Command("drill")
    .description("rehearse a failover in the lab: no AWS account, virtual time, real system")
    .option("--plan <file>", "the plan to rehearse", "plans/storefront.ts")
    .option("--scenario <name>", "what goes wrong (see --list)", "region-outage")
    .option("--seed <number>", "every chance in the lab follows from it", wholeNumber(0, LARGEST_SEED), 1)
    .option("--json", "print the result as one JSON object on the last line", false)
    .option("--report <file>", "write a self-contained HTML page")
    .option("--list", "list the scenarios", false)
    .action(async (options: DrillOptions) => onEnd(await drill(options)));
}

async function drill(options: DrillOptions): Promise<number> {
  if (options.list) return list();
  const scenario = scenarioOrUsageError(options.scenario);
  const plan = await planOrUsageError(options.plan);
  if (options.report !== undefined) mustBeWritable(options.report);
  endOnSignals();
  const folder = throwAwayFolder("drill");
  const colour = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
  if (!options.json) print(heading({ application: plan.application, seed: options.seed, scenario }));
  const assemblyFolder = await synthesize(plan, join(folder, "cdk.out"));
  const result = await runDrill({
    assemblyFolder,
    plan,
    scenario,
    seed: options.seed,
    ...(options.json ? {} : { onLine: (line) => print([timelineRow(line, colour)]) }),
  });
  if (options.report !== undefined) writeFileSync(resolve(options.report), reportPage(result));
  print(options.json ? [JSON.stringify(result)] : summary(result, colour));
  if (options.report !== undefined && !options.json) print([`  The report is in ${options.report}.`, ""]);
  return result.expectations.every(({ holds }) => holds) ? EXIT_STATUS.success : EXIT_STATUS.failure;
}

function list(): number {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  print(SCENARIOS.map(({ name, title }) => `${name.padEnd(width)}  ${title}`));
  return EXIT_STATUS.success;
}

/** Said before the drill: nobody wants to hear it after minutes. What is there is left until the report replaces it. */
function mustBeWritable(file: string): void {
  try {
    closeSync(openSync(resolve(file), "a"));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The report cannot be written to "${file}": ${why}`);
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
