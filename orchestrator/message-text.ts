/** What the channels can carry: SNS subjects, SMS in the GSM alphabet, links to the console and the runbook. */
import type { Plan } from "./plan";

/** SNS refuses a longer subject (aws-facts: SNS). */
const LONGEST_SUBJECT_CHARACTERS = 100;
/** SNS puts the topic's display name, cut to ten characters, and "> " before the text. */
const DISPLAY_NAME_CHARACTERS = 12;
/** One SMS of the GSM 7-bit alphabet has 160; a longer one is sent, and paid for, in parts. */
export const LONGEST_SMS_CHARACTERS = 160 - DISPLAY_NAME_CHARACTERS;

/** Characters that are one septet in the GSM 7-bit default alphabet (3GPP TS 23.038) and plain ASCII as well. */
const NOT_GSM_SEPTET = /[^A-Za-z0-9 @$!"#%&'()*+,\-./:;<=>?_]/g;

/** The runbook, within the repository that was deployed. */
const RUNBOOK = "docs/operations.md";

/** Printable ASCII, on one line, at most 100 characters: what SNS takes as a subject. */
export function subjectText(text: string): string {
  return cut(oneLine(text).replace(/[^\x20-\x7e]/g, "?"), LONGEST_SUBJECT_CHARACTERS);
}

/** What leaves one SMS at most 160 septets long; brackets, which cost two septets each, become parentheses. */
export function smsText(text: string): string {
  const plain = oneLine(text).replace(/[[{]/g, "(").replace(/[\]}]/g, ")").replace(NOT_GSM_SEPTET, "?");
  return cut(plain, LONGEST_SMS_CHARACTERS);
}

/** Page of an execution in the Step Functions console. */
export function executionConsoleUrl(executionArn: string): string {
  const region = executionArn.split(":")[3] ?? "";
  const host = `https://${region}.console.aws.amazon.com`;
  return `${host}/states/home?region=${region}#/v2/executions/details/${encodeURI(executionArn)}`;
}

/** Article of the runbook: a link where the plan says where people read it, else where it is to be found. */
export function runbookArticle({ runbookBaseUrl }: Pick<Plan, "runbookBaseUrl">, anchor: string): string {
  return runbookBaseUrl === undefined ? `${RUNBOOK}#${anchor} in Baton's repository` : `${runbookBaseUrl}#${anchor}`;
}

/** A span as people say it: "47 s", "3 min 20 s", "1 h 5 min". */
export function spanText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const [large, small, units] =
    whole < 3600
      ? [Math.floor(whole / 60), whole % 60, ["min", "s"]]
      : [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), ["h", "min"]];
  return small === 0 ? `${large} ${units[0]}` : `${large} ${units[0]} ${small} ${units[1]}`;
}

/** What is "at most" or above a limit, never reading like less: tenths below a minute, and nothing is rounded down. */
export function spanUpText(seconds: number): string {
  if (seconds <= 59.9) return `${Math.ceil(seconds * 10) / 10} s`;
  const roughSeconds = seconds > 3600 ? 60 : 1;
  return spanText(Math.ceil(seconds / roughSeconds) * roughSeconds);
}

/** A moment as people write it: "2026-01-05 09:14 UTC". */
export function momentText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** The same to the second, for what lasts minutes: "09:14:07 UTC". */
export function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3)}...`;
}
