/** What the pages of all workflows are made of. */
import { spanText } from "../../orchestrator/message-text";
import { type Leg, sumOf } from "../../orchestrator/objectives";
import { ends, hanging, paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import type { OutlineStep } from "./outline-step";

const INDENT = 5;

export function steps(given: readonly OutlineStep[], first: number, screen: Screen): string[] {
  return given.flatMap((step, index) => [...stepLines(step, first + index, screen)]);
}

function stepLines(
  { name, deadlineSeconds, what, touches, isBeside, asksAPersonWhen }: OutlineStep,
  number: number,
  screen: Screen,
): string[] {
  const limit = limitText(deadlineSeconds);
  const title = `${String(number).padStart(3)}  ${name}${isBeside ? ", at the same time" : ""}`;
  return [
    styled(screen, "cyan", ends(title, limit, screen.columns)),
    ...paragraph(what, INDENT, screen.columns),
    ...touches.flatMap(({ resourceId, what: does }) => bullet(`${resourceId}: ${does}`, screen)),
    ...(asksAPersonWhen ? [`${" ".repeat(INDENT)}It asks a person when:`] : []),
    ...(asksAPersonWhen ?? []).flatMap((reason) => bullet(reason, screen)),
  ];
}

function bullet(text: string, { columns }: Screen): string[] {
  return hanging(`${" ".repeat(INDENT)}-`, INDENT + 2, text, columns);
}

/** What follows cannot be undone. */
export function rule(text: string, screen: Screen): string[] {
  const line = `---- ${text} `;
  return [styled(screen, "yellow", line.padEnd(screen.columns, "-"))];
}

export function limitText(deadlineSeconds: number | null): string {
  return deadlineSeconds === null ? "at once" : `at most ${spanText(deadlineSeconds)}`;
}

/** A row per leg with a bar, and the sum. */
export function legs(given: readonly Leg[], { columns }: Screen): string[] {
  const nameColumns = Math.max(...given.map(({ name }) => name.length)) + 2;
  const total = sumOf(given);
  const barColumns = columns - nameColumns - 18;
  const rows = given.map(({ name, seconds }) => {
    const bar = "#".repeat(Math.round((seconds / total) * barColumns));
    return `  ${name.padEnd(nameColumns)}${`${seconds} s`.padStart(8)}  ${bar}`.trimEnd();
  });
  return [...rows, `  ${"sum".padEnd(nameColumns)}${`${total} s`.padStart(8)}  ${spanText(total)}`];
}
