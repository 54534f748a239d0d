/**
 * The gate of each run. A change is read, judged by a pure transition, and written under the revision that was read; if
 * somebody else wrote in between, it is judged again on what is there now.
 */
import type { Gate } from "../../orchestrator/gate";
import type { GateChange } from "../../orchestrator/gate-transitions";
import { gateSchema } from "./gate-schema";
import type { Table } from "./table";

/** A page, a command line, a sentry and a machine at most: five lost races in a row mean that something is broken. */
const LARGEST_ATTEMPTS = 5;

export class GateStore {
  constructor(private readonly table: Table) {}

  /** Null when that run never asked. Throws zod's error when the record is damaged. */
  async read(runId: string): Promise<Gate | null> {
    const item = await this.table.read(keyOf(runId));
    return item === null ? null : gateSchema.parse(item);
  }

  /** Applies a transition. Answers what is in the table now, or the refusal; nothing is written then. */
  async change(runId: string, transition: (gate: Gate | null) => GateChange): Promise<GateChange> {
    for (let attempt = 1; attempt <= LARGEST_ATTEMPTS; attempt += 1) {
      const current = await this.read(runId);
      const change = transition(current);
      if ("refusal" in change || !change.changed) return change;
      if (await this.write(current, change.gate)) return change;
    }
    throw new Error(`The gate of ${runId} was changed by others each time it was to be written.`);
  }

  private async write(from: Gate | null, to: Gate): Promise<boolean> {
    const key = keyOf(to.runId);
    if (from === null) return (await this.table.insert(key, { ...to })).written;
    return (await this.table.update(key, { ...to }, { revision: from.revision })).written;
  }
}

const keyOf = (runId: string) => ({ pk: `RUN#${runId}`, sk: "GATE" });
