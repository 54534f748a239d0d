/** What the owner of the account did before the first deployment: bootstrapped CDK, stored the secret, had a certificate. */
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { RegionModels } from "./region-models";

const BOOTSTRAP_VERSION_PARAMETER = "/cdk-bootstrap/hnb659fds/version";
const BOOTSTRAP_VERSION = "30";
/** Unguessable on AWS; in the lab nobody guesses. */
const PATH_SECRET = "7f9c2ba4e88f827d616045507605853e";

export function prepareAccount(plan: Plan, models: ReadonlyMap<string, RegionModels>): void {
  const { certificateArn, domainName, pathSecretParameter } = plan.traffic.endpoint;
  for (const [region, { ssm, acm }] of models) {
    ssm.seed(BOOTSTRAP_VERSION_PARAMETER, BOOTSTRAP_VERSION);
    if (region === plan.regions.standby || region === HEALTH_METRICS_REGION) ssm.seed(pathSecretParameter, PATH_SECRET);
    if (certificateArn.includes(`:${region}:`)) acm.seed(certificateArn, domainName);
  }
}
