/** What a target gets instead of the whole event: `Input`, `InputPath` or `InputTransformer`. */
import type { CloudEvent } from "../../kernel/ports";
import { isRecord } from "../platform/input";

export type TargetInput =
  | { readonly type: "event" }
  | { readonly type: "constant"; readonly json: string }
  | { readonly type: "path"; readonly path: string }
  | { readonly type: "template"; readonly paths: Readonly<Record<string, string>>; readonly template: string };

/** The text that is delivered. A path that finds nothing gives an empty text in a template, `null` alone [est]. */
export function targetInput(input: TargetInput, event: CloudEvent, ruleArn: string): string {
  if (input.type === "event") return JSON.stringify(event);
  if (input.type === "constant") return input.json;
  if (input.type === "path") return JSON.stringify(valueAt(event, input.path) ?? null);
  return fill(input.template, input.paths, event, ruleArn);
}

/** `$.detail.state.value`, with `[0]` for elements of arrays. */
function valueAt(event: unknown, path: string): unknown {
  if (!path.startsWith("$")) throw new Error(`not a path: ${path}`);
  const steps = path.match(/[^.[\]$"']+/g) ?? [];
  return steps.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isRecord(value) ? value[step] : undefined;
  }, event);
}

/** Inside quotes a value becomes part of that text, elsewhere it is JSON of its own. */
function fill(template: string, paths: Readonly<Record<string, string>>, event: CloudEvent, ruleArn: string): string {
  let isInText = false;
  const pieces = template.split(/<([\w.-]+)>/).map((piece, index) => {
    if (index % 2 === 1) return written(placeholder(piece, paths, event, ruleArn), isInText);
    const quotes = piece.match(/(?<!\\)"/g)?.length ?? 0;
    if (quotes % 2 === 1) isInText = !isInText;
    return piece;
  });
  return pieces.join("");
}

function written(value: unknown, isInText: boolean): string {
  if (!isInText) return JSON.stringify(value ?? "");
  const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}

function placeholder(
  name: string,
  paths: Readonly<Record<string, string>>,
  event: CloudEvent,
  ruleArn: string,
): unknown {
  if (name === "aws.events.event.json" || name === "aws.events.event") return event;
  if (name === "aws.events.event.ingestion-time") return event.time;
  if (name === "aws.events.rule-arn") return ruleArn;
  if (name === "aws.events.rule-name") return ruleArn.slice(ruleArn.lastIndexOf("/") + 1);
  const path = paths[name];
  if (path === undefined) throw new Error(`InputTemplate uses <${name}>, which InputPathsMap does not name`);
  return valueAt(event, path);
}
