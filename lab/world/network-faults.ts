/** Regions that go dark and come back, and connections that are cut. */
import { HEALTH_METRICS_REGION } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { Network, Place } from "../kernel/network";
import type { FaultOf, FaultRegion } from "../scenarios/fault";

/** Tells the journal what goes wrong. */
export type RecordFault = (place: Place, summary: string, kind?: string) => void;

export class NetworkFaults {
  constructor(
    private readonly parts: { readonly plan: Plan; readonly network: Network },
    private readonly record: RecordFault,
  ) {}

  darken({ region: role, sparedInMonitoringRegion }: FaultOf<"region-dark">): void {
    const region = regionOf(this.parts.plan, role);
    const sparedServices = region === HEALTH_METRICS_REGION ? sparedInMonitoringRegion : [];
    const spared = sparedServices.length > 0 ? `, but for ${sparedServices.join(", ")}` : "";
    this.record(region, `${region} goes dark${spared}.`, "region-dark");
    this.parts.network.darken({ region, sparedServices });
  }

  restore(role: FaultRegion): void {
    const region = regionOf(this.parts.plan, role);
    this.record(region, `${region} answers again.`, "region-returned");
    this.parts.network.restore(region);
  }

  cut({ between: [one, other], isOneWay }: FaultOf<"connection-cut">): void {
    const [left, right] = [this.placeOf(one), this.placeOf(other)];
    if (isOneWay) {
      this.record("internet", `Nothing that ${left} asks of ${right} arrives any more.`);
      this.parts.network.block(left, right);
      return;
    }
    this.record("internet", `Nothing passes between ${left} and ${right} any more.`);
    this.parts.network.cut(left, right);
    this.parts.network.cut(right, left);
  }

  private placeOf(place: FaultOf<"connection-cut">["between"][number]): Place {
    return place === "internet" ? place : regionOf(this.parts.plan, place);
  }
}

/** Name of a Region that a fault names by its part in the plan. @throws Error when the plan has none */
export function regionOf(plan: Plan, region: FaultRegion): string {
  if (region === "monitoring") return HEALTH_METRICS_REGION;
  const name = plan.regions[region];
  if (!name) throw new Error(`The plan has no ${region} Region.`);
  return name;
}
