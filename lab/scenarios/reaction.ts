/** What people do when a message reaches them, as data. They have what on-call has: the message, its link, a browser. */
import * as z from "zod";

const actionSchema = z.discriminatedUnion("type", [
  /** Somebody, or a mail scanner, opens the link and does nothing else. */
  z.strictObject({ type: z.literal("opens-the-approval-page"), who: z.string() }),
  /** A person opens the link, fills in the form that is there and presses a button. */
  z.strictObject({
    type: z.literal("decides-on-the-approval-page"),
    who: z.string(),
    decision: z.enum(["approve", "decline"]),
    remark: z.string().default(""),
  }),
]);

export const reactionSchema = z.strictObject({
  /** The first message whose subject contains these words starts it. */
  whenOnCallReads: z.string().min(1),
  afterSeconds: z.number().min(0),
  does: actionSchema,
});

export type Reaction = z.output<typeof reactionSchema>;
