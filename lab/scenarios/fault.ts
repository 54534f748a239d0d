/** What can go wrong in the lab, as data. Regions are named by their role in the plan, so that a scenario fits every plan. */
import * as z from "zod";
import { SERVICE_FUNCTION_NAMES, STEP_NAMES } from "../../orchestrator/steps";

/** `monitoring` is us-east-1, where Route 53's control plane and health metrics live, whichever role it has in the plan. */
const region = z.enum(["primary", "standby", "witness", "monitoring"]);
const FUNCTION_NAMES = [...STEP_NAMES, ...SERVICE_FUNCTION_NAMES] as const;
const role = z.enum(["primary", "standby"]);
const place = z.enum(["primary", "standby", "witness", "internet"]);

export const faultSchema = z.discriminatedUnion("type", [
  z.strictObject({
    /** Nothing in the Region answers any more; calls into it hang until the caller's own timeout. */
    type: z.literal("region-dark"),
    region,
    /** SigV4 names of services that keep answering if the dark Region is us-east-1; elsewhere nothing is spared. */
    sparedInMonitoringRegion: z.array(z.string()).default([]),
  }),
  /** A dark Region answers again, as it was when it went dark. */
  z.strictObject({ type: z.literal("region-returns"), region }),
  /** The Region's load balancer answers 503; AWS APIs and everything else there work. */
  z.strictObject({ type: z.literal("application-down"), region }),
  z.strictObject({ type: z.literal("application-up"), region }),
  /** Nothing passes between two places, in either direction. */
  z.strictObject({ type: z.literal("connection-cut"), between: z.tuple([place, place]) }),
  /** From now on the standby's replica is at least this far behind. */
  z.strictObject({ type: z.literal("replication-lag"), seconds: z.number().positive() }),
  /** Replication stops at the replicas that are in the Region, or are being created there. */
  z.strictObject({ type: z.literal("replication-broken"), region: role }),
  /** What is being created as a replica in the Region fails. */
  z.strictObject({ type: z.literal("replica-creation-fails"), region: role }),
  /** One of Baton's own functions in the standby Region fails whenever it is called, as after a deployment that went wrong. */
  z.strictObject({ type: z.literal("function-broken"), name: z.enum(FUNCTION_NAMES) }),
  /** EventBridge delivers the event that says the application's alarm went off again, in as many copies. */
  z.strictObject({ type: z.literal("alarm-event-delivered-again"), copies: z.int().min(1) }),
  /** Somebody pauses the automation, by the same write to the table that the command line makes. */
  z.strictObject({ type: z.literal("automation-paused"), by: z.string(), reason: z.string() }),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultRegion = z.output<typeof region>;
