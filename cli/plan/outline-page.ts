/** The outline of a plan as a terminal shows it. */
import { spanText } from "../../orchestrator/message-text";
import { type Leg, sumOf } from "../../orchestrator/objectives";
import { ends, fields, hanging, paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import type { Outline, OutlineStep } from "./outline";

const INDENT = 5;
const TRIGGERS = { watch: "Route 53 and its alarm", sentry: "sentry and its alarm" } as const;

export function outlinePage(outline: Outline, screen: Screen): string[] {
  const { application, account, regions, reversible, irreversible } = outline;
  const witness = regions.witness ? `, witness ${regions.witness}` : "";
  const heading = (text: string) => ["", styled(screen, "bold", text)];
  return [
    styled(screen, "bold", `${application}: a failover from ${regions.primary} to ${regions.standby}`),
    ...paragraph(`account ${account}${witness}; nothing is asked of AWS here`, 0, screen.columns),
    ...heading("What would happen"),
    ...steps(reversible, 1, screen),
    ...asks(outline, screen),
    ...rule("from here on: forward, or an operator is called", screen),
    ...steps(irreversible, reversible.length + 1, screen),
    ...heading("The longest way that the deadlines permit"),
    ...legs(outline.longestPath, screen),
    ...verdict(outline, screen),
    ...heading("Detection"),
    ...paragraph("Either trigger may be the only one left, so the slower one counts.", 2, screen.columns),
    ...detection(outline, screen),
    ...heading("The floor: what AWS itself typically needs [estimate]"),
    ...legs(outline.floor, screen),
    ...heading("Who is told"),
    ...fields(
      [
        ["e-mail", outline.contacts.email.join(", ")],
        ["SMS", outline.contacts.sms.join(", ") || "nobody"],
      ],
      2,
      screen.columns,
    ),
  ];
}

function steps(given: readonly OutlineStep[], first: number, screen: Screen): string[] {
  return given.flatMap((step, index) => [...stepLines(step, first + index, screen)]);
}

function stepLines(
  { name, deadlineSeconds, what, touches, isBeside }: OutlineStep,
  number: number,
  screen: Screen,
): string[] {
  const limit = deadlineSeconds === null ? "at once" : `at most ${spanText(deadlineSeconds)}`;
  const title = `${String(number).padStart(3)}  ${name}${isBeside ? ", at the same time" : ""}`;
  return [
    styled(screen, "cyan", ends(title, limit, screen.columns)),
    ...paragraph(what, INDENT, screen.columns),
    ...touches.flatMap(({ resourceId, what: does }) => bullet(`${resourceId}: ${does}`, screen)),
  ];
}

function asks({ asksAPerson }: Outline, screen: Screen): string[] {
  return [`${" ".repeat(INDENT)}It asks a person when:`, ...asksAPerson.flatMap((reason) => bullet(reason, screen))];
}

function bullet(text: string, { columns }: Screen): string[] {
  return hanging(`${" ".repeat(INDENT)}-`, INDENT + 2, text, columns);
}

function rule(text: string, screen: Screen): string[] {
  const line = `---- ${text} `;
  return [styled(screen, "yellow", line.padEnd(screen.columns, "-"))];
}

/** A row per leg with a bar, and the sum. */
function legs(given: readonly Leg[], { columns }: Screen): string[] {
  const nameColumns = Math.max(...given.map(({ name }) => name.length)) + 2;
  const total = sumOf(given);
  const barColumns = columns - nameColumns - 18;
  const rows = given.map(({ name, seconds }) => {
    const bar = "#".repeat(Math.round((seconds / total) * barColumns));
    return `  ${name.padEnd(nameColumns)}${`${seconds} s`.padStart(8)}  ${bar}`.trimEnd();
  });
  return [...rows, `  ${"sum".padEnd(nameColumns)}${`${total} s`.padStart(8)}  ${spanText(total)}`];
}

function verdict({ longestPath, objectives }: Outline, { columns }: Screen): string[] {
  const spareSeconds = objectives.rtoSeconds - sumOf(longestPath);
  const words = spareSeconds < 0 ? `${-spareSeconds} s too long` : `${spareSeconds} s to spare`;
  const text = `objective ${objectives.rtoSeconds} s (${spanText(objectives.rtoSeconds)}): ${words}; RPO objective ${objectives.rpoSeconds} s`;
  return paragraph(text, 2, columns);
}

function detection({ detection: ways }: Outline, { columns }: Screen): string[] {
  return ways.flatMap(({ trigger, legs: parts }) => {
    const sum = parts.map(({ name, seconds }) => `${name} ${seconds}`).join(" + ");
    return hanging(`  ${TRIGGERS[trigger]}`, 26, `${sum} = ${sumOf(parts)} s`, columns);
  });
}
