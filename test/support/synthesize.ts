/** Synthesizes one plan into a folder: `node --import tsx test/support/synthesize.ts <plan file> <folder>`. */
import { loadPlan } from "../../infra/plan-file";
import { synthesize } from "../../infra/synthesize";

async function main(): Promise<void> {
  const [planFile = "", folder = ""] = process.argv.slice(2);
  await synthesize(await loadPlan(planFile), folder);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
