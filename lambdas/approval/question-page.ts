/** The question: facts first, then what an answer does, then the two buttons. No script: the browser's own form is enough. */
import type { Bearing, Gate, GateFact } from "../../orchestrator/gate";
import { spanText } from "../../orchestrator/message-text";
import { type Html, html } from "./html";
import { type Page, timeText } from "./page";
import { type GivenWords, LONGEST_NAME, LONGEST_REMARK } from "./request";

export interface QuestionView {
  readonly application: string;
  readonly gate: Gate;
  readonly nonce: string;
  readonly nowMs: number;
  /** What was wrong with the form that was sent last. */
  readonly problems: readonly string[];
  readonly given: GivenWords;
}

export function questionPage(view: QuestionView): Page {
  const { application, gate, problems } = view;
  const { facts } = gate;
  const body = html`<p class="soft">Baton · ${application} · run ${gate.runId}</p>
<h1>${facts.question}</h1>
${problemPanel(problems)}
${deadline(view)}
<h2>Who asked, and why you decide</h2>
<p>${facts.askedBy}.</p>
${list(facts.reasons)}
${facts.groups.map((group) => factGroup(group, view.nowMs))}
<h2>If you approve</h2>
${steps(facts.ifApproved)}
<div class="panel warn"><strong>Cannot be undone</strong>
${list(facts.cannotBeUndone)}</div>
<h2>If you decline</h2>
${steps(facts.ifDeclined)}
${form(view)}
<p class="soft">This page was made at ${timeText(view.nowMs)}; reload it for fresh ages. Opening it changes nothing. Whoever has its
address can decide: do not forward it.</p>`;
  return { status: problems.length > 0 ? 400 : 200, title: `Decide: ${application}`, body };
}

function deadline({ gate, nowMs }: QuestionView): Html {
  const left = spanText((gate.expiresAtMs - nowMs) / 1000);
  return html`<div class="panel alert"><strong>${left} left</strong>, until ${timeText(gate.expiresAtMs)}.
If nobody answers: ${gate.facts.ifNobodyAnswers}
<p><a href="#decide">To the two buttons</a></p></div>`;
}

function problemPanel(problems: readonly string[]): Html | null {
  if (problems.length === 0) return null;
  return html`<div class="panel warn" role="alert"><strong>Nothing was decided.</strong>
${list(problems)}</div>`;
}

function factGroup({ title, facts }: Gate["facts"]["groups"][number], nowMs: number): Html {
  return html`<h2>${title}</h2>
<dl>${facts.map((fact) => factRow(fact, nowMs))}</dl>
`;
}

const BEARING_WORDS: Readonly<Record<Bearing, string | null>> = {
  for: "speaks for it",
  against: "speaks against it",
  unknown: "not known",
  plain: null,
};

function factRow({ label, value, bearing, seenAtMs }: GateFact, nowMs: number): Html {
  const words = BEARING_WORDS[bearing];
  const tag = words === null ? null : html` <span class="tag ${bearing}">${words}</span>`;
  const age = seenAtMs === null ? null : html`<br><span class="soft">seen ${ageText(seenAtMs, nowMs)}</span>`;
  return html`<div class="fact"><dt>${label}</dt><dd>${value}${tag}${age}</dd></div>`;
}

function ageText(seenAtMs: number, nowMs: number): string {
  return `${spanText((nowMs - seenAtMs) / 1000)} ago`;
}

/** The first button is never pressable, so that Enter in the name field decides nothing. */
function form({ nonce, given }: QuestionView): Html {
  return html`<h2 id="decide">Decide</h2>
<form method="post" autocomplete="on">
<button type="submit" disabled hidden></button>
<input type="hidden" name="nonce" value="${nonce}">
<label for="name">Your name</label>
<input id="name" name="name" required maxlength="${LONGEST_NAME}" autocomplete="name" value="${given.name}">
<label for="remark">Remark <span class="soft">(goes into the record and the messages)</span></label>
<textarea id="remark" name="remark" rows="3" maxlength="${LONGEST_REMARK}">${given.remark}</textarea>
<div class="buttons">
<button class="decline" type="submit" name="decision" value="decline">Decline</button>
<button class="approve" type="submit" name="decision" value="approve">Approve</button>
</div>
</form>`;
}

function list(sentences: readonly string[]): Html {
  return html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}

function steps(sentences: readonly string[]): Html {
  return html`<ol>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ol>`;
}
