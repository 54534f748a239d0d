/**
 * What may start a run, and what only looks like it. Events can be duplicated, late, replayed or forged, so anything that
 * is not exactly one of the two expected alarms turning to ALARM just now, or the sentry's word of just now that its looks still
 * fail, is recorded and ignored.
 */
import * as z from "zod";
import { deployedNames, HEALTH_METRICS_REGION } from "./names";
import type { Plan } from "./plan";
import { problemsOf, sentenceOf } from "./problems";
import type { Trigger } from "./run";
import { parseSentryEvent, SENTRY_SOURCE } from "./sentry-event";
import { oneLine, text } from "./wording";

/** A clock may run ahead of ours by this much before its event counts as forged. */
const LARGEST_CLOCK_SKEW_SECONDS = 60;

/** `ignored`: an event that must not start anything. `invalid`: a console input of the wrong shape, field by field. */
export type ParsedTrigger =
  | Trigger
  | { readonly type: "ignored"; readonly reason: string }
  | { readonly type: "invalid"; readonly problems: readonly string[] };

type PersonsTrigger = Extract<Trigger, { type: "person" }>;
export type ParsedRequest = PersonsTrigger | Extract<ParsedTrigger, { type: "invalid" }>;

const alarmEventSchema = z.object({
  id: z.string().min(1).max(256),
  source: z.literal("aws.cloudwatch"),
  "detail-type": z.literal("CloudWatch Alarm State Change"),
  resources: z.tuple([z.string()], z.string()),
  detail: z.object({
    state: z.object({
      value: z.string(),
      timestamp: text(/^\d{4}-\d{2}-\d{2}T/, "an ISO 8601 timestamp"),
      actionsSuppressedBy: z.string().optional(),
    }),
  }),
});
type AlarmEvent = z.output<typeof alarmEventSchema>;

const sentence = (longest: number) => {
  const allowed = `a text of 1 to ${longest} characters`;
  return oneLine(longest, allowed).pipe(z.string().min(1, allowed));
};

const consoleInputSchema = z.strictObject(
  { requestedBy: sentence(100), reason: sentence(500) },
  'an object {"requestedBy": "...", "reason": "..."}',
);

/** ARNs of the two alarms that may start a run. */
export function expectedAlarmArns(plan: Plan): readonly [watch: string, sentry: string] {
  const names = deployedNames(plan);
  const arnOf = (region: string, alarm: string) => `arn:aws:cloudwatch:${region}:${plan.account}:alarm:${alarm}`;
  return [arnOf(HEALTH_METRICS_REGION, names.watchAlarm), arnOf(plan.regions.standby, names.sentryAlarm)];
}

/** Judges the input of an execution. Never throws, whatever it is given. */
export function parseTrigger(input: unknown, { plan, nowMs }: { plan: Plan; nowMs: number }): ParsedTrigger {
  if (!looksLikeEvent(input)) return parseRequest(input);
  return input.source === SENTRY_SOURCE ? parseLook(input, plan, nowMs) : parseAlarm(input, plan, nowMs);
}

function looksLikeEvent(input: unknown): input is { readonly source?: unknown } {
  return typeof input === "object" && input !== null && ("detail-type" in input || "source" in input);
}

function parseLook(input: unknown, { detection }: Plan, nowMs: number): ParsedTrigger {
  const parsed = parseSentryEvent(input);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error.issues, input).map(sentenceOf);
    return ignored(`it is not a well-formed event of the sentry (${problems.join("; ")})`);
  }
  return judgeAge("the sentry looked", parsed.data.lookedAtMs, nowMs, detection.largestEventAgeSeconds) ?? parsed.data;
}

/** Judges the input of a workflow that only a person may start. Never throws. */
export function parseRequest(input: unknown): ParsedRequest {
  const parsed = consoleInputSchema.safeParse(input);
  if (parsed.success) return { type: "person", ...parsed.data };
  return { type: "invalid", problems: problemsOf(parsed.error.issues, input).map(sentenceOf) };
}

function parseAlarm(input: unknown, plan: Plan, nowMs: number): ParsedTrigger {
  const parsed = alarmEventSchema.safeParse(input);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error.issues, input).map(sentenceOf);
    return ignored(`it is not a well-formed alarm event (${problems.join("; ")})`);
  }
  return judgeAlarm(parsed.data, plan, nowMs);
}

function judgeAlarm(event: AlarmEvent, plan: Plan, nowMs: number): ParsedTrigger {
  const [alarmArn] = event.resources;
  const { value, timestamp, actionsSuppressedBy } = event.detail.state;
  if (!expectedAlarmArns(plan).includes(alarmArn)) return ignored(`it is about another alarm, ${alarmArn}`);
  if (value !== "ALARM") return ignored(`the alarm's state is ${value}, not ALARM`);
  if (actionsSuppressedBy) return ignored(`the alarm's actions are suppressed by ${actionsSuppressedBy}`);
  const changedAtMs = Date.parse(timestamp);
  const untimely = judgeAge("the alarm changed", changedAtMs, nowMs, plan.detection.largestEventAgeSeconds);
  return untimely ?? { type: "alarm", alarmArn, eventId: event.id, changedAtMs };
}

function judgeAge(what: string, atMs: number, nowMs: number, largestAgeSeconds: number): ParsedTrigger | undefined {
  if (Number.isNaN(atMs)) return ignored("the alarm's state has no readable timestamp");
  const ageSeconds = Math.round((nowMs - atMs) / 1000);
  if (ageSeconds > largestAgeSeconds) {
    return ignored(`${what} ${ageSeconds} s ago; an event older than ${largestAgeSeconds} s starts nothing`);
  }
  if (ageSeconds < -LARGEST_CLOCK_SKEW_SECONDS) return ignored(`${what} ${-ageSeconds} s in the future`);
  return undefined;
}

function ignored(why: string): ParsedTrigger {
  return { type: "ignored", reason: `The event starts nothing: ${why}.` };
}
