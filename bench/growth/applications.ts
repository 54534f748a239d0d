/**
 * Many applications of one account that lose their Region at the same moment. Each is a world of its own, with its own seed, in one
 * time; what they share is what an account shares: the quotas of its APIs.
 */
import { readAssembly } from "../../lab/assembly/read-assembly";
import { Incident } from "../../lab/drill/incident";
import { measure } from "../../lab/drill/measure";
import type { DrillResult } from "../../lab/drill/result";
import { withAmbient } from "../../lab/kernel/ambient";
import { type Disturbance, type Fate, PASS } from "../../lab/kernel/disturbances";
import type { ApiCall } from "../../lab/kernel/service";
import { VirtualClock } from "../../lab/kernel/virtual-clock";
import { faultSchema, PRIMARY_GOES_DARK } from "../../lab/scenarios/fault";
import { ApiThrottle } from "../../lab/wire/api-throttle";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { WORLD_STARTS_AT_MS, World } from "../../lab/world";
import { deployInto } from "../../lab/world/deployment";
import { importHandlers } from "../../lab/world/handler-modules";
import type { Plan } from "../../orchestrator/plan";
import { scenarioNamed } from "../recovery/compare";
import { type ApplicationSummary, summaryOf } from "./application-summary";

const MINUTE_MS = 60_000;
const LONGEST_DEPLOYMENT_MS = 60 * MINUTE_MS;
const SETTLING_MS = 10 * MINUTE_MS;
const LONGEST_OUTAGE_MS = 60 * MINUTE_MS;
const AFTERGLOW_MS = 30_000;
/** Between two looks whether all is over: each asks every application. */
const LOOKS_EVERY_MS = 1_000;
/** Seeds of different groups of applications stay apart. */
const SEEDS_APART = 100_000;

export interface ApplicationGrowth extends ApplicationSummary {
  /** Of this machine. */
  readonly realSeconds: number;
}

/** An account's quotas, out of force while applications are deployed: nobody deploys all of them in one minute. */
class AccountThrottle implements Disturbance {
  isInForce = false;
  private readonly throttle = new ApiThrottle();

  fateOf(call: Pick<ApiCall, "service" | "operation" | "region">, nowMs: number): Fate {
    return this.isInForce ? this.throttle.fateOf(call, nowMs) : PASS;
  }
}

export async function failTogether(plan: Plan, assemblyFolder: string, count: number): Promise<ApplicationGrowth> {
  const startedMs = performance.now();
  const assembly = readAssembly(assemblyFolder);
  await importHandlers(assembly);
  await warmUpSdk();
  const clock = new VirtualClock(WORLD_STARTS_AT_MS);
  const throttle = new AccountThrottle();
  const worlds = Array.from(
    { length: count },
    (_, index) => new World(plan, count * SEEDS_APART + index, { calls: "direct", shared: { clock, throttle } }),
  );
  const [first] = worlds;
  if (!first) throw new Error("No application can fail where there is none.");
  return withAmbient(clock, first.random, async () => {
    for (const { customers } of worlds) customers.start();
    await runUntil(clock, LONGEST_DEPLOYMENT_MS, Promise.all(worlds.map((world) => deployInto(world, assembly))));
    throttle.isInForce = true;
    await clock.run(clock.now() + SETTLING_MS);
    const originMs = clock.now();
    const results = await loseRegion(clock, worlds);
    const calls = worlds.flatMap(({ wire }) => wire.calls.records.filter(({ atMs }) => atMs >= originMs));
    return { ...summaryOf(results, calls), realSeconds: (performance.now() - startedMs) / 1000 };
  });
}

/** @throws Error when the work is not done in time */
async function runUntil(clock: VirtualClock, longestMs: number, work: Promise<unknown>): Promise<void> {
  let isDone = false;
  const done = work.finally(() => {
    isDone = true;
  });
  // Its rejection is told by the last line; until then nobody else listens.
  done.catch(() => {});
  await clock.run(clock.now() + longestMs, () => isDone);
  if (!isDone) throw new Error(`The deployments did not end within ${longestMs / MINUTE_MS} minutes.`);
  await done;
}

async function loseRegion(clock: VirtualClock, worlds: readonly World[]): Promise<readonly DrillResult[]> {
  const originMs = clock.now();
  const stages = worlds.map((world) => ({ world, incident: new Incident(world.journal) }));
  for (const { faults } of worlds) faults.inject(faultSchema.parse(PRIMARY_GOES_DARK));
  const areAllOver = () =>
    stages.every(({ world, incident }) => (incident.isClosed && world.customers.areServed) || incident.needsOperator);
  let nextLookMs = originMs;
  await clock.run(originMs + LONGEST_OUTAGE_MS, () => {
    if (clock.now() < nextLookMs) return false;
    nextLookMs = clock.now() + LOOKS_EVERY_MS;
    return areAllOver();
  });
  await clock.run(clock.now() + AFTERGLOW_MS);
  const scenario = scenarioNamed("region-outage");
  const results: DrillResult[] = [];
  for (const { world, incident } of stages) {
    const capacityBefore = { primary: 0, standby: 0 };
    results.push(await measure(world, scenario, 0, { incident, originMs, capacityBefore, untold: [] }));
  }
  return results;
}
