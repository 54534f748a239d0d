/** Who paused and resumed the automation: one item for each change, written together with the change itself. */
import * as z from "zod";
import type { Session } from "../session/session";
import { readPartition } from "./partition";

export const AUTOMATION_PARTITION = "AUTOMATION";

const entrySchema = z.object({
  atMs: z.number(),
  what: z.enum(["paused", "resumed"]),
  by: z.string(),
  reason: z.string().optional(),
  untilMs: z.number().optional(),
  /** Of a resume: whose pause it ended. */
  pausedBy: z.string().optional(),
});
export type AutomationEntry = z.output<typeof entrySchema>;

/** Newest first. */
export async function latestAutomationChanges(session: Session, count: number): Promise<readonly AutomationEntry[]> {
  const items = await readPartition(session, { pk: AUTOMATION_PARTITION, newest: count });
  return items.map((item) => entrySchema.parse(item));
}
