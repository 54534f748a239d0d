/** How long the tests take: `npm test` once more, in its own process, with a clock beside it. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import * as z from "zod";
import { COLOURS } from "../../lab/report/chart";
import { count } from "../../lab/report/format";
import type { Workshop } from "../benches";
import { barChart } from "../report/bar-chart";
import type { Chapter, Findings } from "../report/chapter";

const REPOSITORY_FOLDER = resolve(__dirname, "../..");
const JEST = require.resolve("jest/bin/jest");
const CHECK_AIM_MINUTES = 10;
const DRAWN_FILES = 12;

/** Of what Jest writes with `--json`, what is told here. */
const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z.array(z.object({ name: z.string(), startTime: z.number(), endTime: z.number() })),
});

export interface TestNumbers {
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Slowest first. */
  readonly files: readonly { readonly name: string; readonly seconds: number }[];
}

export async function measureTests({ workFolder, progress }: Workshop): Promise<Findings<TestNumbers>> {
  progress("Running all tests ...");
  const startedMs = performance.now();
  const { numPassedTests, numFailedTests, testResults } = await runTests(join(workFolder, "tests.json"));
  const numbers = {
    passed: numPassedTests,
    failed: numFailedTests,
    seconds: (performance.now() - startedMs) / 1000,
    files: testResults
      .map(({ name, startTime, endTime }) => ({
        name: relative(REPOSITORY_FOLDER, name),
        seconds: (endTime - startTime) / 1000,
      }))
      .sort((left, right) => right.seconds - left.seconds),
  };
  return { numbers, chapter: chapterOf(numbers) };
}

/** Tests that fail are counted; only a run without a report is an error. */
async function runTests(reportFile: string): Promise<z.output<typeof reportSchema>> {
  const jest = [JEST, "--json", `--outputFile=${reportFile}`];
  await new Promise<void>((resolveEnd, reject) => {
    const child = spawn(process.execPath, jest, { cwd: REPOSITORY_FOLDER, stdio: "ignore" });
    child.once("error", reject);
    child.once("exit", () => resolveEnd());
  });
  return reportSchema.parse(JSON.parse(readFileSync(reportFile, "utf8")));
}

function chapterOf({ passed, failed, seconds, files }: TestNumbers): Chapter {
  const slowest = files.slice(0, DRAWN_FILES);
  return {
    title: "Tests",
    lead: `All of \`npm test\`, on this machine, which does other things too. With everything else that \`npm run check\` does it has to end within ${CHECK_AIM_MINUTES} min on two cores.`,
    charts: [
      {
        caption: `The ${slowest.length} slowest files`,
        svg: barChart({
          categories: slowest.map(({ name }) => name),
          axisName: "seconds",
          series: [
            { name: "seconds", colour: COLOURS.standby, values: slowest.map((file) => Math.round(file.seconds)) },
          ],
        }),
      },
    ],
    tables: [
      {
        caption: "npm test",
        of: "numbers",
        heads: ["", "measured"],
        rows: [
          ["passed", count(passed)],
          ["failed", count(failed)],
          ["files", count(files.length)],
          ["from start to end", `${(seconds / 60).toFixed(1)} min`],
        ],
      },
    ],
    notes: [],
  };
}
