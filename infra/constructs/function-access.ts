/**
 * What each function may do, as plain data: read it beside the function's handler. Statements about the plan's resources
 * come from the resource kinds (`orchestrator/resources`), one verb each.
 */
import type { RegionRole } from "../../orchestrator/baton";
import type { PolicyStatementData, Verb } from "../../orchestrator/resources/kind";
import type { FunctionName } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";
import {
  answerTask,
  askWhetherHolderRuns,
  askWitness,
  lookAtReplicas,
  lookAtResources,
  putMetric,
  readAnyHealthCheck,
  readWatchAlarm,
  restoreWriters,
  startFailover,
  type TableAction,
} from "./permission-statements";

/** Functions of the standby stack; those of the other stacks need nothing that lives there. */
export type StandbyFunctionName = Exclude<FunctionName, "witness-probe" | "await-traffic-observations">;

export interface FunctionAccess {
  /** Actions on the item that holds the baton, on the items of runs, on what was last seen of the primary, on open fences. */
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
export interface Act {
  readonly verb: Verb;
  readonly at: readonly RegionRole[];
  readonly onDataOnly?: true;
}

/** What nearly every step of a run needs: after a redrive, the first that works takes back that an operator is needed. */
const STEP = { baton: ["GetItem", "UpdateItem"], runs: ["GetItem", "PutItem", "UpdateItem"] } as const;

/** Planned moves go both ways with the same functions. */
const EITHER = ["primary", "standby"] as const;

export const ACCESS: Readonly<Record<StandbyFunctionName, FunctionAccess>> = {
  claim: {
    promotions: ["GetItem"],
    baton: ["GetItem", "PutItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    tellsOnCall: true,
    also: (deployment) => [askWhetherHolderRuns(deployment)],
  },
  "gather-evidence": {
    ...STEP,
    seen: ["GetItem", "PutItem"],
    also: (deployment) => [
      readAnyHealthCheck(),
      ...askWitness(deployment),
      ...lookAtResources(deployment, "standby", "rds", "cloudwatch"),
    ],
  },
  "warm-up": {
    ...STEP,
    seen: ["GetItem"],
    fences: ["GetItem"],
    promotions: ["GetItem"],
    acts: { verb: "warmUp", at: EITHER },
    also: lookAtReplicas,
  },
  decide: {
    ...STEP,
    seen: ["GetItem"],
    promotions: ["GetItem"],
  },
  "ask-approval": {
    ...STEP,
    seen: ["GetItem"],
    fences: ["GetItem"],
    promotions: ["GetItem"],
    tellsOnCall: true,
    acts: { verb: "inspect", at: EITHER },
  },
  "take-answer": STEP,
  fence: {
    ...STEP,
    seen: ["GetItem", "PutItem", "UpdateItem"],
    fences: ["GetItem", "PutItem"],
    promotions: ["GetItem"],
    acts: { verb: "fence", at: ["primary"] },
  },
  "judge-fence": { ...STEP, fences: ["GetItem", "PutItem"] },
  unfence: {
    ...STEP,
    seen: ["GetItem"],
    fences: ["GetItem", "UpdateItem"],
    promotions: ["GetItem", "UpdateItem"],
    acts: { verb: "unfence", at: ["primary"] },
    also: lookAtReplicas,
  },
  promote: {
    ...STEP,
    seen: ["GetItem"],
    promotions: ["GetItem", "PutItem"],
    acts: { verb: "promote", at: EITHER },
    // A planned move that stood still proves once more that nothing is missing.
    also: (deployment) => lookAtResources(deployment, "primary", "cloudwatch"),
  },
  verify: {
    ...STEP,
    acts: { verb: "verify", at: EITHER },
  },
  "switch-traffic": {
    ...STEP,
    fences: ["UpdateItem"],
    tellsOnCall: true,
  },
  close: {
    ...STEP,
    seen: ["GetItem"],
    fences: ["PutItem"],
    promotions: ["GetItem"],
    tellsOnCall: true,
  },
  "cool-down": {
    ...STEP,
    acts: { verb: "coolDown", at: EITHER },
  },
  "stand-down": {
    ...STEP,
    promotions: ["GetItem", "UpdateItem"],
    tellsOnCall: true,
    also: (deployment) => lookAtReplicas(deployment, EITHER),
  },
  "call-operator": {
    ...STEP,
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
    fences: ["UpdateItem"],
    tellsOnCall: true,
    acts: { verb: "rebuild", at: ["primary"] },
  },
  "catch-up": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["PutItem", "UpdateItem"],
    acts: { verb: "inspect", at: EITHER, onDataOnly: true },
  },
  "check-again": {
    ...STEP,
    acts: { verb: "inspect", at: EITHER },
  },
  freeze: {
    ...STEP,
    seen: ["GetItem", "PutItem", "UpdateItem"],
    acts: { verb: "fence", at: EITHER, onDataOnly: true },
  },
  drain: {
    ...STEP,
    acts: { verb: "inspect", at: EITHER, onDataOnly: true },
  },
  unfreeze: {
    ...STEP,
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
    ...STEP,
    promotions: ["GetItem"],
    tellsOnCall: true,
    also: (deployment) => [askWhetherHolderRuns(deployment)],
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
