/** Records of runs as a reader needs them: also those of runs that were refused, and of ones that are still going on. */
import * as z from "zod";
import type { Item } from "../../lambdas/aws/attributes";
import { openTable } from "../../lambdas/aws/table";
import { WORKFLOWS } from "../../orchestrator/workflow";
import type { Session } from "../session/session";

const triggerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("alarm"), alarmArn: z.string(), changedAtMs: z.number() }),
  z.object({ type: z.literal("sentry"), failingSinceMs: z.number(), lookedAtMs: z.number() }),
  z.object({ type: z.literal("person"), requestedBy: z.string(), reason: z.string() }),
]);

const observationSchema = z.object({
  observer: z.string(),
  verdict: z.enum(["UP", "DOWN", "UNKNOWN"]),
  detail: z.string(),
  observedAtMs: z.number(),
});

/** Fields that this command line does not know pass by: a newer Baton may have written them. */
const runRecordSchema = z.object({
  runId: z.string(),
  executionArn: z.string(),
  workflow: z.enum(WORKFLOWS).optional(),
  startedAtMs: z.number(),
  epoch: z.number().optional(),
  trigger: triggerSchema.optional(),
  /** Of a run that was refused or ignored. */
  reason: z.string().optional(),
  outcome: z.string().optional(),
  endedAtMs: z.number().optional(),
  recoverySeconds: z.number().optional(),
  estimatedDataLossSeconds: z.number().nullable().optional(),
  evidence: z.object({ observations: z.array(observationSchema), gatheredAtMs: z.number() }).optional(),
  decision: z.object({ verdict: z.string(), reasons: z.array(z.string()) }).optional(),
  /** Planned moves: how long nobody could write. */
  frozenAtMs: z.number().optional(),
  movedAtMs: z.number().optional(),
  fenceVerdicts: z.record(z.string(), z.string()).optional(),
});
export type RunReading = z.output<typeof runRecordSchema>;

export const runPartition = (runId: string) => `RUN#${runId}`;

/** Null when that execution kept no record. Throws zod's error when the record is damaged. */
export async function readRun({ runtime }: Session, runId: string): Promise<RunReading | null> {
  const item = await openTable(runtime).read({ pk: runPartition(runId), sk: "RUN" });
  return item === null ? null : parseRun(item);
}

export function parseRun(item: Item): RunReading {
  return runRecordSchema.parse(item);
}

/** "ada@example.com: customers cannot pay", "alarm baton-storefront-primary-unhealthy". */
export function triggerText({ trigger, reason }: RunReading): string {
  if (trigger === undefined) return reason ?? "";
  if (trigger.type === "person") return `${trigger.requestedBy}: ${trigger.reason}`;
  if (trigger.type === "sentry") return "the sentry, as the primary went on failing";
  return `alarm ${trigger.alarmArn.split(":").slice(6).join(":")}`;
}
