/** The question of a run with its facts, before somebody answers it. The same facts stand on the page that messages link. */
import type { Bearing, Gate, GateFact } from "../../orchestrator/gate";
import { fields, hanging, paragraph } from "../terminal/layout";
import { type Screen, styled } from "../terminal/screen";
import { awayText, clockText } from "../terminal/time";

const MARKS: Readonly<Record<Bearing, string>> = { for: "+", against: "!", unknown: "?", plain: " " };
const STYLES = { for: "green", against: "red", unknown: "yellow", plain: "reset" } as const satisfies Record<
  Bearing,
  string
>;
const MARK_COLUMNS = 4;

export function questionPage(gate: Gate, answer: "approve" | "decline", nowMs: number, screen: Screen): string[] {
  const { facts, expiresAtMs, runId } = gate;
  const heading = (text: string) => ["", styled(screen, "bold", text)];
  const list = (texts: readonly string[]) =>
    texts.flatMap((text) => hanging("  -", MARK_COLUMNS, text, screen.columns));
  return [
    styled(screen, "bold", facts.question),
    ...fields(
      [
        ["run", runId],
        ["asked by", facts.askedBy],
        ["answer by", `${clockText(expiresAtMs)}, ${awayText(expiresAtMs, nowMs)}`],
        ["otherwise", facts.ifNobodyAnswers],
      ],
      2,
      screen.columns,
    ),
    ...heading("Why it asks"),
    ...list(facts.reasons),
    ...facts.groups.flatMap((group) => [
      ...heading(group.title),
      ...group.facts.flatMap((fact) => lines(fact, nowMs, screen)),
    ]),
    ...heading(`If you ${answer}`),
    ...list(answer === "approve" ? facts.ifApproved : facts.ifDeclined),
    ...(answer === "approve" ? [...heading("What cannot be undone"), ...list(facts.cannotBeUndone)] : []),
    "",
    ...paragraph("+ speaks for approving, ! against, ? is unknown", 0, screen.columns),
    "",
  ];
}

function lines({ label, value, bearing, seenAtMs }: GateFact, nowMs: number, screen: Screen): string[] {
  const seen = seenAtMs === null ? "" : ` (seen ${awayText(seenAtMs, nowMs)})`;
  const all = hanging(`  ${MARKS[bearing]}`, MARK_COLUMNS, `${label}: ${value}${seen}`, screen.columns);
  return bearing === "plain" ? all : all.map((line) => styled(screen, STYLES[bearing], line));
}
