/** What the sentry hands to a run that it starts itself: how it is written, and how it is judged when it comes back as an input. */
import * as z from "zod";
import type { Trigger } from "./run";
import type { Watch } from "./watch";

export const SENTRY_SOURCE = "baton.sentry";
const DETAIL_TYPE = "Primary Still Unhealthy";

const moment = z.iso.datetime();
const sentryEventSchema = z.object({
  id: z.string().regex(/^sentry-\d{8}-\d{6}-\d+$/),
  source: z.literal(SENTRY_SOURCE),
  "detail-type": z.literal(DETAIL_TYPE),
  detail: z.object({ failingSince: moment, lookedAt: moment }),
});
export type SentryEvent = z.output<typeof sentryEventSchema>;
export type SentryTrigger = Extract<Trigger, { type: "sentry" }>;

/**
 * The event of a start that is due. Its `id` names the execution: made of the outage and of how many runs it has had, so
 * that the same start, repeated by a second sentry or after a failed write, is the same execution. Ends in what tells one
 * from the other, because messages show the last eight characters.
 */
export function sentryEvent({ failingSinceMs, starts }: Watch, nowMs: number): SentryEvent {
  const failingSince = new Date(failingSinceMs ?? nowMs).toISOString();
  const [date = "", time = ""] = failingSince.replace(/[-:]/g, "").split(/[T.]/);
  return {
    id: `sentry-${date}-${time}-${starts + 1}`,
    source: SENTRY_SOURCE,
    "detail-type": DETAIL_TYPE,
    detail: { failingSince, lookedAt: new Date(nowMs).toISOString() },
  };
}

/** Never throws. */
export function parseSentryEvent(input: unknown): z.ZodSafeParseResult<SentryTrigger> {
  return sentryEventSchema
    .transform(({ id, detail }): SentryTrigger => {
      const { failingSince, lookedAt } = detail;
      const [failingSinceMs, lookedAtMs] = [Date.parse(failingSince), Date.parse(lookedAt)];
      return { type: "sentry", eventId: id, failingSinceMs, lookedAtMs };
    })
    .safeParse(input);
}
