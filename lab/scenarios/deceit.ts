/** What lies to Baton: events that nobody's alarm has sent, and checkers that report what they do not see. */
import * as z from "zod";
import { CHECKER_REGIONS } from "../services/route53/health-check-config";

/** What is wrong with a forged event; `nothing`: it says exactly what the alarm would say if it went off now. */
export const FORGERIES = [
  "nothing",
  "account",
  "source",
  "alarm",
  "state",
  "long ago",
  "in the future",
  "no detail",
  "suppressed",
  "a look of long ago",
] as const;
export type Forgery = (typeof FORGERIES)[number];

export const eventForgedSchema = z.strictObject({
  type: z.literal("event-forged"),
  wrong: z.enum(FORGERIES),
  /** On the standby's event bus, whose rules judge it, or past them as the input of an execution. */
  arrives: z.enum(["on-the-bus", "as-input"]),
});
export type ForgedEvent = z.output<typeof eventForgedSchema>;

/** For a while, Route 53's checkers of some Regions report the same whatever they see; all the others say what is so. */
export const checkersMisreportSchema = z.strictObject({
  type: z.literal("checkers-misreport"),
  /** The check on the primary's application, or that of the traffic endpoint. */
  check: z.enum(["application", "traffic"]),
  says: z.enum(["healthy", "unhealthy"]),
  regions: z.array(z.enum(CHECKER_REGIONS)).min(1),
  seconds: z.number().positive(),
});
export type Misreport = z.output<typeof checkersMisreportSchema>;
