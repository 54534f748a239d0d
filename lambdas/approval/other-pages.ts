/** Every page but the question: what became of a decision, and what a link is that leads nowhere. */
import { batonCommand } from "../../orchestrator/command-text";
import { answerSentence, type Gate, type GateDecision } from "../../orchestrator/gate";
import { runbookArticle } from "../../orchestrator/message-text";
import type { Plan } from "../../orchestrator/plan";
import { type Html, html } from "./html";
import { type Page, timeText } from "./page";

/** The decision stands: this visitor's, just now. */
export function decidedPage({ facts }: Gate, decision: GateDecision, wasWaiting: boolean): Page {
  const title = decision.approved ? "Approved" : "Declined";
  const steps = decision.approved ? facts.ifApproved : facts.ifDeclined;
  const follows = html`<h2>What happens now</h2><ol>${steps.map((step) => html`<li>${step}</li>`)}</ol>`;
  const late = html`<p>The run was not waiting any more when it arrived; look at the execution whether it still counted.</p>`;
  return {
    status: 200,
    title,
    body: html`<h1>${title}</h1>${recorded(decision)}${wasWaiting ? follows : late}
<p class="soft">A message tells how it ends. This link has done its work; you can close the page.</p>`,
  };
}

/** Somebody has decided before. `isTaken`: the run has said that it goes by this decision. */
export function usedPage(gate: Gate, decision: GateDecision): Page {
  const isTaken = gate.status === "closed";
  const state = isTaken
    ? html`<p>The run goes by this decision. It cannot be changed here.</p>`
    : html`<p>The run has not confirmed it yet. If that lasts, hand it over again: it stays the same decision.</p>${again()}`;
  return {
    status: isTaken ? 410 : 200,
    title: "Already decided",
    body: html`<h1>Already decided</h1>${recorded(decision)}${state}`,
  };
}

/** Written down, but Step Functions did not take it. */
export function notHandedOverPage(decision: GateDecision): Page {
  return {
    status: 503,
    title: "Recorded, not handed over yet",
    body: html`<h1>Recorded, not handed over yet</h1>${recorded(decision)}
<p>Step Functions did not take the decision just now. It stays as it is; hand it over again. Should nobody do so, the run reads it
from the record when its time is up.</p>${again()}`,
  };
}

export function expiredPage(gate: Gate, plan: Plan): Page {
  return {
    status: 410,
    title: "Too late",
    body: html`<h1>Too late</h1>
<p>Nobody decided until ${timeText(gate.expiresAtMs)}, and this link has expired.</p>
<p>${gate.facts.ifNobodyAnswers}</p>
<p class="soft">To ask again, see the runbook: ${runbook(plan)}</p>`,
  };
}

/** As messages name it; a link where the plan says where people read it. */
function runbook(plan: Plan): Html {
  const article = runbookArticle(plan, "message-asks");
  return plan.runbookBaseUrl === undefined ? html`${article}` : html`<a href="${article}">${article}</a>`;
}

/** The same for a run that does not exist, a wrong secret and a damaged link: it tells nothing apart. */
export const UNKNOWN_PAGE: Page = {
  status: 404,
  title: "No such question",
  body: html`<h1>No such question</h1>
<p>This link leads to nothing. It may have been cut by a mail program, mistyped, or replaced by a later message.</p>
<p>Open the link of the latest message again, as a whole.</p>`,
};

export const NOT_ALLOWED_PAGE: Page = {
  status: 405,
  title: "Not possible",
  body: html`<h1>Not possible</h1><p>This page can be opened, and its form can be sent; nothing else.</p>`,
};

export function brokenPage(plan: Plan): Page {
  return {
    status: 500,
    title: "The page cannot work now",
    body: html`<h1>The page cannot work now</h1>
<p>Its records cannot be read or written. Nothing was decided here. Try again in a moment, or decide from a shell with access to
the account:</p>
<p><code>${batonCommand(plan, "approve", "--run <run> --by <you>")}</code> (or <code>decline</code>)</p>`,
  };
}

function recorded(decision: GateDecision): Html {
  const outcome = decision.approved ? "approved" : "declined";
  return html`<div class="panel"><strong>${answerSentence({ outcome, decision })}</strong><br>
<span class="soft">Recorded at ${timeText(decision.decidedAtMs)}.</span></div>`;
}

/** Needs no name and no nonce: it can only finish what stands on the record. */
function again(): Html {
  return html`<form method="post"><button class="decline" type="submit">Hand it over again</button></form>`;
}
