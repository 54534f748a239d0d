/**
 * What each function may do, as plain data: read it beside the function's handler. Statements about the plan's resources
 * come from the resource kinds (`orchestrator/resources`), one verb each.
 */
import type { PolicyStatementData, Verb } from "../../orchestrator/resources/kind";
import { statementsFor } from "../../orchestrator/resources/meanings";
import type { FunctionName } from "../../orchestrator/steps";
import type { Deployment } from "../deployment";
import {
  answerTask,
  askWhetherHolderRuns,
  askWitness,
  lookAtResources,
  notify,
  onItems,
  putMetric,
  readAnyHealthCheck,
  readWatchAlarm,
  type TableAction,
} from "./permission-statements";

/** Functions of the standby stack; those of the other stacks need nothing that lives there. */
export type StandbyFunctionName = Exclude<FunctionName, "witness-probe" | "await-traffic-observations">;

interface FunctionAccess {
  /** Actions on the item that holds the baton, on the items of runs, on what was last seen of the primary, on open fences. */
  readonly baton?: readonly TableAction[];
  readonly runs?: readonly TableAction[];
  readonly seen?: readonly TableAction[];
  readonly fences?: readonly TableAction[];
  readonly tellsOnCall?: true;
  /** Carries out this verb on every resource of the plan that has it. */
  readonly verb?: Verb;
  readonly also?: (deployment: Deployment) => readonly PolicyStatementData[];
}

const ACCESS: Readonly<Record<StandbyFunctionName, FunctionAccess>> = {
  claim: {
    baton: ["GetItem", "PutItem", "UpdateItem"],
    runs: ["PutItem"],
    tellsOnCall: true,
    also: (deployment) => [askWhetherHolderRuns(deployment)],
  },
  "gather-evidence": {
    baton: ["GetItem"],
    runs: ["PutItem", "UpdateItem"],
    seen: ["GetItem"],
    also: (deployment) => [readAnyHealthCheck(), ...askWitness(deployment), ...lookAtResources(deployment, "rds")],
  },
  "warm-up": { baton: ["GetItem"], runs: ["GetItem", "PutItem"], seen: ["GetItem"], verb: "warmUp" },
  decide: { baton: ["GetItem"], runs: ["GetItem", "PutItem", "UpdateItem"], seen: ["GetItem"] },
  "ask-approval": {
    baton: ["GetItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    tellsOnCall: true,
  },
  "take-answer": { baton: ["GetItem"], runs: ["GetItem", "PutItem", "UpdateItem"] },
  fence: { baton: ["GetItem"], runs: ["PutItem", "UpdateItem"], fences: ["PutItem"], verb: "fence" },
  promote: { baton: ["GetItem"], runs: ["PutItem"], verb: "promote" },
  verify: { baton: ["GetItem"], runs: ["PutItem"], verb: "verify" },
  "switch-traffic": { baton: ["GetItem", "UpdateItem"], runs: ["PutItem"] },
  close: {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem"],
    fences: ["PutItem"],
    tellsOnCall: true,
  },
  "cool-down": { baton: ["GetItem"], runs: ["GetItem", "PutItem"], verb: "coolDown" },
  "stand-down": { baton: ["GetItem", "UpdateItem"], runs: ["PutItem", "UpdateItem"], tellsOnCall: true },
  "call-operator": {
    baton: ["GetItem", "UpdateItem"],
    runs: ["GetItem", "PutItem", "UpdateItem"],
    tellsOnCall: true,
  },
  "run-ended": { baton: ["GetItem", "UpdateItem"], runs: ["PutItem", "UpdateItem"], tellsOnCall: true },
  traffic: { baton: ["GetItem"] },
  approval: { runs: ["GetItem", "UpdateItem"], also: () => [answerTask()] },
  sentry: {
    // Reads only: whatever the sentry sees, traffic does not move by itself.
    baton: ["GetItem"],
    // The reminder of an open question, and the verdicts of fences.
    runs: ["GetItem", "PutItem", "UpdateItem"],
    seen: ["GetItem", "PutItem"],
    fences: ["GetItem", "UpdateItem"],
    tellsOnCall: true,
    verb: "fence",
    also: (deployment) => [
      putMetric(deployment),
      readWatchAlarm(deployment),
      ...lookAtResources(deployment, "autoscaling", "cloudwatch"),
    ],
  },
};

/** Every statement of one function's role, but for its own log group. `onCallKeyArn` may be a token. */
export function permissionsOf(
  name: StandbyFunctionName,
  deployment: Deployment,
  onCallKeyArn: string,
): readonly PolicyStatementData[] {
  const { baton, runs, seen, fences, tellsOnCall, verb, also } = ACCESS[name];
  const statements = [
    ...onItems("Baton", deployment, "BATON", baton),
    ...onItems("Runs", deployment, "RUN#*", runs),
    ...onItems("LastSeen", deployment, "SEEN#*", seen),
    ...onItems("Fences", deployment, "FENCE#*", fences),
    ...(tellsOnCall ? notify(deployment, onCallKeyArn) : []),
    ...(verb ? statementsFor(deployment.plan, verb) : []),
    ...(also?.(deployment) ?? []),
  ];
  // Two verbs may need the same call; IAM refuses a policy with one Sid twice.
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()];
}
