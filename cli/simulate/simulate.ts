/** `baton simulate`: many bad nights in the lab, each from its own number, judged by every invariant. */
import { randomInt } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { synthesize } from "../../infra/synthesize";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { compileLab } from "../../lab/simulation/compile-lab";
import { liveThrough } from "../../lab/simulation/live-through";
import { type Night, nightSchema } from "../../lab/simulation/night";
import { simulate } from "../../lab/simulation/pool";
import type { NightResult, WorkerTask } from "../../lab/simulation/worker";
import type { Plan } from "../../orchestrator/plan";
import { counted } from "../../orchestrator/sentences";
import { LARGEST_SEED, wholeNumber } from "../command";
import { EXIT_STATUS } from "../exit-status";
import { planOrUsageError } from "../plan-file";
import { endOnSignals, onSignals } from "../signals";
import { throwAwayFolder } from "../throw-away-folder";
import { UsageError } from "../usage-error";
import { Progress } from "./progress";
import { SHORT_TIMELINE_LINES, violationText } from "./violation-text";

interface SimulateOptions {
  readonly plan: string;
  readonly runs: number;
  readonly seed?: number;
  readonly jobs: number;
  readonly shrink: boolean;
  readonly night?: string;
}

/** Tells `onEnd` the exit status: 0 when no invariant was broken, 1 when one was, else the signal's when it was stopped early. */
export function simulateCommand(onEnd: (status: number) => void): Command {
  return new Command("simulate")
    .description("live through many bad nights in the lab and look for broken invariants")
    .option("--plan <file>", "the plan to rehearse", "plans/storefront.ts")
    .option("--runs <number>", "how many nights", wholeNumber(1, 10_000_000), 1000)
    .option("--seed <number>", "number of the first night; drawn when left out", wholeNumber(0, LARGEST_SEED))
    .option("--jobs <number>", "worker threads", wholeNumber(1, 256), availableParallelism())
    .option("--no-shrink", "keep a night that breaks an invariant as it was drawn, and go on at once")
    .option("--night <file>", "live through one kept night again and show what happens")
    .action(async (options: SimulateOptions) => onEnd(await run(options)));
}

async function run(options: SimulateOptions): Promise<number> {
  const plan = await planOrUsageError(options.plan);
  const night = options.night === undefined ? undefined : nightIn(options.night);
  const stopEnding = endOnSignals();
  const folder = throwAwayFolder("simulate");
  const assemblyFolder = await synthesize(plan, join(folder, "cdk.out"));
  if (options.night !== undefined && night) return again(options.night, night, assemblyFolder, plan);
  const workerFile = await compileLab(join(folder, "lab"));
  stopEnding();
  return simulateAll(options, { workerFile, assemblyFolder, plan, isShrinking: options.shrink });
}

async function simulateAll(options: SimulateOptions, threads: WorkerTask & { workerFile: string }): Promise<number> {
  const firstNumber = options.seed ?? randomInt(LARGEST_SEED);
  const progress = new Progress(options, process.stderr);
  const broken: NightResult[] = [];
  const stop = new AbortController();
  let whenHeld: number = EXIT_STATUS.success;
  onSignals((status) => {
    whenHeld = status;
    stop.abort();
  });
  console.log(
    `${counted(options.runs, "night")} from number ${firstNumber} on, in ${counted(options.jobs, "thread")}.`,
  );
  const onResult = (result: NightResult) => {
    progress.count(result);
    if (result.broken === null) return;
    broken.push(result);
    progress.clear();
    const title = `Night ${result.number}${options.shrink ? ", shrunk" : ""}`;
    const file = keep(result.number, result.broken.night);
    console.log(violationText(title, file, result.broken, SHORT_TIMELINE_LINES));
  };
  await simulate({ ...threads, firstNumber, nights: options.runs, jobs: options.jobs, onResult }, stop.signal);
  progress.clear();
  console.log((stop.signal.aborted ? "Stopped early. " : "") + progress.summary(broken));
  return broken.length === 0 ? whenHeld : EXIT_STATUS.failure;
}

/** Kept beside where the command was called: the file is what replays it. */
function keep(number: number, night: Night): string {
  const file = `night-${number}.json`;
  writeFileSync(file, `${JSON.stringify(night, null, 2)}\n`);
  return file;
}

async function again(file: string, night: Night, assemblyFolder: string, plan: Plan): Promise<number> {
  const report = await liveThrough(night, readAssembly(assemblyFolder), plan);
  console.log(violationText(`The night in ${file}`, file, report));
  return report.violations.length === 0 ? EXIT_STATUS.success : EXIT_STATUS.failure;
}

function nightIn(file: string): Night {
  try {
    return nightSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    throw new UsageError(`"${file}" holds no night: ${error instanceof Error ? error.message : String(error)}`);
  }
}
