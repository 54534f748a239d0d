/** The CDK app: `cdk synth -c plan=plans/<name>.ts`. A plan with problems ends it with all of them and no stack trace. */
import { App } from "aws-cdk-lib/core";
import { PlanInvalid } from "../orchestrator/errors";
import { loadPlan, PlanFileError } from "./plan-file";
import { synthesize } from "./synthesize";

const DEFAULT_OUTPUT_FOLDER = "cdk.out";

async function main(): Promise<void> {
  const planFile = chosenPlanFile();
  if (typeof planFile !== "string")
    throw new PlanFileError("No plan was chosen. Choose one with -c plan=plans/<name>.ts.");
  await synthesize(await loadPlan(planFile), process.env.CDK_OUTDIR ?? DEFAULT_OUTPUT_FOLDER);
}

/** Read through an App of its own, which knows all the ways in which the command line hands over its context. */
function chosenPlanFile(): unknown {
  return new App({ autoSynth: false }).node.tryGetContext("plan");
}

main().catch((error: unknown) => {
  if (!(error instanceof PlanFileError || error instanceof PlanInvalid)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
