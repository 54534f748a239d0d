/** From a plan to a cloud assembly: what `cdk deploy` deploys and the lab rehearses. */
import { App, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks } from "cdk-nag";
import type { Plan } from "../orchestrator/plan";
import { bundleFunctions } from "./bundle";
import { deploymentOf } from "./deployment";
import { PrimaryStack } from "./stacks/primary-stack";
import { StandbyStack } from "./stacks/standby-stack";
import { WatchStack } from "./stacks/watch-stack";
import { WitnessStack } from "./stacks/witness-stack";

/** Settings of CDK itself; they live here so that every way to synthesize gives the same templates. */
const FEATURE_FLAGS = {
  "@aws-cdk/core:enablePartitionLiterals": true,
  "@aws-cdk/core:checkSecretUsage": true,
  "@aws-cdk/core:target-partitions": ["aws"],
  // What CloudFormation would refuse is an error here, not a warning.
  "@aws-cdk/core:validateAgainstDefaultRules": true,
} as const;

/** Writes the cloud assembly of one plan into a folder, and returns the folder. Throws when the code or cdk-nag refuses it. */
export async function synthesize(plan: Plan, outputFolder: string): Promise<string> {
  const deployment = deploymentOf(plan, await bundleFunctions(plan));
  const app = new App({
    outdir: outputFolder,
    postCliContext: FEATURE_FLAGS,
    // Synthesized here and now, not once more when the process ends.
    autoSynth: false,
    analyticsReporting: false,
    treeMetadata: false,
  });
  const watch = new WatchStack(app, deployment);
  const standby = new StandbyStack(app, deployment);
  watch.addStackDependency(standby);
  new PrimaryStack(app, deployment).addStackDependency(standby);
  const { witness } = plan.regions;
  if (witness) watch.addStackDependency(new WitnessStack(app, deployment, witness));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app.synth().directory;
}
