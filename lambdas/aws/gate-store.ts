/**
 * The gate of each run. A change is read, judged by a pure transition, and written under the revision that was read; if
 * somebody else wrote in between, it is judged again on what is there now.
 */
import * as z from "zod";
import { DECISION_CHANNELS, GATE_OUTCOMES, GATE_STATUSES, type Gate } from "../../orchestrator/gate";
import type { GateChange } from "../../orchestrator/gate-transitions";
import type { Table } from "./table";

/** A page, a command line, a sentry and a machine at most: five lost races in a row mean that something is broken. */
const LARGEST_ATTEMPTS = 5;

const factSchema = z.object({
  label: z.string(),
  value: z.string(),
  bearing: z.enum(["for", "against", "unknown", "plain"]),
  seenAtMs: z.number().nullable(),
});

const gateSchema: z.ZodType<Gate> = z.object({
  runId: z.string(),
  enteredAt: z.string(),
  status: z.enum(GATE_STATUSES),
  taskToken: z.string(),
  secretHashes: z.array(z.string()),
  openedAtMs: z.number(),
  remindAtMs: z.number(),
  expiresAtMs: z.number(),
  // A question of before these fields existed was sent when it was asked.
  questionClaimedAtMs: z.number().default(0),
  questionSent: z.boolean().default(true),
  reminderClaimedAtMs: z.number(),
  reminderSent: z.boolean(),
  facts: z.object({
    question: z.string(),
    askedBy: z.string(),
    reasons: z.array(z.string()),
    groups: z.array(z.object({ title: z.string(), facts: z.array(factSchema) })),
    ifApproved: z.array(z.string()),
    ifDeclined: z.array(z.string()),
    ifNobodyAnswers: z.string(),
    cannotBeUndone: z.array(z.string()),
  }),
  decision: z
    .object({
      approved: z.boolean(),
      decidedBy: z.string(),
      remark: z.string(),
      decidedAtMs: z.number(),
      channel: z.enum(DECISION_CHANNELS),
    })
    .nullable(),
  outcome: z.enum(GATE_OUTCOMES).nullable(),
  revision: z.number(),
});

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
