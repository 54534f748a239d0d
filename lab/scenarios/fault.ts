/** What can go wrong in the lab, as data. Regions are named by their role in the plan, so that a scenario fits every plan. */
import * as z from "zod";
import { SERVICE_FUNCTION_NAMES, STEP_NAMES } from "../../orchestrator/steps";
import { PROCESSES, ZONES } from "../services/autoscaling/group";
import { STUCK_STATUSES } from "../services/rds/database-instance";
import {
  callsBreakDownSchema,
  callsSlowSchema,
  callsThrottledSchema,
  messagesRefusedSchema,
  repliesLostSchema,
} from "./call-fault";
import { checkersMisreportSchema, eventForgedSchema } from "./deceit";

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
  /** The application stops answering its load balancer's checks in the Region; Auto Scaling, which looks at EC2 only, notices nothing. */
  z.strictObject({ type: z.literal("targets-unhealthy"), region: role }),
  z.strictObject({ type: z.literal("targets-healthy-again"), region: role }),
  z.strictObject({
    /** Nothing passes between two places. One way: the first cannot call the second, which can call the first. */
    type: z.literal("connection-cut"),
    between: z.tuple([place, place]),
    isOneWay: z.boolean().default(false),
  }),
  /** From now on the standby's replica is at least this far behind. */
  z.strictObject({ type: z.literal("replication-lag"), seconds: z.number().positive() }),
  /** Replication stops at the replicas that are in the Region, or are being created there. */
  z.strictObject({ type: z.literal("replication-broken"), region: role }),
  /** What is being created as a replica in the Region fails. */
  z.strictObject({ type: z.literal("replica-creation-fails"), region: role }),
  /** The user's pipeline makes the next release of every group, tagged as the plan says. */
  z.strictObject({ type: z.literal("release-made"), region: role }),
  /** The newest release is deregistered where it was made, and only there. */
  z.strictObject({ type: z.literal("release-withdrawn"), region: role }),
  /** That many of the next image copies into the Region fail at their end. */
  z.strictObject({ type: z.literal("image-copies-fail"), region: role, count: z.int().min(1) }),
  /** From now on EC2 sends no events about images in the Region: it promises them on a best-effort basis only. */
  z.strictObject({ type: z.literal("image-events-lost"), region: role }),
  /** Somebody deletes the quarantine security groups of a Region: RDS refuses to put an instance into one. */
  z.strictObject({ type: z.literal("quarantine-groups-lost"), region: role }),
  /** A backup of the standby's replicas runs: until it is over, RDS refuses to promote them. */
  z.strictObject({ type: z.literal("backup-running"), seconds: z.number().positive() }),
  /** A Region's databases are in a state out of which they do not come by waiting. */
  z.strictObject({
    type: z.literal("database-stuck"),
    status: z.enum(STUCK_STATUSES),
    region: role.default("standby"),
  }),
  z.strictObject({ type: z.literal("database-mended"), region: role.default("standby") }),
  /** Somebody promotes the standby's replicas in the console, and tells nobody. */
  z.strictObject({ type: z.literal("replicas-promoted-by-hand") }),
  /** Somebody gives databases of the Region that a run has put into quarantine a security group that lets clients in. */
  z.strictObject({ type: z.literal("clients-let-in-by-hand"), region: role }),
  /** A promotion that begins in the standby Region from now on does not end before somebody has mended that. */
  z.strictObject({ type: z.literal("promotions-hang") }),
  z.strictObject({ type: z.literal("promotions-end-again") }),
  /** Every image in the standby Region has been deregistered. */
  z.strictObject({ type: z.literal("images-lost") }),
  /** AWS has only this many more instances in the standby Region; `capacity-back`: as many as are wanted. */
  z.strictObject({ type: z.literal("capacity-limited"), instances: z.int().min(0) }),
  /** The account's vCPU quota in the standby Region allows only this many more instances; `capacity-back` ends this, too. */
  z.strictObject({ type: z.literal("quota-reached"), instances: z.int().min(0) }),
  z.strictObject({ type: z.literal("capacity-back") }),
  /** One of the standby Region's three zones has no capacity, and the group has to turn to the others. */
  z.strictObject({ type: z.literal("zone-without-capacity"), zone: z.enum(ZONES) }),
  /** An instance refresh with a desired configuration is active in the standby's groups: their template cannot be updated. */
  z.strictObject({ type: z.literal("instance-refresh") }),
  /** The Region's groups are scaled to so many instances, by their own policies: within what each group allows. */
  z.strictObject({ type: z.literal("groups-scaled"), region: role, instances: z.int().min(0) }),
  /** Somebody has suspended a process of the standby's groups. */
  z.strictObject({ type: z.literal("process-suspended"), process: z.enum(PROCESSES) }),
  /** Instances that start in the standby Region never pass their health check, until the application is mended. */
  z.strictObject({ type: z.literal("instances-never-healthy") }),
  z.strictObject({ type: z.literal("instances-healthy-again") }),
  /**
   * One of Baton's own functions in the standby Region fails whenever it is called, as after a deployment that went wrong:
   * it crashes at once, or it hangs until Lambda stops it.
   */
  z.strictObject({
    type: z.literal("function-broken"),
    name: z.enum(FUNCTION_NAMES),
    how: z.enum(["crashes", "hangs"]).default("crashes"),
  }),
  z.strictObject({ type: z.literal("function-mended"), name: z.enum(FUNCTION_NAMES) }),
  z.strictObject({
    /**
     * The next invocations of one of Baton's functions are killed at the moment at which their call of this number to an AWS
     * API has been answered: whatever it did is done, and what the code would do next never happens. 0: before its first call.
     */
    type: z.literal("function-dies"),
    name: z.enum(FUNCTION_NAMES),
    afterCalls: z.int().min(0),
    times: z.int().min(1),
  }),
  /** What has been running for longest has reached the time limit of its machine, however long that is. */
  z.strictObject({ type: z.literal("run-times-out") }),
  /** EventBridge delivers the event that says the application's alarm went off again, in as many copies. */
  z.strictObject({ type: z.literal("alarm-event-delivered-again"), copies: z.int().min(1) }),
  /** Somebody pauses the automation, by the same write to the table that the command line makes. */
  z.strictObject({ type: z.literal("automation-paused"), by: z.string(), reason: z.string() }),
  /** Nothing is broken any more: Regions, connections, functions, the application and replication are as they should be. */
  z.strictObject({ type: z.literal("all-mended") }),
  callsThrottledSchema,
  callsBreakDownSchema,
  repliesLostSchema,
  callsSlowSchema,
  messagesRefusedSchema,
  eventForgedSchema,
  checkersMisreportSchema,
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultOf<Type extends Fault["type"]> = Extract<Fault, { readonly type: Type }>;
export type FaultRegion = z.output<typeof region>;

/**
 * The commonest incident. When the primary is us-east-1 the workloads and their APIs are lost, while the global services that
 * happen to have their metrics and alarms there stay: losing them too is what control-plane-outage rehearses.
 */
export const PRIMARY_GOES_DARK: z.input<typeof faultSchema> = {
  type: "region-dark",
  region: "primary",
  sparedInMonitoringRegion: ["route53", "monitoring", "events"],
};
