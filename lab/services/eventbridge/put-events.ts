/** `PutEvents`: each entry is judged alone; a bad one fails in the answer, the others go on. */
import type { CloudEvent } from "../../kernel/ports";
import { type ApiCall, AwsError } from "../../kernel/service";
import { type Input, isRecord, optionalText, optionalTexts, records } from "../platform/input";

type AcceptedEvent = Pick<CloudEvent, "detail-type" | "source" | "resources" | "detail"> & { readonly time?: string };

const MOST_ENTRIES = 10;
const LARGEST_ENTRY_BYTES = 256 * 1024;

/** `accept` throws where the bus does not exist. */
export function putEvents(call: ApiCall, accept: (busName: string, event: AcceptedEvent) => void): unknown {
  const entries = records(call.input, "Entries");
  if (entries.length === 0 || entries.length > MOST_ENTRIES) {
    throw new AwsError("ValidationException", `Entries must hold 1 to ${MOST_ENTRIES} events`);
  }
  const answers = entries.map((entry, index) => putOne(entry, `${call.requestId}-${index}`, accept));
  return { FailedEntryCount: answers.filter((answer) => "ErrorCode" in answer).length, Entries: answers };
}

function putOne(entry: Input, eventId: string, accept: (busName: string, event: AcceptedEvent) => void): object {
  const problem = problemOf(entry);
  if (problem) return problem;
  const time = entry.Time instanceof Date ? { time: `${entry.Time.toISOString().slice(0, 19)}Z` } : {};
  accept(optionalText(entry, "EventBusName") ?? "default", {
    source: optionalText(entry, "Source") ?? "",
    "detail-type": optionalText(entry, "DetailType") ?? "",
    resources: optionalTexts(entry, "Resources") ?? [],
    detail: JSON.parse(optionalText(entry, "Detail") ?? "{}"),
    ...time,
  });
  return { EventId: eventId };
}

function problemOf(entry: Input): { readonly ErrorCode: string; readonly ErrorMessage: string } | null {
  const source = optionalText(entry, "Source") ?? "";
  const missing = ["Source", "DetailType", "Detail"].find((name) => (optionalText(entry, name) ?? "") === "");
  if (missing !== undefined)
    return invalid(`Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
  if (source.startsWith("aws.")) {
    return { ErrorCode: "NotAuthorizedForSourceException", ErrorMessage: `Not authorized for the source ${source}.` };
  }
  if (JSON.stringify(entry).length > LARGEST_ENTRY_BYTES) return invalid("Total size of the entry exceeds 256 KB.");
  return isJsonObject(optionalText(entry, "Detail") ?? "")
    ? null
    : { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." };
}

function invalid(ErrorMessage: string) {
  return { ErrorCode: "InvalidArgument", ErrorMessage };
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
