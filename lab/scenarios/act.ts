/** What happens in a story besides faults: things come back, and people act. Data, like everything in a scenario. */
import * as z from "zod";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { faultSchema } from "./fault";

const who = { by: z.string().min(1) };

export const personActSchema = z.discriminatedUnion("type", [
  /** Somebody starts a workflow in the Step Functions console. */
  z.strictObject({
    type: z.literal("workflow-started"),
    workflow: z.enum(WORKFLOWS),
    ...who,
    reason: z.string().min(1),
  }),
  /** Somebody answers the gate on the page that the latest message links to. */
  z.strictObject({ type: z.literal("move-approved"), ...who, remark: z.string().exactOptional() }),
  z.strictObject({ type: z.literal("move-declined"), ...who, remark: z.string().exactOptional() }),
  /** Somebody stops the run that has been going on for longest, in the Step Functions console. */
  z.strictObject({ type: z.literal("run-aborted"), ...who }),
  /** Somebody redrives the run that failed last. */
  z.strictObject({ type: z.literal("run-redriven"), ...who }),
  /** Somebody lets the automation go on, by the same write to the table that the command line makes. */
  z.strictObject({ type: z.literal("automation-resumed"), ...who }),
]);
export type PersonAct = z.output<typeof personActSchema>;

/** A calm stretch: customers come, and are counted, only every so many seconds, which makes days of virtual time cheap. */
const paceSchema = z.strictObject({ type: z.literal("customers-come-every"), seconds: z.number().min(0.5).max(60) });

export const actSchema = z.discriminatedUnion("type", [...faultSchema.options, ...personActSchema.options, paceSchema]);
export type Act = z.output<typeof actSchema>;
