/** Whether an operator was called for a run, and whether a redrive has answered that call. */
import * as z from "zod";
import type { Table } from "./table";

const callSchema = z.object({
  state: z.enum(["called", "answered"]),
  /** Whether the page got out. Calls of before this field did, for all that is known. */
  isTold: z.boolean().default(true),
  /** Redrives of the execution when the call was made or answered. */
  redriveCount: z.number(),
  /** Visit of the machine to the calling state: tells a retry from a new failure. */
  enteredAt: z.string(),
});
export type OperatorCall = z.output<typeof callSchema>;

const keyOf = (runId: string) => ({ pk: `RUN#${runId}`, sk: "OPERATOR" });

export async function readOperatorCall(table: Table, runId: string): Promise<OperatorCall | null> {
  const item = await table.read(keyOf(runId));
  return item === null ? null : callSchema.parse(item);
}

export async function keepOperatorCall(table: Table, runId: string, call: OperatorCall): Promise<void> {
  await table.put(keyOf(runId), { ...call });
}

export type Visit = Pick<OperatorCall, "redriveCount" | "enteredAt">;

/**
 * A redrive runs this state again with a higher count than the call was made with: that is the operator's answer. A retry
 * of a visit that was answered is answered again. Everything else is a new failure.
 */
export function isAnswered(last: OperatorCall | null, visit: Visit): boolean {
  if (last === null) return false;
  if (last.state === "called") return visit.redriveCount > last.redriveCount;
  return visit.enteredAt === last.enteredAt && visit.redriveCount === last.redriveCount;
}

/** Whether on-call has been paged for this ending of the execution: each redrive may end anew. */
export function wasPaged(last: OperatorCall | null, redriveCount: number): boolean {
  return last?.state === "called" && last.isTold && last.redriveCount === redriveCount;
}
