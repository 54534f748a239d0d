/**
 * A night: everything that goes wrong and everything that people do, as data. What follows from it in the lab follows from
 * `seed`. Small enough to be read, printed, kept in a file and told again. `draw-nights.ts` draws one from a number.
 */
import * as z from "zod";
import { personActSchema } from "../scenarios/act";
import { faultSchema } from "../scenarios/fault";
import { MILESTONES } from "../scenarios/moment";

const thenSeconds = z.int().min(0);

/** Each mishap waits for its own moment, whatever the others do. */
const whenSchema = z.union([
  /** Since the moment that the seed chooses for the incident. */
  z.strictObject({ atSeconds: z.int().min(0) }),
  /** The first time in the night that it happens, and some time later. */
  z.strictObject({ once: z.enum(MILESTONES), thenSeconds }),
  /** The first time in the night that a run enters the state of this name, and some time later. */
  z.strictObject({ onceIn: z.string().min(1), thenSeconds }),
]);
export type When = z.output<typeof whenSchema>;

/** A fault, or what somebody does at the wrong moment. */
const mishapActSchema = z.discriminatedUnion("type", [...faultSchema.options, ...personActSchema.options]);
export type MishapAct = z.output<typeof mishapActSchema>;

const mishapSchema = z.strictObject({ when: whenSchema, act: mishapActSchema });
export type Mishap = z.output<typeof mishapSchema>;

const habitsSchema = z.strictObject({
  /** What on-call does with a question before the night is healed; afterwards everything is answered. */
  answer: z.enum(["approve", "decline", "none"]),
  answersAfterSeconds: z.int().min(0),
  /** Asks to go home once the standby serves and the primary is well again. */
  startsFailback: z.boolean(),
});
export type Habits = z.output<typeof habitsSchema>;

const DATABASE_SIZES = ["small", "large"] as const;
export type DatabaseSize = (typeof DATABASE_SIZES)[number];

export const nightSchema = z.strictObject({
  /** Of the world: latencies, draws of AWS, the moment within the minute. */
  seed: z.int().min(0),
  /** How much data there is: new replicas take hours, or tens of minutes. */
  database: z.enum(DATABASE_SIZES).default("large"),
  mishaps: z.array(mishapSchema),
  habits: habitsSchema,
  /** From then on nothing is broken any more, nothing else goes wrong, and people repair what is left. */
  healsAfterSeconds: z.int().positive(),
});
export type Night = z.output<typeof nightSchema>;
