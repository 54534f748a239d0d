/** Sentences around words that others wrote: details of resources, reasons of people, errors of AWS. */

/** A failed function's cause may be pages long; what matters stands at its beginning. */
const LONGEST_CAUSE_CHARACTERS = 600;
/** How Lambda reports an uncaught error to Step Functions: `{"errorType": ..., "errorMessage": ..., "trace": [...]}`. */
const LAMBDA_ERROR = /\{\s*"error(?:Type|Message)"/;
/** The message alone, where the JSON around it was cut. */
const CUT_MESSAGE = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.)*)/;

/** "1 instance", "3 instances", "0 instances". */
export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The text as a sentence: with a full stop, unless it ends like one. */
export function sentence(text: string): string {
  const words = text.trim().replace(/[;:,]+$/, "");
  return words === "" || /[.!?]$/.test(words) ? words : `${words}.`;
}

/** The text as a part of a sentence that goes on: without the full stop at its end. */
export function clause(text: string): string {
  return text.trim().replace(/(?:(?<!\.)\.|[;:,])+$/, "");
}

/** A cause as people read it: what Lambda wraps around an error's message is left out. The record keeps all of it. */
export function plainCause(cause: string): string {
  const start = cause.search(LAMBDA_ERROR);
  const plain = start < 0 ? cause : `${cause.slice(0, start)}${messageIn(cause.slice(start))}`;
  return plain.length <= LONGEST_CAUSE_CHARACTERS ? plain : `${plain.slice(0, LONGEST_CAUSE_CHARACTERS - 3)}...`;
}

function messageIn(json: string): string {
  try {
    const { errorMessage } = JSON.parse(json) as { readonly errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : json;
  } catch {
    return unescaped(CUT_MESSAGE.exec(json)?.[1]) ?? json;
  }
}

function unescaped(text: string | undefined): string | undefined {
  return text?.replace(/\\n/g, " ").replace(/\\(["\\/])/g, "$1");
}
