/**
 * The plan: what may happen to one application. Users write it with `definePlan`; everything else in Baton reads it.
 * Shapes live here, rules that look at several fields at once live in `plan-rules.ts`.
 */
import * as z from "zod";
import { RECENT_FAILOVERS_KEPT } from "./baton";
import { failbackSchema } from "./failback-settings";
import { RESOURCES_AT_ONCE } from "./machine-limits";
import { autoScalingGroupSchema } from "./resources/auto-scaling-group";
import { rdsReadReplicaSchema } from "./resources/rds-read-replica";
import { arn, dnsName, hostedZoneId, httpsUrl, regionName, seconds, text, wholeNumber } from "./wording";

/** Beyond a week nobody speaks of an objective any more; the number only keeps typing errors out. */
const LONGEST_DATA_LOSS_SECONDS = 7 * 24 * 3600;

const RESOURCE_COUNT = `1 to ${RESOURCES_AT_ONCE} resources: the state machine works on ${RESOURCES_AT_ONCE} at a time, and the deadline of one more would begin only when another is done`;

const loadBalancerSchema = z.strictObject({
  /** DNS name that AWS gave the load balancer. */
  dnsName: dnsName(),
  /** The canonical hosted zone of the load balancer itself (alias records need it), not of the application. */
  canonicalHostedZoneId: hostedZoneId(),
  /** Target group whose healthy targets mean that the application can serve. */
  targetGroupArn: arn("elasticloadbalancing"),
});

export const resourceSchema = z.discriminatedUnion(
  "kind",
  [rdsReadReplicaSchema, autoScalingGroupSchema],
  'a resource of kind "rdsReadReplica" or "autoScalingGroup"',
);

export const planSchema = z.strictObject({
  /** Short name, part of every deployed name: lower case, digits and dashes. */
  application: text(
    /^[a-z][a-z0-9-]{1,23}$/,
    "lower-case letters, digits and dashes, starting with a letter, 2 to 24 characters",
  ),
  account: text(/^\d{12}$/, "an AWS account ID of 12 digits"),
  regions: z.strictObject({ primary: regionName(), standby: regionName(), witness: regionName().optional() }),
  objectives: z.strictObject({
    /** Longest outage that the business accepts, from the first failed request to customers being served again. */
    rtoSeconds: seconds(),
    /** Largest span of acknowledged writes that the business accepts to lose. */
    rpoSeconds: wholeNumber(0, LONGEST_DATA_LOSS_SECONDS, " of seconds"),
  }),
  detection: z.strictObject({
    /** Health of the application in the primary Region, through its write path; never the failover name itself. */
    healthUrl: httpsUrl(),
    intervalSeconds: z.literal([10, 30]),
    /** Consecutive failures per Route 53 checker before it says unhealthy. */
    failureThreshold: wholeNumber(1, 10),
    /** An alarm event older than this only gets recorded: the world has moved on. */
    largestEventAgeSeconds: seconds().default(900),
  }),
  traffic: z.strictObject({
    mode: z.enum(["followBaton", "followHealth"]).default("followBaton"),
    hostedZoneId: hostedZoneId(),
    recordName: dnsName(),
    /** Answers of alias records to load balancers live 60 s; kept in the plan because objectives depend on it. */
    timeToLiveSeconds: seconds().default(60),
    /** Where Route 53 asks who holds the baton; its certificate lives in the standby Region. */
    endpoint: z.strictObject({
      domainName: dnsName(),
      certificateArn: arn("acm"),
      /** SSM parameter (standby and us-east-1) with the unguessable part of the path. */
      pathSecretParameter: text(/^\/[\w./-]{1,200}$/, "an SSM parameter name that starts with /"),
    }),
    loadBalancers: z.strictObject({ primary: loadBalancerSchema, standby: loadBalancerSchema }),
  }),
  resources: z.array(resourceSchema).min(1, RESOURCE_COUNT).max(RESOURCES_AT_ONCE, RESOURCE_COUNT),
  policy: z.strictObject({
    mode: z.enum(["automatic", "approval"]),
    /** Replication lag before the incident above this asks a person. */
    largestDataLossSeconds: wholeNumber(0, LONGEST_DATA_LOSS_SECONDS, " of seconds"),
    /** After one failover, none starts by itself for this long. */
    coolDownSeconds: seconds(),
    /** Circuit breaker: more automatic failovers than this within the window ask a person. */
    failoversPerWindow: z.strictObject({ count: wholeNumber(1, RECENT_FAILOVERS_KEPT), windowSeconds: seconds() }),
    /** How long a person may take to decide. */
    approvalTimeoutSeconds: seconds().default(3600),
    /**
     * What no answer means. `stand-down`: nothing moves and the warm-up is undone. `call-operator`: the standby stays warm and
     * the run waits for a redrive, which asks again. Going ahead is none of the choices: the guard asked for a person.
     */
    onApprovalTimeout: z.enum(["stand-down", "call-operator"], '"stand-down" or "call-operator"').default("stand-down"),
    /** Longest time each phase may take; the sum of the longest path must fit the RTO objective. */
    deadlines: z.strictObject({
      confirmSeconds: seconds(),
      fenceSeconds: seconds(),
      promoteSeconds: seconds(),
      fillCapacitySeconds: seconds(),
      verifySeconds: seconds(),
      switchTrafficSeconds: seconds(),
    }),
  }),
  /** Failback and switchover: the planned moves. */
  failback: failbackSchema.prefault({}),
  verification: z.strictObject({
    /** Write-path health of the application in the standby Region. */
    healthUrl: httpsUrl(),
    consecutiveSuccesses: wholeNumber(1, 20),
  }),
  /** Page on which people read docs/operations.md; messages and alarms link its articles there. */
  runbookBaseUrl: text(
    /^https:\/\/[^\s#]{1,300}$/,
    "an https:// URL without an anchor, like https://wiki.example.com/baton/operations.md",
  ).optional(),
  contacts: z.strictObject({
    email: z.array(z.email("an e-mail address")).min(1, "at least one e-mail address"),
    sms: z.array(text(/^\+[1-9]\d{6,14}$/, "a phone number in E.164 form, like +4915112345678")).default([]),
  }),
});

/** A plan as its author writes it: defaults may be left out. */
export type PlanInput = z.input<typeof planSchema>;
/** A plan whose shape is right; `validatePlan` in `plan-rules.ts` says whether it also makes sense. */
export type Plan = z.output<typeof planSchema>;
export type PlannedResource = Plan["resources"][number];
export type ResourceKind = PlannedResource["kind"];
export type ResourceOfKind<K extends ResourceKind> = Extract<PlannedResource, { kind: K }>;

/** Gives a plan file completion and type errors in the editor; judged at synth by `validatePlan`. */
export function definePlan(plan: PlanInput): PlanInput {
  return plan;
}
