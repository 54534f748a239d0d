/** Lets a night's mishaps happen, each at its own moment, until the night is healed. */
import { signOf } from "../drill/signs";
import { AwsError } from "../kernel/service";
import { type PersonAct, personActSchema } from "../scenarios/act";
import type { Fault } from "../scenarios/fault";
import type { World } from "../world";
import type { Mishap, MishapAct } from "./night";

/** What did happen, and when. */
export interface Happened {
  readonly atMs: number;
  readonly act: MishapAct;
}

const PERSON_ACTS: ReadonlySet<string> = new Set(personActSchema.options.map(({ shape }) => shape.type.value));

export class Mishaps {
  readonly happened: Happened[] = [];
  private isOver = false;
  private defect: unknown;

  constructor(private readonly world: World) {}

  /** @param originMs from where moments are counted */
  begin(mishaps: readonly Mishap[], originMs: number): void {
    const { clock } = this.world;
    for (const { when, act } of mishaps) {
      if ("atSeconds" in when) clock.at(originMs + when.atSeconds * 1000, () => this.happen(act));
    }
    const waiting = new Set(mishaps.filter(({ when }) => !("atSeconds" in when)));
    this.world.journal.onEntry((entry) => {
      for (const mishap of waiting) {
        const { when, act } = mishap;
        if ("atSeconds" in when || !signOf(when)(entry)) continue;
        waiting.delete(mishap);
        clock.after(when.thenSeconds * 1000, () => this.happen(act));
      }
    });
  }

  /** Everything is mended; whatever would have happened later does not. Throws what the lab itself did wrong. */
  end(): void {
    this.isOver = true;
    this.world.faults.inject({ type: "all-mended" });
    if (this.defect !== undefined) throw this.defect;
  }

  private happen(act: MishapAct): void {
    if (this.isOver || this.isImpossible(act)) return;
    this.happened.push({ atMs: this.world.clock.now(), act });
    if (isOfPerson(act)) void this.world.people.perform(act).catch((error) => this.accept(error));
    else this.inject(act);
  }

  /** What was never delivered cannot be delivered again. */
  private isImpossible({ type }: MishapAct): boolean {
    if (type !== "alarm-event-delivered-again") return false;
    return !this.world.faults.canRepeatAlarm;
  }

  private inject(fault: Fault): void {
    try {
      this.world.faults.inject(fault);
    } catch (error) {
      // Drawn at random, a fault may be impossible at its moment: what reboots cannot be backed up.
      if (!(error instanceof AwsError)) throw error;
    }
  }

  /** People meet refusals, time-outs, and runs that are over already: that is their night. A mistake of the lab is none. */
  private accept(error: unknown): void {
    const isMistake = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
    if (isMistake) this.defect ??= error;
  }
}

function isOfPerson(act: MishapAct): act is PersonAct {
  return PERSON_ACTS.has(act.type);
}
