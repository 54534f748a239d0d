/**
 * A night: everything that goes wrong and everything that people do, as data drawn from one number. What follows from it in
 * the lab follows from `seed`. Small enough to be read, printed, kept in a file and told again.
 */
import fc from "fast-check";
import * as z from "zod";
import { type ServiceFunctionName, STEP_NAMES } from "../../orchestrator/steps";
import { type Fault, faultSchema } from "../scenarios/fault";

const habitsSchema = z.strictObject({
  /** What on-call does with a question before the night is healed; afterwards everything is answered. */
  answer: z.enum(["approve", "decline", "none"]),
  answersAfterSeconds: z.int().min(0),
  /** Asks to go home once the standby serves and the primary is well again. */
  startsFailback: z.boolean(),
});
export type Habits = z.output<typeof habitsSchema>;

export const nightSchema = z.strictObject({
  /** Of the world: latencies, draws of AWS, the moment within the minute. */
  seed: z.int().min(0),
  /** Seconds after the moment that the seed chooses for the incident. */
  mishaps: z.array(z.strictObject({ atSeconds: z.int().min(0), fault: faultSchema })),
  habits: habitsSchema,
  /** From then on nothing is broken any more, and people repair what is left. */
  healsAfterSeconds: z.int().positive(),
});
export type Night = z.output<typeof nightSchema>;

const MINUTE = 60;
/** Outside the workflows, and called while a night goes on. */
const BREAKABLE_SERVICES = [
  "sentry",
  "run-ended",
  "approval",
  "traffic",
] as const satisfies readonly ServiceFunctionName[];
const LONGEST_TROUBLE_SECONDS = 60 * MINUTE;

const role = fc.constantFrom("primary" as const, "standby" as const);
const place = fc.constantFrom("primary" as const, "standby" as const, "witness" as const, "internet" as const);

/** How the night begins: something that looks like the loss of the primary, or nearly. */
const beginning: fc.Arbitrary<Fault> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Fault>(darkness("primary")) },
  { weight: 3, arbitrary: fc.constant<Fault>({ type: "application-down", region: "primary" }) },
  { weight: 2, arbitrary: cut() },
);

const few = (...faults: readonly Fault[]) => fc.constantFrom(...faults);
const seconds = (min: number, max: number) => fc.integer({ min, max });

/** What comes on top, at any moment: Regions and connections, Baton's own functions and events, databases, instances. */
const mishap: fc.Arbitrary<Fault> = fc.oneof(
  few(darkness("primary"), darkness("witness"), darkness("standby")),
  few({ type: "region-returns", region: "primary" }, { type: "region-returns", region: "standby" }),
  few({ type: "application-up", region: "primary" }, { type: "application-down", region: "primary" }),
  cut(),
  fc.record({
    type: fc.constant("function-broken" as const),
    name: fc.constantFrom(...STEP_NAMES, ...BREAKABLE_SERVICES),
    how: fc.constantFrom("crashes" as const, "hangs" as const),
  }),
  seconds(1, 3).map<Fault>((copies) => ({ type: "alarm-event-delivered-again", copies })),
  few({ type: "automation-paused", by: "Ines", reason: "a rehearsal" }),
  seconds(1, 900).map<Fault>((lag) => ({ type: "replication-lag", seconds: lag })),
  few({ type: "replication-broken", region: "standby" }, { type: "replication-broken", region: "primary" }),
  role.map<Fault>((region) => ({ type: "replica-creation-fails", region })),
  seconds(30, 1200).map<Fault>((backup) => ({ type: "backup-running", seconds: backup })),
  few({ type: "database-stuck", status: "storage-full" }, { type: "promotions-hang" }),
  few(
    { type: "capacity-limited", instances: 0 },
    { type: "capacity-limited", instances: 1 },
    { type: "capacity-back" },
  ),
  few({ type: "zone-without-capacity", zone: "a" }, { type: "process-suspended", process: "Launch" }),
  few({ type: "instances-never-healthy" }, { type: "instances-healthy-again" }),
);

const habits: fc.Arbitrary<Habits> = fc.record({
  answer: fc.constantFrom("approve" as const, "decline" as const, "none" as const),
  answersAfterSeconds: fc.integer({ min: 20, max: 30 * MINUTE }),
  startsFailback: fc.boolean(),
});

/** Shrinks towards fewer mishaps; the world's own seed stays, or a smaller night would be another one. */
export const nights: fc.Arbitrary<Night> = fc
  .record({
    seed: fc.noShrink(fc.nat(999_999_999)),
    first: beginning,
    later: fc.array(fc.record({ atSeconds: fc.nat(LONGEST_TROUBLE_SECONDS), fault: mishap }), { maxLength: 5 }),
    habits,
    healsAfterSeconds: fc.integer({ min: 10 * MINUTE, max: 90 * MINUTE }),
  })
  .map(({ seed, first, later, habits, healsAfterSeconds }) => ({
    seed,
    mishaps: [{ atSeconds: 0, fault: first }, ...later.filter(({ atSeconds }) => atSeconds < healsAfterSeconds)],
    habits,
    healsAfterSeconds,
  }));

/** The night that a number stands for. */
export function nightOf(number: number): Night {
  const [night] = fc.sample(nights, { seed: number, numRuns: 1 });
  if (!night) throw new Error(`No night was drawn for ${number}.`);
  return night;
}

/** Route 53's monitoring survives in half of the outages of its own Region: both are seen in practice. */
function darkness(region: "primary" | "standby" | "witness"): Fault {
  return { type: "region-dark", region, sparedInMonitoringRegion: ["route53", "monitoring", "events"] };
}

function cut(): fc.Arbitrary<Fault> {
  return fc
    .tuple(place, place)
    .filter(([one, other]) => one !== other)
    .map<Fault>((between) => ({ type: "connection-cut", between }));
}
