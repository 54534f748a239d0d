/**
 * What each function may do, as plain data: read it beside the function's handler. What no rehearsal needs has its reason in
 * `rare-grants.ts`. Statements about the plan's resources
 * come from the resource kinds (`orchestrator/resources`), one verb each.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { Plan } from "../../orchestrator/plan";
import type { PolicyStatementData, Verb } from "../../orchestrator/resources/kind";
import { resourcesWith, statementsFor } from "../../orchestrator/resources/meanings";
import type { FunctionName } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";
import {
  answerTask,
  askWhetherHolderRuns,
  askWitness,
  lookAtReplicas,
  lookAtResources,
  notify,
  onItems,
  putMetric,
  readAnyHealthCheck,
  readWatchAlarm,
  restoreWriters,
  startFailover,
  type TableAction,
} from "./permission-statements";

/** Functions of the standby stack; those of the other stacks need nothing that lives there. */
export type StandbyFunctionName = Exclude<FunctionName, "witness-probe" | "await-traffic-observations">;

interface FunctionAccess {
  /**
   * Actions on the item that holds the baton, on the items of runs, on what was last seen of the primary, on open fences.
   * Every step of a run updates the first two: after a redrive, the first that works takes back that an operator is needed.
   */
  readonly baton?: readonly TableAction[];
  readonly runs?: readonly TableAction[];
  readonly seen?: readonly TableAction[];
  readonly fences?: readonly TableAction[];
  /** On what is known of promotions that were asked for. */
  readonly promotions?: readonly TableAction[];
  readonly tellsOnCall?: true;
  readonly acts?: Act;
  readonly also?: (deployment: Deployment) => readonly PolicyStatementData[];
}

/** Carries out a verb in the Regions of these roles, on every resource of the plan that has it or on its data alone. */
interface Act {
  readonly verb: Verb;
  readonly at: readonly RegionRole[];
  readonly onDataOnly?: true;
}

/** Planned moves go both ways with the same functions. */
const EITHER = ["primary", "standby"] as const;

const ACCESS: Readonly<Record<StandbyFunctionName, FunctionAccess>> = {
  claim: {
    promotions: ["GetItem"],
    baton: ["GetItem", "PutItem", "UpdateItem"],
    runs: ["PutItem"],
    tellsOnCall: true,
    also: (deployment) => [askWhetherHolderRuns(deployment)],
  },
  "gather-evidence": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem"],
    also: (deployment) => [
      readAnyHealthCheck(),
      ...askWitness(deployment),
      ...lookAtResources(deployment, "standby", "rds", "cloudwatch"),
    ],
  },
  "warm-up": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    promotions: ["GetItem"],
    acts: { verb: "warmUp", at: EITHER },
    also: lookAtReplicas,
  },
  decide: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    promotions: ["GetItem"],
  },
  "ask-approval": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    promotions: ["GetItem"],
    tellsOnCall: true,
    acts: { verb: "inspect", at: EITHER },
  },
  "take-answer": { baton: ["GetItem", "UpdateItem"], runs: ["GetItem", "PutItem", "UpdateItem"] },
  fence: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem", "UpdateItem"],
    fences: ["PutItem"],
    acts: { verb: "fence", at: ["primary"] },
  },
  "judge-fence": { baton: ["GetItem", "UpdateItem"], runs: ["GetItem", "PutItem", "UpdateItem"], fences: ["PutItem"] },
  unfence: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    fences: ["GetItem", "UpdateItem"],
    promotions: ["GetItem", "UpdateItem"],
    acts: { verb: "unfence", at: ["primary"] },
    also: lookAtReplicas,
  },
  promote: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    promotions: ["GetItem", "PutItem"],
    acts: { verb: "promote", at: EITHER },
  },
  verify: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    acts: { verb: "verify", at: EITHER },
  },
  "switch-traffic": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    fences: ["UpdateItem"],
    tellsOnCall: true,
  },
  close: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    fences: ["PutItem"],
    tellsOnCall: true,
  },
  "cool-down": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    acts: { verb: "coolDown", at: EITHER },
  },
  "stand-down": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    promotions: ["GetItem", "UpdateItem"],
    tellsOnCall: true,
    also: (deployment) => lookAtReplicas(deployment, EITHER),
  },
  "call-operator": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    promotions: ["GetItem"],
    tellsOnCall: true,
  },
  inspect: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["PutItem", "UpdateItem"],
    also: (deployment) => lookAtResources(deployment, "primary", "rds", "autoscaling"),
  },
  rebuild: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem", "UpdateItem"],
    tellsOnCall: true,
    acts: { verb: "rebuild", at: ["primary"] },
  },
  "catch-up": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["PutItem", "UpdateItem"],
    acts: { verb: "inspect", at: EITHER, onDataOnly: true },
  },
  "check-again": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    acts: { verb: "inspect", at: EITHER },
  },
  freeze: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem", "UpdateItem"],
    acts: { verb: "fence", at: EITHER, onDataOnly: true },
  },
  drain: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    acts: { verb: "inspect", at: EITHER, onDataOnly: true },
  },
  unfreeze: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    promotions: ["GetItem", "UpdateItem"],
    acts: { verb: "unfence", at: EITHER, onDataOnly: true },
    also: (deployment) => lookAtReplicas(deployment, EITHER),
  },
  protect: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem", "UpdateItem"],
    tellsOnCall: true,
    acts: { verb: "rebuild", at: EITHER },
  },
  "run-ended": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    promotions: ["GetItem"],
    tellsOnCall: true,
  },
  traffic: { baton: ["GetItem"] },
  // Reads the baton only: it keeps still while a run holds it.
  "image-keeper": {
    baton: ["GetItem"],
    acts: { verb: "keepImages", at: EITHER },
    also: (deployment) => [putMetric(deployment)],
  },
  approval: { runs: ["GetItem", "UpdateItem"], also: () => [answerTask()] },
  sentry: {
    // Reads only: whatever the sentry sees, traffic does not move by itself.
    baton: ["GetItem"],
    // The reminder of an open question, and the verdicts of fences.
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem", "UpdateItem"],
    fences: ["GetItem", "UpdateItem"],
    promotions: ["GetItem", "UpdateItem"],
    tellsOnCall: true,
    acts: { verb: "fence", at: ["primary"] },
    also: (deployment) => [
      ...restoreWriters(deployment),
      readWatchAlarm(deployment),
      startFailover(deployment),
      askWhetherHolderRuns(deployment),
      ...askWitness(deployment),
      ...lookAtReplicas(deployment),
      ...lookAtResources(deployment, "primary", "autoscaling", "cloudwatch"),
    ],
  },
};

/** Every statement of one function's role, but for its own log group. `onCallKeyArn` may be a token. */
export function permissionsOf(
  name: StandbyFunctionName,
  deployment: Deployment,
  onCallKeyArn: string,
): readonly PolicyStatementData[] {
  const { baton, runs, seen, fences, promotions, tellsOnCall, acts, also } = ACCESS[name];
  const statements = [
    ...onItems("Baton", deployment, "BATON", baton),
    ...onItems("Runs", deployment, "RUN#*", runs),
    ...onItems("LastSeen", deployment, "SEEN#*", seen),
    ...onItems("Fences", deployment, "FENCE#*", fences),
    ...onItems("Promotions", deployment, "PROMOTION#*", promotions),
    ...(tellsOnCall ? [...notify(deployment, onCallKeyArn), putMetric(deployment)] : []),
    ...(acts ? statementsOf(acts, deployment.plan) : []),
    ...(also?.(deployment) ?? []),
  ];
  // Two verbs may need the same call; IAM refuses a policy with one Sid twice.
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}

function statementsOf({ verb, at, onDataOnly }: Act, plan: Plan): readonly PolicyStatementData[] {
  const resources = onDataOnly ? resourcesWith(plan, "promote") : plan.resources;
  return statementsFor({ ...plan, resources }, verb, at);
}
