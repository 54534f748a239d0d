/** A gate as the table holds it. */
import * as z from "zod";
import { DECISION_CHANNELS, GATE_OUTCOMES, GATE_STATUSES, type Gate, type GateBasis } from "../../orchestrator/gate";

function measured<Value extends z.ZodType>(value: Value) {
  return z.object({ value: value.nullable(), atMs: z.number() });
}

function inBothRegions<Value extends z.ZodType>(value: Value) {
  return z.object({ primary: value, standby: value });
}

const basisSchema: z.ZodType<GateBasis> = z.object({
  shown: z.object({ seenAtMs: z.number(), isUp: z.boolean() }).exactOptional(),
  moveFacts: z
    .object({
      health: inBothRegions(measured(z.object({ isHealthy: z.boolean(), detail: z.string() }))),
      lagSeconds: z.record(z.string(), measured(z.number())),
      inService: z.record(z.string(), inBothRegions(measured(z.number()))),
    })
    .exactOptional(),
});

const factSchema = z.object({
  label: z.string(),
  value: z.string(),
  bearing: z.enum(["for", "against", "unknown", "plain"]),
  seenAtMs: z.number().nullable(),
});

export const gateSchema: z.ZodType<Gate> = z.object({
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
  // A question of before this field existed left its basis in the record of its run.
  basis: basisSchema.default({}),
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
