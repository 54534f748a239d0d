/** The outline of a failover as a terminal shows it. */
import { spanText } from "../../orchestrator/message-text";
import { sumOf } from "../../orchestrator/objectives";
import { fields, hanging, paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import type { Outline } from "./outline";
import { legs, rule, steps } from "./outline-parts";

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
