/**
 * What all messages have in common: their parts, the links at their end, and the thread they belong to. All messages of one
 * run share the start of their subject, so that mail programs keep one incident in one thread.
 */
import { executionConsoleUrl, runbookArticle, smsText, subjectText } from "./message-text";
import type { Plan } from "./plan";
import type { Workflow } from "./workflow";

export const NOTICE_KINDS = [
  "started",
  "asks",
  "reminder",
  "primary-answers",
  "failover-held",
  "moved",
  "stood-down",
  "needs-operator",
  "old-region-answered",
  "planned-started",
  "replica-building",
  "planned-moved",
  "planned-abandoned",
  "protected-again",
] as const;
type NoticeKind = (typeof NOTICE_KINDS)[number];

export interface Notice {
  readonly kind: NoticeKind;
  /** At most 100 printable ASCII characters, on one line. */
  readonly subject: string;
  /** Body of the e-mail; plain text. */
  readonly email: string;
  /** At most 160 characters of the GSM 7-bit alphabet. */
  readonly sms: string;
}

/** What every message needs to know. */
export interface NoticeContext {
  readonly plan: Plan;
  readonly run: { readonly runId: string; readonly executionArn: string; readonly workflow: Workflow };
}

/** A message as its author writes it. */
export interface NoticeContent {
  readonly kind: NoticeKind;
  readonly headline: string;
  readonly happening: readonly string[];
  readonly wanted: string;
  readonly sms: string;
}

/** The message with its thread, its links and its lengths as the channels want them. */
export function compose(context: NoticeContext, content: NoticeContent): Notice {
  const prefix = threadPrefix(context);
  const { executionArn, runId } = context.run;
  const email = [
    "What is happening",
    ...content.happening,
    "",
    "What is wanted of you",
    content.wanted,
    "",
    `Execution: ${executionConsoleUrl(executionArn)}`,
    `Runbook: ${runbookArticle(context.plan, `message-${content.kind}`)}`,
    `Run: ${runId}`,
  ].join("\n");
  return {
    kind: content.kind,
    subject: subjectText(`${prefix} ${content.headline}`),
    email,
    sms: smsText(`${prefix} ${content.sms}`),
  };
}

/** Same for every message of a run. The end of the run's name is used: duplicates of one event share its beginning. */
export function threadPrefix({ plan, run }: NoticeContext): string {
  return `[Baton ${plan.application} ${run.runId.slice(-8)}]`;
}

/** One line of a list. */
export function bullet(text: string): string {
  return `- ${text}`;
}
