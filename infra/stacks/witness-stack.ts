/** A third Region: an opinion of the primary that neither the primary nor the standby can spoil. */
import { Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { BatonFunction } from "../constructs/baton-function";
import { readAnyHealthCheck } from "../constructs/permission-statements";
import type { Deployment } from "../deployment";

export class WitnessStack extends Stack {
  constructor(scope: Construct, deployment: Deployment, region: string) {
    const { plan, names } = deployment;
    super(scope, "Witness", {
      stackName: names.witnessStack,
      description: `Baton for ${plan.application}: an independent look at the primary Region`,
      env: { account: plan.account, region },
    });
    // The standby's gather-evidence role names this function; within one account no resource policy is needed.
    new BatonFunction(this, "Probe", {
      deployment,
      functionName: "witness-probe",
      permissions: [readAnyHealthCheck()],
    });
  }
}
