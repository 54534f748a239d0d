/**
 * Environment variables of each function. The handlers' own schemas say what they need: a variable that is missing here
 * does not compile. Only types cross over; no handler is loaded to synthesize.
 */
import type { factory as approval } from "../../lambdas/approval/approval.lambda";
import type { factory as awaitTrafficObservations } from "../../lambdas/await-traffic-observations/await-traffic-observations.lambda";
import type { factory as imageKeeper } from "../../lambdas/image-keeper/image-keeper.lambda";
import type { factory as runEnded } from "../../lambdas/run-ended/run-ended.lambda";
import type { HandlerFactory } from "../../lambdas/runtime/runtime";
import type { factory as sentry } from "../../lambdas/sentry/sentry.lambda";
import type { factory as askApproval } from "../../lambdas/steps/ask-approval.lambda";
import type { factory as callOperator } from "../../lambdas/steps/call-operator.lambda";
import type { factory as catchUp } from "../../lambdas/steps/catch-up.lambda";
import type { factory as checkAgain } from "../../lambdas/steps/check-again.lambda";
import type { factory as claim } from "../../lambdas/steps/claim.lambda";
import type { factory as close } from "../../lambdas/steps/close.lambda";
import type { factory as coolDown } from "../../lambdas/steps/cool-down.lambda";
import type { factory as decide } from "../../lambdas/steps/decide.lambda";
import type { factory as drain } from "../../lambdas/steps/drain.lambda";
import type { factory as fence } from "../../lambdas/steps/fence.lambda";
import type { factory as freeze } from "../../lambdas/steps/freeze.lambda";
import type { factory as gatherEvidence } from "../../lambdas/steps/gather-evidence.lambda";
import type { factory as inspect } from "../../lambdas/steps/inspect.lambda";
import type { factory as judgeFence } from "../../lambdas/steps/judge-fence.lambda";
import type { factory as promote } from "../../lambdas/steps/promote.lambda";
import type { factory as protect } from "../../lambdas/steps/protect.lambda";
import type { factory as rebuild } from "../../lambdas/steps/rebuild.lambda";
import type { factory as standDown } from "../../lambdas/steps/stand-down.lambda";
import type { factory as switchTraffic } from "../../lambdas/steps/switch-traffic.lambda";
import type { factory as takeAnswer } from "../../lambdas/steps/take-answer.lambda";
import type { factory as unfence } from "../../lambdas/steps/unfence.lambda";
import type { factory as unfreeze } from "../../lambdas/steps/unfreeze.lambda";
import type { factory as verify } from "../../lambdas/steps/verify.lambda";
import type { factory as warmUp } from "../../lambdas/steps/warm-up.lambda";
import type { factory as traffic } from "../../lambdas/traffic/traffic.lambda";
import type { factory as witnessProbe } from "../../lambdas/witness-probe/witness-probe.lambda";
import type { FunctionName } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";

interface Factories {
  readonly claim: typeof claim;
  readonly "gather-evidence": typeof gatherEvidence;
  readonly "warm-up": typeof warmUp;
  readonly decide: typeof decide;
  readonly "ask-approval": typeof askApproval;
  readonly "take-answer": typeof takeAnswer;
  readonly fence: typeof fence;
  readonly "judge-fence": typeof judgeFence;
  readonly unfence: typeof unfence;
  readonly promote: typeof promote;
  readonly verify: typeof verify;
  readonly "switch-traffic": typeof switchTraffic;
  readonly close: typeof close;
  readonly "cool-down": typeof coolDown;
  readonly "stand-down": typeof standDown;
  readonly "call-operator": typeof callOperator;
  readonly inspect: typeof inspect;
  readonly rebuild: typeof rebuild;
  readonly "catch-up": typeof catchUp;
  readonly "check-again": typeof checkAgain;
  readonly freeze: typeof freeze;
  readonly drain: typeof drain;
  readonly unfreeze: typeof unfreeze;
  readonly protect: typeof protect;
  readonly sentry: typeof sentry;
  readonly traffic: typeof traffic;
  readonly "witness-probe": typeof witnessProbe;
  readonly "await-traffic-observations": typeof awaitTrafficObservations;
  readonly "run-ended": typeof runEnded;
  readonly approval: typeof approval;
  readonly "image-keeper": typeof imageKeeper;
}
type EnvironmentOf<Factory> = Factory extends HandlerFactory<infer Environment> ? Environment : never;

const none = () => ({});
const table = ({ names }: Deployment) => ({ TABLE_NAME: names.table });
const tableAndTopic = ({ names, arns }: Deployment) => ({ TABLE_NAME: names.table, TOPIC_ARN: arns.onCallTopic });

const ENVIRONMENTS: { readonly [Name in FunctionName]: (deployment: Deployment) => EnvironmentOf<Factories[Name]> } = {
  claim: tableAndTopic,
  "gather-evidence": table,
  "warm-up": table,
  decide: table,
  "ask-approval": tableAndTopic,
  "take-answer": table,
  fence: table,
  "judge-fence": table,
  unfence: table,
  promote: table,
  verify: table,
  "switch-traffic": tableAndTopic,
  close: tableAndTopic,
  "cool-down": table,
  "stand-down": tableAndTopic,
  "call-operator": tableAndTopic,
  inspect: table,
  rebuild: tableAndTopic,
  "catch-up": table,
  "check-again": table,
  freeze: table,
  drain: table,
  unfreeze: table,
  protect: tableAndTopic,
  sentry: tableAndTopic,
  traffic: table,
  "witness-probe": none,
  "await-traffic-observations": none,
  "run-ended": tableAndTopic,
  approval: table,
  "image-keeper": table,
};

/** Everything a function is told besides its plan, which lies beside its code. */
export function environmentOf(name: FunctionName, deployment: Deployment): Record<string, string> {
  return {
    // Stack traces name the source, not the minified line.
    NODE_OPTIONS: "--enable-source-maps",
    POWERTOOLS_SERVICE_NAME: deployment.names.lambdaFunction(name),
    ...ENVIRONMENTS[name](deployment),
  };
}
