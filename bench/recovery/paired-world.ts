/**
 * Worlds that can be compared: from one seed, with the same outage at the same moment and promotions that take as long, whichever
 * tool is at work in them. Without that, a difference of a minute would be the luck of the draw.
 */
import { RandomSource } from "../../lab/kernel/random";
import { WORLD_STARTS_AT_MS, World } from "../../lab/world";
import type { Plan } from "../../orchestrator/plan";

/** Every deployment is over ten minutes earlier, and has settled. */
export const INCIDENT_NOT_BEFORE_MS = WORLD_STARTS_AT_MS + 20 * 60_000;

export function pairedWorld(plan: Plan, seed: number): World {
  const world = new World(plan, seed, { calls: "direct" });
  const { promotions } = world.inRegion(plan.regions.standby).rds;
  promotions.drawFrom(new RandomSource(seed).fork("compared promotions"));
  return world;
}
