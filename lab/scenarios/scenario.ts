/** A scenario: what goes wrong, when a rehearsal of it is over, and what must hold then. Data that an operator can read. */
import * as z from "zod";
import { actSchema } from "./act";
import { expectationSchema } from "./expectation";
import { faultSchema } from "./fault";
import { momentSchema } from "./moment";
import { reactionSchema } from "./reaction";

export const scenarioSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** One line for the list. */
    title: z.string(),
    /** What happened, and what should happen. */
    story: z.string(),
    /** Seconds after the moment that the seed chooses for the incident. */
    faults: z.array(z.strictObject({ atSeconds: z.number().min(0), fault: faultSchema })).default([]),
    /** What follows, act by act: people, returns, and faults that wait for something to happen. */
    acts: z.array(z.strictObject({ when: momentSchema, act: actSchema })).default([]),
    /** What people do who read the messages. */
    reactions: z.array(reactionSchema).default([]),
    /**
     * `failover-closed`: the run has closed and customers are served. `run-ended`: the run that claimed has ended.
     * `approval-asked`: a person has been asked. `story-told`: every act is over and no run goes on.
     * `horizon`: only when the time is up.
     */
    endsWhen: z.enum(["failover-closed", "run-ended", "approval-asked", "story-told", "horizon"]),
    /** Watched for this much longer, so that what happens afterwards counts too. */
    thenWatchSeconds: z.number().min(0),
    /** Over by then, whatever has happened. */
    horizonSeconds: z.number().positive(),
    expectations: z.array(expectationSchema).min(1),
  })
  .refine(
    ({ faults, horizonSeconds }) => faults.every(({ atSeconds }) => atSeconds < horizonSeconds),
    "A fault at or after the horizon never happens.",
  )
  .refine(({ faults, acts }) => faults.length + acts.length > 0, "Nothing happens in this scenario.");

export type ScenarioInput = z.input<typeof scenarioSchema>;
export type Scenario = z.output<typeof scenarioSchema>;

/** @throws ZodError when a scenario file is malformed */
export function defineScenario(scenario: ScenarioInput): Scenario {
  return scenarioSchema.parse(scenario);
}
