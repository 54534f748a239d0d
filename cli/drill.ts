/** `baton drill`: synthesizes a plan into a throw-away folder, rehearses one scenario in the lab, shows what happened. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { synthesize } from "../infra/synthesize";
import { runDrill } from "../lab/drill";
import type { DrillResult } from "../lab/drill/result";
import { reportPage } from "../lab/report/page";
import { heading, summary, timelineRow } from "../lab/report/terminal";
import { findScenario, SCENARIOS } from "../lab/scenarios/catalogue";
import type { Scenario } from "../lab/scenarios/scenario";
import { EXIT_STATUS } from "./exit-status";
import { planOrUsageError } from "./plan-file";
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
    .option("--seed <number>", "every chance in the lab follows from it", parseSeed, 1)
    .option("--json", "print the result as one JSON object on the last line", false)
    .option("--report <file>", "write a self-contained HTML page")
    .option("--list", "list the scenarios", false)
    .action(async (options: DrillOptions) => onEnd(await drill(options)));
}

async function drill(options: DrillOptions): Promise<number> {
  if (options.list) return list();
  const scenario = scenarioOrUsageError(options.scenario);
  const plan = await planOrUsageError(options.plan);
  const folder = throwAwayFolder();
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
  if (options.report) writeReport(options.report, result);
  print(options.json ? [JSON.stringify(result)] : summary(result, colour));
  return result.expectations.every(({ holds }) => holds) ? EXIT_STATUS.success : EXIT_STATUS.failure;
}

function scenarioOrUsageError(name: string): Scenario {
  const scenario = findScenario(name);
  if (scenario) return scenario;
  const known = SCENARIOS.map((each) => each.name).join(", ");
  throw new UsageError(`there is no scenario "${name}". Known: ${known}.`);
}

function list(): number {
  const width = Math.max(...SCENARIOS.map(({ name }) => name.length));
  print(SCENARIOS.map(({ name, title }) => `${name.padEnd(width)}  ${title}`));
  return EXIT_STATUS.success;
}

function parseSeed(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It takes a whole number from 0 to 999999999.");
  return Number(text);
}

/** Gone when the process ends, however it ends; Ctrl-C included. */
function throwAwayFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "baton-drill-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  return folder;
}

function writeReport(file: string, result: DrillResult): void {
  try {
    writeFileSync(resolve(file), reportPage(result));
  } catch (error) {
    throw new UsageError(
      `the report cannot be written to "${file}": ${error instanceof Error ? error.message : error}`,
    );
  }
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join("\n")}\n`);
}
