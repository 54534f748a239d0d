/** When a schedule fires: `rate(...)`, `at(...)` and the part of `cron(...)` that plans use. Times are UTC. */
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";

const MINUTE_MS = 60_000;
const UNIT_MS: Readonly<Record<string, number>> = { minute: MINUTE_MS, hour: 3_600_000, day: 86_400_000 };

/** Invocations come within a minute of their time [doc: 60-second precision]; the phase of one schedule stays the same [est]. */
const PRECISION_MS = 60_000;

/** Fires until cancelled; throws for an expression that the lab does not read. */
export function startSchedule(lab: LabContext, random: RandomSource, expression: string, fire: () => void): () => void {
  const phaseMs = random.between(0, PRECISION_MS);
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return startRate(lab, Number(rate[1]) * (UNIT_MS[rate[2] ?? ""] ?? 0), phaseMs, fire);
  const at = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression);
  if (at) return lab.clock.at(Date.parse(`${at[1]}Z`) + phaseMs, fire);
  const cron = /^cron\((.+)\)$/.exec(expression);
  if (cron) return startCron(lab, cron[1] ?? "", phaseMs, fire);
  throw new Error(`the lab does not read the schedule ${expression}`);
}

function startRate(lab: LabContext, periodMs: number, phaseMs: number, fire: () => void): () => void {
  if (periodMs <= 0) throw new Error("a rate must be positive");
  return lab.clock.every(periodMs, lab.clock.now() + phaseMs, fire);
}

/** Minutes and hours as `*`, a number, a list, or a step such as `0/5`; days must be `*` or `?`. */
function startCron(lab: LabContext, fields: string, phaseMs: number, fire: () => void): () => void {
  const [minute = "", hour = "", ...days] = fields.trim().split(/\s+/);
  if (days.length !== 4 || days.some((day) => day !== "*" && day !== "?")) {
    throw new Error(`the lab does not read the schedule cron(${fields})`);
  }
  const isMinute = fieldReader(minute, 60);
  const isHour = fieldReader(hour, 24);
  const nextMinute = (Math.floor(lab.clock.now() / MINUTE_MS) + 1) * MINUTE_MS;
  return lab.clock.every(MINUTE_MS, nextMinute, () => {
    const now = new Date(lab.clock.now());
    if (isMinute(now.getUTCMinutes()) && isHour(now.getUTCHours())) lab.clock.after(phaseMs, fire);
  });
}

function fieldReader(field: string, size: number): (value: number) => boolean {
  if (field === "*") return () => true;
  const step = /^(\*|\d+)\/(\d+)$/.exec(field);
  if (step) {
    const first = step[1] === "*" ? 0 : Number(step[1]);
    return (value) => value >= first && (value - first) % Number(step[2]) === 0;
  }
  const values = field.split(",").map(Number);
  if (values.some((value) => !Number.isInteger(value) || value < 0 || value >= size)) {
    throw new Error(`the lab does not read the cron field ${field}`);
  }
  return (value) => values.includes(value);
}
