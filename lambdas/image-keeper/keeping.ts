/** What looking after one group's images is given. */
import type { RegionRole } from "../../orchestrator/baton";
import type { AutoScalingGroup } from "../../orchestrator/resources/auto-scaling-group";
import { at, type Place } from "../resources/client-at";
import type { Runtime } from "../runtime/runtime";

export interface Keeping {
  readonly runtime: Runtime<unknown>;
  readonly group: AutoScalingGroup;
  /** False while a run holds the baton: templates and images stay as they are. */
  readonly mayChange: boolean;
}

/** Either Region may be dark, so calls into the other one are kept short, as in a failover. */
export function placeAt({ runtime }: Keeping, role: RegionRole): Place {
  return at({ runtime, workflow: "failover" }, { role, region: runtime.plan.regions[role] });
}
