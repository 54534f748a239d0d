/** Sends a message of a run and keeps in its timeline what could not be sent. */
import type { Notice } from "../../orchestrator/notice";
import { describeFailure } from "../aws/failures";
import { Notifier } from "../aws/notifier";
import { RunStore } from "../aws/run-store";
import type { Table } from "../aws/table";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";

export interface Telling {
  readonly runtime: Runtime<NoticeEnvironment>;
  readonly table: Table;
  readonly runId: string;
  /** When the machine entered the state that tells. */
  readonly enteredAt: string;
}

/** Answers whether the message is out. Never throws: neither a message nor a line about it stops a run. */
export async function tell(telling: Telling, notice: Notice, occasion?: string): Promise<boolean> {
  const { runtime, table, runId, enteredAt } = telling;
  const delivery = await new Notifier(runtime, table).send(runId, notice, occasion);
  if (delivery.sent) return true;
  const line = { atMs: runtime.clock.now(), enteredAt, step: `message ${notice.kind}`, summary: delivery.detail };
  try {
    await new RunStore(table).note(runId, line);
  } catch (error) {
    runtime.log.error(`The timeline does not say so: ${describeFailure(error)}`);
  }
  return false;
}
