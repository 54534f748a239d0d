/**
 * Grants that no scenario of the lab uses, each with the event that needs it. A test holds this list to what the lab counts: a grant
 * that nothing used and that stands here with no reason fails it, and so does a reason whose grant is used by now, or gone.
 */
import type { FunctionName } from "../../orchestrator/steps";

/** Roles as Baton calls them; a function's role is called like the function. */
export type RoleName = FunctionName | "failback" | "switchover" | "sentry-schedule";

export interface RareGrant {
  readonly roles: readonly RoleName[] | "every function";
  /** Beginning of the statement's Sid, which may end with a Region's role and a resource's name. */
  readonly sid: string;
  /** Actions, or the ends of resources where the statement is used for others. */
  readonly grants: readonly string[];
  readonly because: string;
}

const AFTER_A_REDRIVE =
  "The first step that works after an aborted run was redriven takes back that an operator is needed; any step may be the first.";
const REBUILT_AFTER_PROMOTION =
  "A replica that was rebuilt after its promotion had been asked for is recognized, and the promotion marked as undone.";
const RELEASE_MADE_ABROAD =
  "A failback launches a release that was made in the standby Region and that the image keeper has not brought home yet.";
const BY_STEP_FUNCTIONS =
  "Step Functions itself calls it for a Distributed Map [doc]; the lab's engine needs no call for that.";

export const RARE_GRANTS: readonly RareGrant[] = [
  {
    roles: "every function",
    sid: "WriteOwnLogs",
    grants: ["logs:CreateLogStream", "logs:PutLogEvents"],
    because: "Lambda itself writes a function's log under its role; in the lab it goes into the journal.",
  },
  {
    roles: [
      "ask-approval",
      "catch-up",
      "check-again",
      "cool-down",
      "decide",
      "drain",
      "fence",
      "freeze",
      "gather-evidence",
      "inspect",
      "judge-fence",
      "protect",
      "rebuild",
      "take-answer",
      "unfence",
      "unfreeze",
      "verify",
    ],
    sid: "Baton",
    grants: ["dynamodb:UpdateItem"],
    because: AFTER_A_REDRIVE,
  },
  {
    roles: ["catch-up", "cool-down", "inspect", "judge-fence", "protect", "rebuild", "unfence", "verify"],
    sid: "Runs",
    grants: ["dynamodb:UpdateItem"],
    because: AFTER_A_REDRIVE,
  },
  {
    roles: [
      "ask-approval",
      "call-operator",
      "claim",
      "close",
      "protect",
      "rebuild",
      "run-ended",
      "stand-down",
      "switch-traffic",
    ],
    sid: "PutMetric",
    grants: ["cloudwatch:PutMetricData"],
    because: "Counts a message that could not be sent; an alarm watches the count.",
  },
  {
    roles: ["run-ended"],
    sid: "AskWhetherHolderRuns",
    grants: ["execution:baton-storefront-failback:*", "execution:baton-storefront-switchover:*"],
    because: "A planned move that was aborted or timed out, or failed and could not page; no scenario's does.",
  },
  {
    roles: ["claim"],
    sid: "AskWhetherHolderRuns",
    grants: ["execution:baton-storefront-failback:*"],
    because: "A run that is started while a failback holds the baton asks whether that still runs; no scenario's does.",
  },
  {
    roles: ["fence"],
    sid: "Promotions",
    grants: ["dynamodb:GetItem"],
    because:
      "A fence that is redriven after a standstill asks whether there is a way back: none once a promotion was asked for.",
  },
  {
    roles: ["stand-down", "unfence", "unfreeze"],
    sid: "Promotions",
    grants: ["dynamodb:UpdateItem"],
    because: REBUILT_AFTER_PROMOTION,
  },
  {
    roles: ["stand-down", "unfence"],
    sid: "StandReady",
    grants: ["rds:DescribeDBInstances"],
    because: REBUILT_AFTER_PROMOTION,
  },
  {
    roles: ["unfreeze"],
    sid: "StandReadyPrimary",
    grants: ["rds:DescribeDBInstances"],
    because: REBUILT_AFTER_PROMOTION,
  },
  {
    roles: ["close", "judge-fence"],
    sid: "Fences",
    grants: ["dynamodb:PutItem"],
    because:
      "A fence whose function broke down before it had written a verdict gets one, for the sentry to go on with.",
  },
  {
    roles: ["promote"],
    sid: "LastSeen",
    grants: ["dynamodb:GetItem"],
    because: "A database that is not the primary's replica now is promoted only if it was seen to be one.",
  },
  {
    roles: ["promote"],
    sid: "ReadReplicaLag",
    grants: ["cloudwatch:GetMetricData"],
    because: "A planned move that stood still between two promotions proves once more that nothing is missing.",
  },
  {
    roles: ["protect", "rebuild"],
    sid: "LastSeen",
    grants: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
    because:
      "The settings of an old writer that no freeze and no fence has remembered are kept before it is set aside.",
  },
  {
    roles: ["cool-down"],
    sid: "LaunchFromTemplatePrimary",
    grants: ["ec2:RunInstances"],
    because: "A failback that is abandoned puts back the template version that its warm-up had changed.",
  },
  {
    roles: ["cool-down"],
    sid: "TagAtLaunchPrimary",
    grants: ["ec2:CreateTags"],
    because: "A failback that is abandoned puts back the template version that its warm-up had changed.",
  },
  {
    roles: ["cool-down"],
    sid: "ScaleBackStandby",
    grants: ["autoscaling:SuspendProcesses"],
    because: "A run that stands down suspends again what its warm-up had resumed.",
  },
  {
    roles: ["image-keeper"],
    sid: "RemoveOldCopiesPrimary",
    grants: ["ec2:DeregisterImage", "ec2:DeleteSnapshot"],
    because:
      "Releases that are made in the standby Region leave copies in the primary, and those become too many as well.",
  },
  { roles: ["warm-up"], sid: "CopyImages", grants: [":snapshot/*"], because: RELEASE_MADE_ABROAD },
  { roles: ["warm-up"], sid: "TagCopiesPrimary", grants: ["ec2:CreateTags"], because: RELEASE_MADE_ABROAD },
  {
    roles: ["warm-up"],
    sid: "WriteTemplatePrimary",
    grants: ["ec2:CreateLaunchTemplateVersion"],
    because: RELEASE_MADE_ABROAD,
  },
  // Needed to name a template's version in an update of the group: one that launches the right version already is not told again.
  { roles: ["warm-up"], sid: "LaunchFromTemplatePrimary", grants: ["ec2:RunInstances"], because: RELEASE_MADE_ABROAD },
  { roles: ["warm-up"], sid: "TagAtLaunchPrimary", grants: ["ec2:CreateTags"], because: RELEASE_MADE_ABROAD },
  {
    roles: ["protect", "rebuild"],
    sid: "CreateReplica",
    grants: [":pg:*"],
    because:
      "MySQL, Oracle and Db2 take a replica's parameter group with its creation; the lab's plans are PostgreSQL's.",
  },
  {
    roles: ["protect", "rebuild"],
    sid: "CreateReplica",
    grants: [":og:*"],
    because: "A replica of an instance with an option group of its own is created with that group.",
  },
  {
    roles: ["unfence"],
    sid: "UnfencePrimary",
    grants: ["rds:ModifyDBInstance"],
    because: "A writer that the fence moved into quarantine, and that then did not reboot, lets its clients in again.",
  },
  {
    roles: ["unfreeze"],
    sid: "UnfencePrimary",
    grants: ["rds:DescribeDBInstances", "rds:ModifyDBInstance"],
    because: "A switchover that is abandoned after its freeze lets the writer go.",
  },
  {
    roles: ["switchover"],
    sid: "InvokeSteps",
    grants: ["-call-operator"],
    because: "A switchover that breaks down.",
  },
  {
    roles: ["failback", "switchover"],
    sid: "FollowChildren",
    grants: ["states:DescribeExecution", "states:StopExecution"],
    because: BY_STEP_FUNCTIONS,
  },
  {
    roles: ["failback", "switchover"],
    sid: "RedriveChildren",
    grants: ["states:RedriveExecution"],
    because: BY_STEP_FUNCTIONS,
  },
  {
    roles: ["sentry-schedule"],
    sid: "KeepUndelivered",
    grants: ["sqs:SendMessage"],
    because: "A call of the sentry that could not be delivered is kept, and an alarm says so.",
  },
];
