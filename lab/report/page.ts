/** One self-contained HTML page about one drill: no script, no request to anywhere, readable in light and dark. */
import type { DrillResult } from "../drill/result";
import { availabilityChart } from "./availability-chart";
import { foldedTime } from "./folded-time";
import { count, drillClock, duration, percent, timesFloor } from "./format";
import { ganttChart } from "./gantt-chart";
import { escapeHtml, table } from "./html";
import { STYLE } from "./page-style";
import { turningPoints } from "./turning-points";

export function reportPage(result: DrillResult): string {
  return [
    "<!doctype html>",
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
    `<title>${escapeHtml(`${result.scenario}: ${result.application}`)}</title><style>${STYLE}</style></head><body><main>`,
    header(result),
    tiles(result),
    ...(result.moves.length > 0 ? [section("Moves", "Every move of the baton, and what it cost.", moves(result))] : []),
    section(
      "Customers",
      `Every request that customers made, by what became of it${numbersNote(result)}. ${axisNote(result)}`,
      `${availabilityChart(result)}${marks(result)}`,
    ),
    section("Who was busy when", "Steps of the run (violet), AWS at work (amber), faults (red).", ganttChart(result)),
    section("Evidence", "What each observer said about the primary Region.", evidence(result)),
    section("Decision", "", decision(result)),
    section("Messages", "As e-mail and SMS show them.", messages(result)),
    section("Expectations", "", expectations(result)),
    section("Timeline", "", timeline(result)),
    section("AWS calls", "", calls(result)),
    "</main></body></html>\n",
  ].join("\n");
}

function section(title: string, lead: string, body: string): string {
  const sentence = lead ? `<p class="lead">${escapeHtml(lead)}</p>` : "";
  return `<section><h2>${escapeHtml(title)}</h2>${sentence}<div class="scroll">${body}</div></section>`;
}

function header(result: DrillResult): string {
  return `<header><p class="eyebrow">Baton drill · seed ${result.seed}</p><h1>${escapeHtml(result.title)}</h1><p>${escapeHtml(result.story)}</p></header>`;
}

function tiles(result: DrillResult): string {
  const floor =
    result.floorSeconds === null
      ? ""
      : `; floor ${duration(result.floorSeconds)}; ${timesFloor(result.rtoSeconds, result.floorSeconds)}`;
  const { estimatedRpoSeconds } = result;
  const estimate =
    estimatedRpoSeconds === null ? "no estimate" : `the run says at most ${duration(estimatedRpoSeconds)}`;
  const rows: [string, string, string][] = [
    ["Outcome", result.outcome, `${result.activeRegion} active, epoch ${result.epoch}`],
    ["RTO", duration(result.rtoSeconds), `objective ${duration(result.rtoObjectiveSeconds)}${floor}`],
    ["RPO", duration(result.rpoSeconds), `objective ${duration(result.rpoObjectiveSeconds)}; ${estimate}`],
    ["Availability", percent(result.availability), `${count(result.writesAcknowledged)} writes acknowledged`],
    ["Writes lost", count(result.writesLost), `${count(result.splitBrainWrites)} split-brain`],
    ["Fence", result.fenceVerdict ?? "not needed", `${result.iamRefusals.length} IAM refusals`],
  ];
  const tile = ([name, value, note]: [string, string, string]) =>
    `<div class="tile"><span>${escapeHtml(name)}</span><strong>${escapeHtml(value)}</strong><small>${escapeHtml(note)}</small></div>`;
  return `<div class="tiles">${rows.map(tile).join("")}</div>`;
}

/** Charts of days fold what is calm. */
function axisNote(result: DrillResult): string {
  return foldedTime(result).isFolded ? "Calm stretches of the time axis are folded." : "";
}

function numbersNote(result: DrillResult): string {
  return turningPoints(result).length > 0 ? "; the numbers are told beneath" : "";
}

function marks(result: DrillResult): string {
  if (turningPoints(result).length === 0) return "";
  const rows = turningPoints(result).map(({ number, name, line }) => [
    String(number),
    drillClock(line.atSeconds),
    name,
    line.why,
  ]);
  return table(["No.", "When", "What", ""], rows);
}

function moves(result: DrillResult): string {
  const rows = result.moves.map((move) => [
    drillClock(move.atSeconds),
    move.direction,
    move.toRole,
    String(move.epoch),
    duration(move.rtoSeconds),
    count(move.writesLost),
    duration(move.rpoSeconds),
  ]);
  return table(["When", "Workflow", "To", "Epoch", "Interruption", "Writes lost", "Span of lost writes"], rows);
}

function evidence(result: DrillResult): string {
  if (result.evidence.length === 0) return "<p>None was gathered: no failover came as far as that.</p>";
  const rows = result.evidence.map(({ atSeconds, observer, verdict, detail }) => [
    drillClock(atSeconds),
    observer,
    verdict,
    detail,
  ]);
  return table(["When", "Observer", "Verdict", "What was seen"], rows);
}

function decision(result: DrillResult): string {
  if (!result.decision) return "<p>No failover was decided on. What people answered is in the timeline.</p>";
  const reasons = result.decision.reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join("");
  return `<p><strong>${escapeHtml(result.decision.verdict)}</strong></p><ul>${reasons}</ul>`;
}

function messages(result: DrillResult): string {
  if (result.notices.length === 0) return "<p>None was sent.</p>";
  return result.notices
    .map(
      ({ atSeconds, subject, email, sms }) =>
        `<article class="notice"><h3>${drillClock(atSeconds)} ${escapeHtml(subject)}</h3><div class="pair"><pre>${escapeHtml(email)}</pre><pre class="sms">${escapeHtml(sms)}</pre></div></article>`,
    )
    .join("");
}

function expectations(result: DrillResult): string {
  return table(
    ["", "Expectation", "Detail"],
    result.expectations.map(({ name, holds, detail }) => [holds ? "holds" : "FAILS", name, detail]),
  );
}

function timeline(result: DrillResult): string {
  return table(
    ["When", "Region", "Who", "What"],
    result.timeline.map(({ atSeconds, region, actor, why }) => [drillClock(atSeconds), region, actor, why]),
  );
}

function calls(result: DrillResult): string {
  return table(
    ["Service", "Operation", "Calls", "Failed or unanswered", "Throttled"],
    result.apiCalls.map((entry) => [
      entry.service,
      entry.operation,
      count(entry.calls),
      count(entry.failed),
      count(entry.throttled),
    ]),
  );
}
