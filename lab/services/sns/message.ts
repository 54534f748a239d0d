/** What a publication looks like on each protocol, and what SNS refuses (aws-facts: Others). */
import { AwsError } from "../../kernel/service";
import { type Input, isRecord, optionalText, requiredText } from "../platform/input";

export interface Publication {
  /** Only e-mail shows it. */
  readonly subject: string;
  /** Text of each protocol; `default` where a protocol has none of its own. */
  readonly texts: Readonly<Record<string, string>>;
}

const LARGEST_MESSAGE_BYTES = 256 * 1024;
/** Printable ASCII that starts with a letter, a digit or a punctuation mark, at most 100 characters [doc]. */
const SUBJECT = /^[\x21-\x7e][\x20-\x7e]{0,99}$/;

export function readPublication(input: Input): Publication {
  const message = requiredText(input, "Message");
  if (Buffer.byteLength(message) > LARGEST_MESSAGE_BYTES) throw invalid("Message too long");
  const subject = optionalText(input, "Subject");
  if (subject !== undefined && !SUBJECT.test(subject)) throw invalid("Subject");
  const structure = optionalText(input, "MessageStructure");
  if (structure === undefined) return { subject: subject ?? "AWS Notification Message", texts: { default: message } };
  if (structure !== "json") throw invalid("MessageStructure");
  return { subject: subject ?? "AWS Notification Message", texts: textsOf(message) };
}

export function textFor({ texts }: Publication, protocol: string): string {
  return texts[protocol] ?? texts.default ?? "";
}

function textsOf(message: string): Readonly<Record<string, string>> {
  const parsed = parse(message);
  if (!isRecord(parsed)) throw invalid("Message Structure - JSON message body failed to parse");
  const texts = Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  if (!texts.some(([protocol]) => protocol === "default")) {
    throw invalid("Message Structure - No default entry in JSON message body");
  }
  return Object.fromEntries(texts);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(what: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${what}`);
}
