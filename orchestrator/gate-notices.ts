/** The two messages of a gate: the question, and its reminder. Each carries a link of its own. */
import { batonCommand } from "./command-text";
import type { GateFacts } from "./gate";
import { LONGEST_SMS_CHARACTERS, momentText, smsText, spanText } from "./message-text";
import { bullet, compose, type Notice, type NoticeContext, threadPrefix } from "./notice";

const MINUTE_MS = 60_000;

export interface GateQuestion {
  readonly facts: GateFacts;
  readonly expiresAtMs: number;
  /** When the message is written. */
  readonly nowMs: number;
  readonly link: string;
}

/** The run waits for a person's word. */
export function asksNotice(context: NoticeContext, question: GateQuestion): Notice {
  const { facts } = question;
  const span = spanLeft(question);
  return compose(context, {
    kind: "asks",
    headline: `DECIDE: ${facts.question}`,
    happening: ["Baton does not decide this alone:", ...facts.reasons.map(bullet)],
    wanted: wanted(context, question),
    sms: smsWithLink(context, `DECIDE within ${span}: ${facts.question}`, question.link),
  });
}

/** Nobody has answered yet, and the time is nearly up. */
export function reminderNotice(context: NoticeContext, question: GateQuestion): Notice {
  const { facts } = question;
  const span = spanLeft(question);
  return compose(context, {
    kind: "reminder",
    headline: `STILL WAITING, ${span} left: ${facts.question}`,
    happening: ["Nobody has answered yet. Baton asked because:", ...facts.reasons.map(bullet)],
    wanted: wanted(context, question),
    sms: smsWithLink(context, `${span} LEFT to decide: ${facts.question}`, question.link),
  });
}

function wanted({ plan, run }: NoticeContext, question: GateQuestion): string {
  const { facts, expiresAtMs, link } = question;
  return [
    `Decide within ${spanLeft(question)}, until ${momentText(expiresAtMs)}. The facts and two buttons are here; opening the page changes nothing:`,
    link,
    "Whoever has this link can decide: do not forward it. Without it, from a shell with access to the account (or decline instead of approve):",
    batonCommand(plan, "approve", `--run ${run.runId} --by you@example.com --remark "..."`),
    `If nobody answers: ${facts.ifNobodyAnswers}`,
  ].join("\n");
}

/** In whole minutes: nobody plans a night by the second. */
function spanLeft({ expiresAtMs, nowMs }: GateQuestion): string {
  return spanText(Math.max(1, Math.round((expiresAtMs - nowMs) / MINUTE_MS)) * 60);
}

/** A link that is cut leads nowhere, so it is there as a whole or not at all. */
function smsWithLink(context: NoticeContext, sentence: string, link: string): string {
  const withLink = `${sentence} ${link}`;
  const whole = `${threadPrefix(context)} ${withLink}`;
  const fits = whole.length <= LONGEST_SMS_CHARACTERS && smsText(whole).endsWith(link);
  return fits ? withLink : `${sentence} See e-mail.`;
}
