/** What can go wrong with single calls of AWS APIs, as data: for a while, a share of them. */
import * as z from "zod";
import { SIGNING_NAMES } from "../wire/operations";

const service = z.string().refine((name) => SIGNING_NAMES.includes(name), {
  error: ({ input }) => `The lab's wire carries no calls to "${String(input)}". Known: ${SIGNING_NAMES.join(", ")}.`,
});

const which = {
  /** Region whose APIs are called. */
  region: z.enum(["primary", "standby", "witness", "monitoring"]),
  /** SigV4 signing names. */
  services: z.array(service).min(1),
  /** Only these operations. */
  operations: z.array(z.string()).min(1).optional(),
  /** Of calls that may change something, or of all. */
  calls: z.enum(["all", "mutating"]).default("all"),
  /** Share of the calls that this happens to, each by itself. */
  share: z.number().gt(0).max(1),
  seconds: z.number().positive(),
};

/** Refused in the service's own words for asking too often; nothing happened. */
export const callsThrottledSchema = z.strictObject({ type: z.literal("calls-throttled"), ...which });
/** Answered with the service's own 500; nothing happened. */
export const callsBreakDownSchema = z.strictObject({ type: z.literal("calls-break-down"), ...which });
/** The call takes effect, its answer never arrives: half of the connections are reset, half are silent. */
export const repliesLostSchema = z.strictObject({ type: z.literal("replies-lost"), ...which });
/** The service takes this much longer before it acts. */
export const callsSlowSchema = z.strictObject({
  type: z.literal("calls-slow"),
  ...which,
  delaySeconds: z.number().positive(),
});

/** SNS in the standby Region takes no message, for a reason that does not pass by trying again: the topic's key is disabled. */
export const messagesRefusedSchema = z.strictObject({
  type: z.literal("messages-refused"),
  seconds: z.number().positive(),
});

export type CallFault = z.output<
  typeof callsThrottledSchema | typeof callsBreakDownSchema | typeof repliesLostSchema | typeof callsSlowSchema
>;
