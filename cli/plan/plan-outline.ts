/** All three workflows of a plan, as plain data. */
import type { Plan } from "../../orchestrator/plan";
import { type MoveOutline, moveOutlineOf } from "./move-outline";
import { type Outline, outlineOf } from "./outline";

export interface PlanOutline {
  readonly failover: Outline;
  readonly failback: MoveOutline;
  readonly switchover: MoveOutline;
}

export function planOutlineOf(plan: Plan): PlanOutline {
  return {
    failover: outlineOf(plan),
    failback: moveOutlineOf(plan, "failback"),
    switchover: moveOutlineOf(plan, "switchover"),
  };
}
