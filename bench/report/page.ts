/** All chapters on one self-contained page, with the look of the drill's report. */
import { escapeHtml, table } from "../../lab/report/html";
import { STYLE } from "../../lab/report/page-style";
import type { Chapter } from "./chapter";

const LOOK = `
h3 { margin: 28px 0 6px; }
li { margin: 6px 0; }
.numbers td, .numbers th { white-space: nowrap; }
.numbers td:not(:first-child), .numbers th:not(:first-child) { text-align: right; padding: 6px 0 6px 10px; }
.words td:nth-child(2) { min-width: 320px; }
`;

export interface PageHead {
  readonly measuredOn: string;
  readonly machine: string;
}

export function benchPage({ measuredOn, machine }: PageHead, chapters: readonly Chapter[]): string {
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>Baton: benchmarks</title><style>${STYLE}${LOOK}</style></head><body><main>`,
    `<header><p class="eyebrow">Baton benchmarks · ${escapeHtml(measuredOn)}</p><h1>How fast, how safe, how big, how dear</h1>`,
    `<p class="lead">Measured in the lab, in virtual time unless said otherwise, on ${escapeHtml(machine)}. Nothing here was measured against a live account.</p></header>`,
    ...chapters.map(chapterHtml),
    "</main></body></html>\n",
  ].join("\n");
}

function chapterHtml({ title, lead, charts, tables, notes }: Chapter): string {
  const figures = charts.map(({ caption, svg }) => `<h3>${escapeHtml(caption)}</h3><div class="scroll">${svg}</div>`);
  const lists = tables.map(
    ({ caption, of, heads, rows }) =>
      `<h3>${escapeHtml(caption)}</h3><div class="scroll ${of}">${table(heads, rows)}</div>`,
  );
  const remarks = notes.map((note) => `<li>${escapeHtml(note)}</li>`).join("");
  const explained = remarks === "" ? "" : `<ul>${remarks}</ul>`;
  return `<section><h2>${escapeHtml(title)}</h2><p class="lead">${escapeHtml(lead)}</p>${explained}${figures.join("")}${lists.join("")}</section>`;
}
