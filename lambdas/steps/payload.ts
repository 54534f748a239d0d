/** What the state machine hands to a step. Judged at the boundary: a step never works on a payload of the wrong shape. */
import * as z from "zod";
import { InvalidInput } from "../../orchestrator/errors";
import { problemsOf, sentenceOf } from "../../orchestrator/problems";
import { WORKFLOWS } from "../../orchestrator/workflow";

/** The run that a step works for. */
export const runSchema = z.object({
  runId: z.string().min(1),
  epoch: z.number().int(),
  executionArn: z.string().startsWith("arn:"),
  workflow: z.enum(WORKFLOWS).default("failover"),
});

/**
 * `enteredAt`: when the machine entered the state, the same for every retry of one visit. `redriveCount`: how often the execution
 * was redriven; a machine of before says nothing of it.
 */
export const stepPayload = z.object({
  run: runSchema,
  enteredAt: z.iso.datetime(),
  redriveCount: z.number().int().min(0).default(0),
});

export const convergeResultSchema = z.object({
  status: z.enum(["done", "pending", "blocked"]),
  detail: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).exactOptional(),
  waitSeconds: z.number().exactOptional(),
  soonSeconds: z.number().exactOptional(),
  throttle: z
    .object({ paceSeconds: z.number(), hasLooked: z.boolean(), refusal: z.string().exactOptional() })
    .exactOptional(),
});

/** Payload of every step that the converge loop calls; `resourceId` is null for steps that are about the whole application. */
export const convergePayload = stepPayload.extend({
  resourceId: z.string().nullable(),
  /** Since the loop began, when this call was made. */
  elapsedSeconds: z.number().min(0),
  previous: convergeResultSchema.nullable(),
  /** Whether the caller looks again after as long as the answer says: a look that AWS throttles may then be told as one. */
  canWait: z.boolean().default(false),
});
export type ConvergePayload = z.output<typeof convergePayload>;

/** How the fence of every resource ended, as the machine saw it. */
export const fenceEndPayload = stepPayload.extend({
  fences: z.array(
    z.object({ resourceId: z.string(), verdict: z.enum(["FENCED", "UNREACHABLE", "FAILED"]), detail: z.string() }),
  ),
});

export type FenceEnd = z.output<typeof fenceEndPayload>;

/** What the early warm-up found of each resource. */
export const readinessSchema = z.array(
  z.object({ resourceId: z.string(), status: z.enum(["done", "pending", "blocked", "unseen"]), detail: z.string() }),
);

/** Throws `InvalidInput`, with every problem of the payload in one message. */
export function parsePayload<Payload>(schema: z.ZodType<Payload>, event: unknown): Payload {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues, event).map(sentenceOf);
  throw new InvalidInput(`The payload of this step is not as its contract says: ${problems.join("; ")}.`);
}
