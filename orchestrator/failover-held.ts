/**
 * What on-call gets to read when the primary does not answer and no failover starts by itself, because something else holds
 * the baton; and when that is worth telling. The alarms' runs are refused then, and nobody else would say a word.
 */
import type { Baton } from "./baton";
import { batonCommand } from "./command-text";
import { clockText, momentText, spanText } from "./message-text";
import { bullet, compose, type Notice, type NoticeContext } from "./notice";
import { redriveCommand, type Standing } from "./operator-notice";
import type { SeenOutage } from "./outage";
import { targetRoleOf, type Workflow } from "./workflow";

/** What holds the baton, and how far it has come. */
export interface Hold {
  readonly workflow: Workflow;
  /** `over`: it has ended badly, and nobody could write down that it stands still. */
  readonly state: "at work" | "asks" | "operator called" | "over";
  /** Since when it is as it is: claimed, redriven, a failover's question asked, an operator called, or over (epoch milliseconds). */
  readonly sinceMs: number;
  /** Null where the table did not say. */
  readonly standing: Standing | null;
}

const MINUTE_MS = 60_000;
/** The alarms need as long: before that, the next look may be a good one. */
const FIRST_AFTER_MS = 3 * MINUTE_MS;
/** A planned move that has frozen the writer makes the looks fail itself, and mostly arrives or gives up sooner. */
const FIRST_AFTER_FREEZE_MS = 20 * MINUTE_MS;
const EVERY_MS = 60 * MINUTE_MS;
/** Whoever has not come after a day of messages will not come for another one. */
const LARGEST_MESSAGES = 24;

/** Whether the baton is in the way of a failover that a machine would start. */
export function isFailoverHeld({ active, holder }: Baton): boolean {
  return active === "primary" && holder !== null;
}

/**
 * A failover at work pages for itself, and its question is about the outage that it was asked in: whoever was asked before
 * it, while others saw the primary UP, knows nothing of it. One that is over holds the baton as one that has called an
 * operator does: no alarm has anything new to say, and what stopped it may have been a person's word.
 */
function pagesForItself({ failingSinceMs }: SeenOutage, hold: Hold): boolean {
  if (hold.workflow !== "failover" || standsStill(hold)) return false;
  return hold.state === "at work" || failingSinceMs <= hold.sinceMs;
}

function asksAboutFailover({ workflow, state }: Hold): boolean {
  return workflow === "failover" && state === "asks";
}

/** Nobody can hear an answer or stop it: a person goes on, one way or the other. */
function standsStill({ state }: Hold): boolean {
  return state === "operator called" || state === "over";
}

/** Names the message that is due now, the same for an hour; null where none is. */
export function heldOccasion(outage: SeenOutage, hold: Hold, nowMs: number): string | null {
  if (pagesForItself(outage, hold)) return null;
  const { failingSinceMs } = outage;
  const before = Math.floor((nowMs - firstDueMs(failingSinceMs, hold)) / EVERY_MS);
  return before < 0 || before >= LARGEST_MESSAGES ? null : `${new Date(failingSinceMs).toISOString()}#${before + 1}`;
}

/**
 * Whoever was called during the outage knows that the baton is held, and on-call is called for every run that is over; whoever
 * was called before it knows nothing of the outage. Except where a promotion was begun: they know that only going forward helps,
 * and it may be Baton's own fence that the looks meet.
 */
function firstDueMs(failingSinceMs: number, hold: Hold): number {
  const { sinceMs, standing } = hold;
  if (standsStill(hold)) {
    const isKnown = sinceMs >= failingSinceMs || (standing !== null && isPromoting(hold, standing));
    return isKnown ? Math.max(failingSinceMs, sinceMs) + EVERY_MS : failingSinceMs + FIRST_AFTER_MS;
  }
  const isFrozen = standing !== null && standing.frozenAtMs !== null && !hasArrived(hold, standing);
  return Math.max(failingSinceMs, sinceMs) + (isFrozen ? FIRST_AFTER_FREEZE_MS : FIRST_AFTER_MS);
}

export interface HeldFacts extends SeenOutage {
  readonly hold: Hold;
  readonly nowMs: number;
}

export function failoverHeldNotice(context: NoticeContext, facts: HeldFacts): Notice {
  const { plan, run } = context;
  const { primary, standby } = plan.regions;
  const { seenBy, failingSinceMs, nowMs } = facts;
  const since = `${momentText(failingSinceMs)}, for ${spanText((nowMs - failingSinceMs) / 1000)} now`;
  const who = seenBy === "Route 53" ? `Route 53 does not reach ${primary}` : `${primary} does not answer`;
  const way = wayOn(context, facts.hold);
  return compose(context, {
    kind: "failover-held",
    headline: `NEEDS YOU: ${who}, and ${asksAboutFailover(facts.hold) ? "the failover asks you" : "no failover starts"}`,
    happening: [
      ...(seenBy === "Route 53"
        ? [
            `Route 53's checkers do not reach the application in ${primary}: their alarm is on since ${since}.`,
            `The sentry does reach it from ${standby}: customers may be cut off from ${primary}, or the checkers alone.`,
          ]
        : [
            `The sentry has not reached the application in ${primary} since ${since}.`,
            `That is its look alone, from ${standby}: it has asked nobody else, and the way between the two may be what is cut.`,
          ]),
      `No failover starts by itself: the ${run.workflow} ${run.runId} holds the baton. ${whyHeld(facts.hold)}`,
    ],
    wanted: [
      "See whether customers are served, from more than one network. If they are, leave it as it is. If they are not:",
      ...way.commands,
    ].join("\n"),
    sms: `NEEDS YOU: ${who} since ${clockText(failingSinceMs)}; the ${run.workflow} holds the baton. ${way.inShort} See e-mail.`,
  });
}

function whyHeld(hold: Hold): string {
  const { state, sinceMs, standing } = hold;
  const frozenAtMs = standing?.frozenAtMs ?? null;
  const frozen = frozenAtMs === null ? "" : ` It froze a writer at ${momentText(frozenAtMs)}.`;
  if (state === "operator called")
    return `An operator was called for it at ${momentText(sinceMs)}, and it waits.${frozen}`;
  if (state === "over") return `It ended at ${momentText(sinceMs)} without letting the baton go.${frozen}`;
  if (asksAboutFailover(hold))
    return `It waits for an answer to its question of ${momentText(sinceMs)}, which is older than the outage.`;
  if (state === "asks") return "It waits for an answer to its question.";
  return `It is at work since ${momentText(sinceMs)}.${frozen}`;
}

interface Way {
  readonly commands: readonly string[];
  /** For an SMS. */
  readonly inShort: string;
}

function wayOn(context: NoticeContext, hold: Hold): Way {
  const { plan, run } = context;
  const why = `--by you@example.com --reason "instead of ${run.runId.slice(-8)}"`;
  const failover = batonCommand(plan, "failover", why);
  if (asksAboutFailover(hold)) {
    const approve = batonCommand(plan, "approve", `--run ${run.runId} --by you@example.com --remark "..."`);
    return {
      commands: [bullet("Approve the question: the run goes on where it waits."), approve],
      inShort: "Approve it.",
    };
  }
  if (hold.state === "asks") {
    const decline = batonCommand(plan, "decline", `--run ${run.runId} --by you@example.com`);
    const then = "Once it says that it is abandoned: the sentry starts a failover within minutes. To start it at once:";
    return { commands: [bullet("Decline the question:"), decline, bullet(then), failover], inShort: "Decline it." };
  }
  if (hold.standing === null || isPromoting(hold, hold.standing)) return forward(context, hold);
  const region = run.executionArn.split(":")[3] ?? "";
  if (hold.state === "over" && hold.workflow === "failback") {
    const redrive = "It has come home. Redrive it: it ends, or calls you. Then start a failover:";
    return { commands: [bullet(redrive), redriveCommand(region, run.executionArn), failover], inShort: "Redrive it." };
  }
  if (standsStill(hold)) {
    const start = "Start a failover: it takes the baton over, and asks while others see the primary UP:";
    return { commands: [bullet(start), failover], inShort: "Start a failover." };
  }
  const stop = `aws stepfunctions stop-execution --region ${region} --execution-arn ${run.executionArn}`;
  const then = "Once you are told that it was aborted, start a failover, which takes the baton over:";
  return { commands: [bullet("Stop the run:"), stop, bullet(then), failover], inShort: "Stop it." };
}

/** After that there is one safe direction. A move that has arrived is not in the way of the next one. */
function isPromoting(hold: Hold, standing: Standing): boolean {
  return standing.promotionBeganAtMs !== null && !hasArrived(hold, standing);
}

/** What such a move has frozen is the other Region's writer, and stays so. */
function hasArrived({ workflow }: Hold, { active }: Standing): boolean {
  return active === targetRoleOf(workflow);
}

function forward({ run }: NoticeContext, hold: Hold): Way {
  const began = hold.standing === null ? "It may have begun to promote" : "It has begun to promote";
  const only = `${began}: going forward is the only safe way.`;
  if (!standsStill(hold)) {
    return { commands: [bullet(`${only} Do not stop it; it arrives, or calls you.`)], inShort: "Let it go on." };
  }
  const region = run.executionArn.split(":")[3] ?? "";
  const mend = `${only} Mend what its own message names, then:`;
  return { commands: [bullet(mend), redriveCommand(region, run.executionArn)], inShort: "Redrive it." };
}
