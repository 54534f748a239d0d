/** What one run wrote down about itself: its record, the lines of its timeline, and the messages it sent. */
import * as z from "zod";
import type { Item } from "../../lambdas/aws/attributes";
import type { Session } from "../session/session";
import { readPartition } from "./partition";
import { parseRun, type RunReading, runPartition } from "./run-record";

export interface TimelineEntry {
  readonly atMs: number;
  readonly step: string;
  readonly summary: string;
}

export interface RunStory {
  readonly run: RunReading;
  readonly timeline: readonly TimelineEntry[];
}

const lineSchema = z.object({ atMs: z.number(), step: z.string(), summary: z.string() });
const noticeSchema = z.object({ kind: z.string(), subject: z.string(), sentAtMs: z.number().optional() });

/** Null when that run kept no record. Throws zod's error when a record is damaged. */
export async function readStory(session: Session, runId: string): Promise<RunStory | null> {
  const items = await readPartition(session, { pk: runPartition(runId) });
  const record = items.find(({ sk }) => sk === "RUN");
  if (!record) return null;
  const timeline = [...linesIn(items), ...noticesIn(items)].sort((left, right) => left.atMs - right.atMs);
  return { run: parseRun(record), timeline };
}

function linesIn(items: readonly Item[]): TimelineEntry[] {
  return items.filter(({ sk }) => String(sk).startsWith("TIMELINE#")).map((item) => lineSchema.parse(item));
}

/** Messages that went out; one that did not has a line of its own. */
function noticesIn(items: readonly Item[]): TimelineEntry[] {
  return items
    .filter(({ sk }) => String(sk).startsWith("NOTICE#"))
    .map((item) => noticeSchema.parse(item))
    .flatMap(({ kind, subject, sentAtMs }) =>
      sentAtMs === undefined ? [] : [{ atMs: sentAtMs, step: `told: ${kind}`, summary: subject }],
    );
}
