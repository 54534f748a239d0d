/** A chapter as a terminal shows it. */
import { wrap } from "../../cli/terminal/layout";
import type { Chapter, Table } from "./chapter";

const COLUMNS = 120;

export function chapterText({ title, lead, tables, notes }: Chapter): string {
  const parts = [`== ${title} ==`, ...wrap(lead, COLUMNS), ""];
  for (const table of tables.filter((each) => each.of === "numbers")) parts.push(...tableText(table), "");
  for (const note of notes) parts.push(...wrap(`- ${note}`, COLUMNS));
  return `${parts.join("\n")}\n`;
}

function tableText({ caption, heads, rows }: Table): string[] {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [caption, line(heads), ...rows.map(line)];
}
