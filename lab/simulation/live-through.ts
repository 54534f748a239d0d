/**
 * Lives through one night: deploys, lets everything go wrong that the night holds, mends it all in the morning, and watches
 * until the last run has ended and on-call is content. Every invariant watches along.
 */
import { deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { RunRecord } from "../../orchestrator/run";
import type { CloudAssembly } from "../assembly/read-assembly";
import { Incident } from "../drill/incident";
import { deploy } from "../drill/rehearsal";
import { TableRecords } from "../drill/table-records";
import { isForPeople, timelineLine } from "../drill/timeline";
import { DEFAULT_TIMINGS, SMALL_DATABASE_TIMINGS } from "../estate/timings";
import { withAmbient } from "../kernel/ambient";
import { warmUpSdk } from "../wire/warm-up";
import { World } from "../world";
import { importHandlers } from "../world/handler-modules";
import { INVARIANTS } from "./invariants/all";
import type { Aftermath, Stage } from "./invariants/invariant";
import { Mishaps } from "./mishaps";
import type { Night } from "./night";
import { OnCall } from "./on-call";

const MINUTE_MS = 60_000;
/** Customers write, checkers have observations, the sentry has seen the primary several times. */
const SETTLING_MS = 10 * MINUTE_MS;
/** Whatever is asked in the morning may wait for its answer's deadline, and going home takes hours. */
const LONGEST_MORNING_MS = 36 * 60 * MINUTE_MS;
/** What happens after the last run has ended counts too. */
const AFTERGLOW_MS = 10 * MINUTE_MS;
/** Customers come all the time while most of the outage happens, and later every so often, which makes hours cheap. */
const LIVELY_MS = 90 * MINUTE_MS;
const CALM_PACE_MS = 10_000;
const TIMINGS = { small: SMALL_DATABASE_TIMINGS, large: DEFAULT_TIMINGS } as const;

export interface Violation {
  readonly invariant: string;
  readonly finding: string;
}

export interface NightReport {
  readonly night: Night;
  readonly violations: readonly Violation[];
  readonly runs: readonly RunRecord[];
  readonly moves: number;
  /** What happened, when and where: lines for people. */
  readonly timeline: readonly string[];
}

export async function liveThrough(night: Night, assembly: CloudAssembly, plan: Plan): Promise<NightReport> {
  await importHandlers(assembly);
  await warmUpSdk();
  const world = new World(plan, night.seed, { calls: "direct", timings: TIMINGS[night.database] });
  return withAmbient(world.clock, world.random, async () => {
    const stage = await openStage(world, assembly, night);
    const ends = INVARIANTS.map((invariant) => ({ invariant, end: invariant.watch(stage) }));
    const aftermath = await watchNight(stage);
    const violations: Violation[] = [];
    for (const { invariant, end } of ends) {
      const findings = await end(aftermath);
      violations.push(...findings.map((finding) => ({ invariant: invariant.name, finding })));
    }
    const { incident, originMs } = stage;
    const { runs } = aftermath;
    return { night, violations, runs, moves: incident.moves.length, timeline: timelineOf(incident, originMs) };
  });
}

async function openStage(world: World, assembly: CloudAssembly, night: Night): Promise<Stage> {
  const { clock, plan, customers, random } = world;
  customers.start();
  await deploy(world, assembly);
  await clock.run(clock.now() + SETTLING_MS + random.fork("incident").between(0, MINUTE_MS));
  const { standby } = plan.regions;
  const table = new TableRecords(world.inRegion(standby).dynamodb, standby, deployedNames(plan).table);
  const incident = new Incident(world.journal);
  return { world, night, table, incident, mishaps: new Mishaps(world), originMs: clock.now() };
}

async function watchNight(stage: Stage): Promise<Aftermath> {
  const { world, night, table, incident, originMs, mishaps } = stage;
  const { clock, customers } = world;
  const onCall = new OnCall(world, incident, table, night.habits);
  onCall.begin();
  mishaps.begin(night.mishaps, originMs);
  const healedAtMs = originMs + night.healsAfterSeconds * 1000;
  clock.at(originMs + LIVELY_MS, () => customers.changePace(CALM_PACE_MS));
  await clock.run(healedAtMs);
  mishaps.end();
  onCall.wakeUp();
  customers.changePace(CALM_PACE_MS);
  const isAtRest = () => onCall.isContent && customers.areServed;
  const ended = await clock.run(healedAtMs + LONGEST_MORNING_MS, isAtRest);
  await clock.run(clock.now() + AFTERGLOW_MS);
  refuseDefects(world);
  const report = customers.report(originMs, world.estate.databases, incident.batonHistory, incident.stretchesMs);
  return { runs: await runsOf(incident, table), customers: report, healedAtMs, cameToRest: ended === "over" };
}

function timelineOf({ entries }: Incident, originMs: number): readonly string[] {
  return entries
    .filter(isForPeople)
    .map((entry) => timelineLine(entry, originMs))
    .map(({ atSeconds, region, why }) => `${atSeconds.toFixed(1).padStart(9)} s  ${region.padEnd(10)} ${why}`);
}

async function runsOf({ executions }: Incident, table: TableRecords): Promise<readonly RunRecord[]> {
  const runs: RunRecord[] = [];
  for (const name of executions) {
    const run = await table.run(name);
    // What never began keeps no trigger, whatever became of its execution later.
    if (run && "trigger" in run) runs.push(run);
  }
  return runs;
}

/** @throws Error when a model of the lab itself failed: such a night proves nothing */
function refuseDefects({ wire }: World): void {
  const [first] = wire.defects;
  if (first) throw new Error(`The lab itself failed: ${first.message}`, { cause: first });
}
