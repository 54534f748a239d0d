/** Moves that a plan itself rules out, whatever the baton says. Judged before anything is claimed. */
import type { Plan } from "./plan";
import type { Workflow } from "./workflow";

export interface ImpossibleMove {
  readonly name: "TrafficFollowsHealth";
  /** For the record, the run's output and the command line: why, and what to do instead. */
  readonly reason: string;
}

/**
 * With `followHealth` customers go where the primary's health check sends them, not where the baton is. Away from a primary that
 * is well nobody can be moved. A failover fences the primary, which fails the check; a failback makes it well again.
 */
export function impossibleMove({ traffic }: Pick<Plan, "traffic">, workflow: Workflow): ImpossibleMove | null {
  if (workflow !== "switchover" || traffic.mode !== "followHealth") return null;
  return {
    name: "TrafficFollowsHealth",
    reason:
      `The plan's traffic.mode is followHealth: ${traffic.recordName} leads to the primary as long as it passes its health ` +
      "check, wherever the baton is, so a switchover cannot arrive. Make the primary fail its check and start a failover, " +
      "or deploy the plan with followBaton.",
  };
}
