/**
 * Speed, safety, growth and cost, measured where it means something: recovery in virtual time beside the floor and beside what
 * people use instead, and real time on this machine. Never a test: machines are shared and noisy.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { arch, cpus, platform, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { loadPlan } from "../infra/plan-file";
import { synthesize } from "../infra/synthesize";
import { BENCH_NAMES, BENCHES, type BenchName, GROWTH_SIZES, type GrowthSizes, type Workshop } from "./benches";
import type { Chapter } from "./report/chapter";
import { benchPage } from "./report/page";
import { chapterText } from "./report/text";

interface Options extends GrowthSizes {
  readonly plan: string;
  readonly seeds: number;
  readonly only: readonly BenchName[];
  readonly output: string;
}

async function main(): Promise<void> {
  await new Command("bench")
    .description("measures recovery beside the alternatives, growth, cost, and the lab itself")
    .option("--plan <file>", "the plan to measure", "plans/storefront.ts")
    .option("--seeds <number>", "drills of each scenario", wholeNumber, 50)
    .option("--only <names>", `some of ${BENCH_NAMES.join(", ")}`, benchNames, BENCH_NAMES)
    .option("--resources <numbers>", "growth: plans of so many, or none", wholeNumbers, GROWTH_SIZES.resources)
    .option("--applications <numbers>", "growth: so many at once, or none", wholeNumbers, GROWTH_SIZES.applications)
    .option("--output <folder>", "for bench.json and bench.html", "bench-results")
    .action((options: Options) => run(options))
    .parseAsync();
}

async function run({ plan: planFile, seeds, only, output, resources, applications }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "baton-bench-"));
  try {
    const plan = await loadPlan(planFile);
    const startedMs = performance.now();
    const assemblyFolder = await synthesize(plan, join(folder, "cdk.out"));
    const synthSeconds = (performance.now() - startedMs) / 1000;
    const head = { measuredOn: new Date().toISOString().slice(0, 10), machine: machine() };
    print(`Measured on ${head.measuredOn}: ${head.machine}\n`);
    const growth = { resources, applications };
    const workshop = { plan, assemblyFolder, workFolder: folder, seeds, growth, synthSeconds, progress: print };
    await measure(workshop, only, { head, output: resolve(output) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Written after each bench, so that one that fails takes no other's numbers with it. */
async function measure(
  workshop: Workshop,
  only: readonly BenchName[],
  {
    head,
    output,
  }: { readonly head: { readonly measuredOn: string; readonly machine: string }; readonly output: string },
): Promise<void> {
  const chapters: Chapter[] = [];
  const numbers: Record<string, unknown> = { ...head, seeds: workshop.seeds };
  mkdirSync(output, { recursive: true });
  for (const name of only) {
    const findings = await BENCHES[name](workshop);
    chapters.push(findings.chapter);
    numbers[name] = findings.numbers;
    print(chapterText(findings.chapter));
    writeFileSync(join(output, "bench.json"), `${JSON.stringify(numbers, null, 2)}\n`);
    writeFileSync(join(output, "bench.html"), benchPage(head, chapters));
  }
  print(`Written to ${output}: bench.json, bench.html`);
}

function machine(): string {
  return `${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, ${platform()} ${arch()}, node ${process.version}`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError("It takes a whole number from 1 to 99999.");
  return Number(text);
}

function wholeNumbers(text: string): readonly number[] {
  return text === "none" ? [] : text.split(",").map(wholeNumber);
}

function benchNames(text: string): readonly BenchName[] {
  return text.split(",").map((name) => {
    const known = BENCH_NAMES.find((each) => each === name);
    if (!known) throw new InvalidArgumentError(`There is no bench "${name}". Known: ${BENCH_NAMES.join(", ")}.`);
    return known;
  });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
