/** The three workflows as a person starts them: what the help says, what a confirmation warns of, why one makes no sense now. */

import type { Refusal } from "../../orchestrator/baton-transitions";
import { runIdOf } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import { sidesOf, type Workflow } from "../../orchestrator/workflow";
import { CommandFailed } from "../command-failed";
import { clockText } from "../terminal/time";

export const DESCRIPTIONS: Readonly<Record<Workflow, string>> = {
  failover: "start a failover: it gathers evidence of its own, and asks when that speaks against it",
  failback: "start the way home to the primary: it rebuilds the data there, which takes hours, then asks",
  switchover: "start a planned move to the standby, away from a primary that still serves: it prepares, then asks",
};

/** What starting it sets going, for whoever is about to confirm it. */
export function warningOf(plan: Plan, workflow: Workflow, place: string): string {
  const { source, target } = sidesOf(plan, workflow);
  const start = `This starts a ${workflow} of ${plan.application} from ${source.region} to ${target.region} on ${place}.`;
  return `${start} ${CONSEQUENCES[workflow]}`;
}

const ASKED_FIRST =
  "Nothing moves before somebody approves it. Then nobody can write for some minutes; no acknowledged write is lost.";

const CONSEQUENCES: Readonly<Record<Workflow, string>> = {
  failover:
    "If two independent places see the primary down it moves without another question, and writes that were not replicated " +
    "are lost. If the primary is up it asks once more.",
  failback: `It renames and keeps the stale database in the primary Region and builds a replica there, which takes hours. ${ASKED_FIRST}`,
  switchover: `It waits for the replica and warms the standby up. ${ASKED_FIRST}`,
};

/** The machine's own refusal, told before anything starts. */
export function refusalOf(plan: Plan, workflow: Workflow, { name, reason, holder, sinceMs }: Refusal): CommandFailed {
  const { target } = sidesOf(plan, workflow);
  if (name === "failed-over" || name === "steady") {
    const [problem, way] = ARRIVED[name];
    return new CommandFailed(
      problem,
      `${target.region} serves already; there is nothing to move by a ${workflow}. ${way}`,
    );
  }
  if (name !== "held")
    return new CommandFailed("NotPossible", `A ${workflow} cannot start now. ${reason} See \`status\`.`);
  const run = runIdOf(holder ?? "");
  const message =
    `A ${workflow} cannot start while the run ${run} is at work, since ${clockText(sinceMs)}. ` +
    `Follow it by \`history --run ${run.slice(-8)}\`.`;
  return new CommandFailed("BatonHeld", message);
}

const ARRIVED = {
  "failed-over": ["AlreadyFailedOver", "The way home is `failback`; see `status`."],
  steady: ["AlreadyHome", "The way out is `switchover`, or `failover` in an emergency; see `status`."],
} as const;
