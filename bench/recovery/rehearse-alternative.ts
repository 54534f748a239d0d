/** One scenario, lived through with an alternative instead of Baton: same seed, same simulated AWS, same customers. */
import { readAssembly } from "../../lab/assembly/read-assembly";
import { type Rehearsed, rehearse } from "../../lab/drill/rehearsal";
import { withAmbient } from "../../lab/kernel/ambient";
import type { JournalEntry } from "../../lab/kernel/journal";
import type { Scenario } from "../../lab/scenarios/scenario";
import { warmUpSdk } from "../../lab/wire/warm-up";
import type { World } from "../../lab/world";
import { deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { Alternative } from "./alternative";
import { controlArn } from "./alternative-stack";
import { GaveUp, Hands } from "./hands";
import type { Night } from "./night";
import { INCIDENT_NOT_BEFORE_MS, pairedWorld } from "./paired-world";

/** EventBridge's delivery, and the way to another Region (the lab's medians). */
const NEWS_TAKES_MS = 1_000;

export interface AlternativeDrill {
  readonly alternative: Alternative;
  /** Folder of its routing's assembly. */
  readonly assemblyFolder: string;
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly seed: number;
}

export async function rehearseAlternative(drill: AlternativeDrill): Promise<Night> {
  const { alternative, plan, scenario, seed } = drill;
  await warmUpSdk();
  const world = pairedWorld(plan, seed);
  return withAmbient(world.clock, world.random, async () => {
    world.route53.healthChecks.switchControls([controlArn(plan, "primary")]);
    const actor = new Actor(world, alternative);
    const rehearsed = await rehearse(
      world,
      readAssembly(drill.assemblyFolder),
      scenario,
      () => {},
      INCIDENT_NOT_BEFORE_MS,
    );
    actor.refuseDefects();
    return nightOf(world, rehearsed, { tool: alternative.name, scenario: scenario.name, seed });
  });
}

/** Waits for the alarm, and then does what the alternative does, once. */
class Actor {
  private hasStarted = false;
  private failure: unknown;

  constructor(
    private readonly world: World,
    private readonly alternative: Alternative,
  ) {
    const { watchAlarm } = deployedNames(world.plan);
    world.journal.onEntry((entry) => {
      if (!this.hasStarted && goesOff(entry, watchAlarm)) this.start();
    });
  }

  /** @throws Error when the lab or the alternative itself failed: such a night compares nothing */
  refuseDefects(): void {
    const [defect] = this.world.wire.defects;
    if (defect) throw new Error(`The lab itself failed: ${defect.message}`, { cause: defect });
    if (this.failure !== undefined) throw this.failure;
  }

  private start(): void {
    const { world, alternative } = this;
    this.hasStarted = true;
    const place = alternative.name === "person" ? "internet" : world.plan.regions.standby;
    const hands = new Hands(world, place, world.estate.desiredCapacity("primary"));
    world.clock.after(NEWS_TAKES_MS, () => {
      alternative.recover(hands).catch((error: unknown) => this.stop(error));
    });
  }

  /** Giving up is an outcome, and the customers tell of it; anything else is a mistake. */
  private stop(error: unknown): void {
    if (!(error instanceof GaveUp)) this.failure = error;
  }
}

function goesOff({ kind, facts }: JournalEntry, alarmName: string): boolean {
  return kind === "alarm-state-changed" && facts.alarmName === alarmName && facts.state === "ALARM";
}

/** Whoever promotes has chosen the standby: from then on only it may write, as from the move of the baton with Baton. */
function nightOf(
  world: World,
  { incident, originMs }: Rehearsed,
  night: Pick<Night, "tool" | "scenario" | "seed">,
): Night {
  const promotions = incident.entries.filter(({ kind }) => kind === "promotion-started");
  const holders = [
    { atMs: 0, role: "primary" as const },
    ...promotions.slice(0, 1).map(({ atMs }) => ({ atMs, role: "standby" as const })),
  ];
  const report = world.customers.report(originMs, world.estate.databases, holders);
  const { rtoSeconds, writesLost, splitBrainWrites, availability } = report;
  const isServed = world.customers.areServed;
  const outcome = { rtoSeconds, writesLost, splitBrainWrites, availability, isServed };
  return { ...night, ...outcome, promotions: promotions.length, floorSeconds: null };
}
