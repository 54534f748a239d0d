/** When an act of a story happens. Acts happen one after another; each waits for its moment once the one before is over. */
import * as z from "zod";

export const MILESTONES = [
  "the-gate-asks",
  "the-baton-moves",
  "a-promotion-starts",
  "a-promotion-ends",
  "a-replica-is-being-created",
  "a-replica-is-created",
  "the-writer-reboots",
  "a-run-ends",
  "a-run-fails",
] as const;
export type Milestone = (typeof MILESTONES)[number];

export const momentSchema = z.union([
  /** Since the moment that the seed chooses for the incident; at once if that has passed. */
  z.strictObject({ atSeconds: z.number().min(0) }),
  /** Since the act before. */
  z.strictObject({ afterSeconds: z.number().min(0) }),
  /** The first time that it happens after the act before, and some time later. */
  z.strictObject({ once: z.enum(MILESTONES), thenSeconds: z.number().min(0).default(0) }),
  /** The first time that a run enters the state of this name after the act before, and some time later. */
  z.strictObject({ onceIn: z.string().min(1), thenSeconds: z.number().min(0).default(0) }),
]);
export type Moment = z.output<typeof momentSchema>;
