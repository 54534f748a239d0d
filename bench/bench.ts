/**
 * Speed, measured where it means something: recovery in virtual time against the floor, and real time on this machine,
 * printed with the machine's name. Never a test: machines are shared and noisy.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { arch, cpus, platform, tmpdir } from "node:os";
import { join } from "node:path";
import { loadPlan } from "../infra/plan-file";
import { synthesize } from "../infra/synthesize";
import { printBundles } from "./bundles";
import { printDrills } from "./drills";

const SEEDS = 200;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "baton-bench-"));
  try {
    print(
      `Machine    ${cpus()[0]?.model ?? "unknown"}, ${cpus().length} cores, ${platform()} ${arch()}, node ${process.version}`,
    );
    const plan = await loadPlan("plans/storefront.ts");
    const startedMs = performance.now();
    const assemblyFolder = await synthesize(plan, join(folder, "cdk.out"));
    print(
      `Synth      ${((performance.now() - startedMs) / 1000).toFixed(1)} s in process, bundling and cdk-nag included`,
    );
    printBundles(assemblyFolder, print);
    await printDrills({ assemblyFolder, plan, seeds: SEEDS }, print);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
