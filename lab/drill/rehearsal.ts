/** One rehearsal: deploy, let things settle, let the scenario happen, watch until it is over. All in virtual time. */
import type { RegionRole } from "../../orchestrator/baton";
import type { CloudAssembly } from "../assembly/read-assembly";
import type { JournalEntry } from "../kernel/journal";
import type { Act } from "../scenarios/act";
import type { Scenario } from "../scenarios/scenario";
import type { World } from "../world";
import { deployInto } from "../world/deployment";
import { reactToMessages } from "../world/on-call-people";
import { Ending } from "./ending";
import { Incident } from "./incident";
import { Story } from "./story";

const MINUTE_MS = 60_000;
/** Longer than any deployment may take; a custom resource alone may take an hour. */
const LONGEST_DEPLOYMENT_MS = 3 * 60 * MINUTE_MS;
/** Customers write, checkers have observations, the sentry has seen the primary several times. */
const SETTLING_MS = 10 * MINUTE_MS;

export interface Rehearsed {
  readonly incident: Incident;
  /** Virtual time of the first fault; the seed chooses it within a minute. */
  readonly originMs: number;
  /** Desired instances before it. */
  readonly capacityBefore: Readonly<Record<RegionRole, number>>;
  /** Faults, acts and reactions of the scenario that never happened. */
  readonly untold: readonly string[];
}

export async function rehearse(
  world: World,
  assembly: CloudAssembly,
  scenario: Scenario,
  onEntry: (entry: JournalEntry, originMs: number) => void,
  /** Rehearsals that are compared begin at the same moment, however long their deployments take. */
  notBeforeMs = 0,
): Promise<Rehearsed> {
  world.customers.start();
  await deploy(world, assembly);
  const { clock } = world;
  const settledAtMs = Math.max(clock.now() + SETTLING_MS, notBeforeMs);
  await clock.run(settledAtMs + world.random.fork("incident").between(0, MINUTE_MS));
  const originMs = clock.now();
  const incident = new Incident(world.journal);
  world.journal.onEntry((entry) => onEntry(entry, originMs));
  const { estate } = world;
  const capacityBefore = { primary: estate.desiredCapacity("primary"), standby: estate.desiredCapacity("standby") };
  const faultsToCome = new Set(scenario.faults);
  for (const planned of scenario.faults) {
    clock.at(originMs + planned.atSeconds * 1000, () => {
      faultsToCome.delete(planned);
      world.faults.inject(planned.fault);
    });
  }
  const { journal } = world;
  const reactions = reactToMessages(world, scenario.reactions);
  const story = new Story({ clock, journal, originMs, perform: (act) => perform(world, act) }, scenario.acts);
  story.begin();
  const ending = new Ending(scenario, incident, world.customers, story);
  await clock.run(originMs + scenario.horizonSeconds * 1000, () => ending.isOver(clock.now()));
  const untold = [...[...faultsToCome].map(({ fault }) => fault), ...story.untold.map(({ act }) => act), ...reactions];
  return { incident, originMs, capacityBefore, untold: untold.map((what) => JSON.stringify(what)) };
}

function perform({ customers, people, faults }: World, act: Act): void | Promise<void> {
  switch (act.type) {
    case "customers-come-every":
      return customers.changePace(act.seconds * 1000);
    case "workflow-started":
    case "move-approved":
    case "move-declined":
    case "run-aborted":
    case "run-redriven":
    case "automation-resumed":
      return people.perform(act);
    default:
      return faults.inject(act);
  }
}

/** Deploys while virtual time passes. @throws AssemblyError when the assembly cannot be deployed */
export async function deploy(world: World, assembly: CloudAssembly): Promise<void> {
  let isOver = false;
  const deployment = deployInto(world, assembly).finally(() => {
    isOver = true;
  });
  // Rejections are told by the await below; until then nobody else listens.
  deployment.catch(() => {});
  await world.clock.run(world.clock.now() + LONGEST_DEPLOYMENT_MS, () => isOver);
  if (!isOver) throw new Error("The deployment did not end within three hours of virtual time.");
  await deployment;
}
