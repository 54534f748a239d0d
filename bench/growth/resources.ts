/** The same outage for plans with more and more resources. */
import { join } from "node:path";
import { synthesize } from "../../infra/synthesize";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { measure } from "../../lab/drill/measure";
import { rehearse } from "../../lab/drill/rehearsal";
import type { DrillResult } from "../../lab/drill/result";
import { withAmbient } from "../../lab/kernel/ambient";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { World } from "../../lab/world";
import { importHandlers } from "../../lab/world/handler-modules";
import { PlanInvalid } from "../../orchestrator/errors";
import type { Plan } from "../../orchestrator/plan";
import { dollarsOf } from "../cost/prices";
import { scenarioNamed } from "../recovery/compare";
import { quantile, sum } from "../statistics";
import { planWithResources } from "./larger-plans";

export interface ResourceGrowth {
  readonly resources: number;
  /** Why there are no numbers; null where there are. */
  readonly refusal: string | null;
  readonly drills: number;
  readonly recovered: number;
  readonly medianRtoSeconds: number;
  /** RTO over the floor, which knows the slowest of the promotions. */
  readonly medianRatio: number;
  readonly historyEvents: number;
  readonly definitionBytes: number;
  readonly apiCalls: number;
  readonly throttledShare: number;
  /** Of the state transitions: what grows of a failover's price. */
  readonly transitionDollars: number;
}

interface OneDrill {
  readonly result: DrillResult;
  readonly historyEvents: number;
  readonly definitionBytes: number;
  readonly transitions: number;
}

const REFUSED = {
  drills: 0,
  recovered: 0,
  medianRtoSeconds: Number.NaN,
  medianRatio: Number.NaN,
  historyEvents: 0,
  definitionBytes: 0,
  apiCalls: 0,
  throttledShare: 0,
  transitionDollars: 0,
};

export async function growthOf(
  base: Plan,
  resources: number,
  seeds: number,
  workFolder: string,
): Promise<ResourceGrowth> {
  try {
    const plan = planWithResources(base, resources);
    const assemblyFolder = await synthesize(plan, join(workFolder, `resources-${resources}`));
    const drills: OneDrill[] = [];
    for (let seed = 1; seed <= seeds; seed += 1) drills.push(await drill(plan, assemblyFolder, seed));
    return { resources, refusal: null, ...summaryOf(drills) };
  } catch (error) {
    if (error instanceof PlanInvalid) return { resources, refusal: error.message, ...REFUSED };
    throw error;
  }
}

async function drill(plan: Plan, assemblyFolder: string, seed: number): Promise<OneDrill> {
  const assembly = readAssembly(assemblyFolder);
  await importHandlers(assembly);
  await warmUpSdk();
  const world = new World(plan, seed, { calls: "direct" });
  return withAmbient(world.clock, world.random, async () => {
    const scenario = scenarioNamed("region-outage");
    const rehearsed = await rehearse(world, assembly, scenario, () => {});
    const { states } = world.inRegion(plan.regions.standby);
    return {
      result: await measure(world, scenario, seed, rehearsed),
      historyEvents: Math.max(...states.executions().map(({ history }) => history.length)),
      definitionBytes: Math.max(...states.executions().map(({ machine }) => Buffer.byteLength(machine.definition))),
      transitions: rehearsed.incident.entries.filter(({ kind }) => kind === "state-entered").length,
    };
  });
}

function summaryOf(drills: readonly OneDrill[]): Omit<ResourceGrowth, "resources" | "refusal"> {
  const median = (of: (drill: OneDrill) => number) => quantile(drills.map(of), 0.5);
  const callsOf = ({ result }: OneDrill) => sum(result.apiCalls.map(({ calls }) => calls));
  const throttled = sum(drills.flatMap(({ result }) => result.apiCalls.map((entry) => entry.throttled)));
  const timeOf = ({ result }: OneDrill) => result.rtoSeconds ?? Number.POSITIVE_INFINITY;
  return {
    drills: drills.length,
    recovered: drills.filter(({ result }) => result.outcome === "recovered").length,
    medianRtoSeconds: median(timeOf),
    medianRatio: median((each) => timeOf(each) / (each.result.floorSeconds ?? Number.NaN)),
    historyEvents: Math.max(...drills.map(({ historyEvents }) => historyEvents)),
    definitionBytes: median(({ definitionBytes }) => definitionBytes),
    apiCalls: median(callsOf),
    throttledShare: throttled / sum(drills.map(callsOf)),
    transitionDollars: dollarsOf({ price: "transition", quantity: median(({ transitions }) => transitions) }),
  };
}
