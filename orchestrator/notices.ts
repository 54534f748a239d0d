/** What on-call gets to read of a failover, one function per message: what is happening, what is wanted of you, where to look. */
import type { RegionRole } from "./baton";
import { type DataLossEstimate, dataLossAfterReturnSentence, dataLossSentence } from "./data-loss";
import { answerSentence, type GateAnswer } from "./gate";
import { clockText, momentText, spanText } from "./message-text";
import { bullet, compose, type Notice, type NoticeContext } from "./notice";
import type { FenceVerdict } from "./resources/kind";
import type { Trigger } from "./run";
import { plainCause, sentence } from "./sentences";

/** A run began; nothing is wanted yet. */
export function startedNotice(context: NoticeContext, trigger: Trigger): Notice {
  const cause = causeOf(trigger, context.plan.regions.primary);
  return compose(context, {
    kind: "started",
    headline: "failover started, looking for evidence",
    happening: [cause, "Baton gathers evidence and warms up the standby. Nothing that cannot be undone has happened."],
    wanted: "Nothing yet. Be ready to decide: a second message follows within minutes.",
    sms: "failover started, looking for evidence. Nothing to do yet.",
  });
}

function causeOf(trigger: Trigger, primary: string): string {
  switch (trigger.type) {
    case "alarm":
      return `The alarm ${alarmName(trigger.alarmArn)} says that the primary Region ${primary} is unhealthy.`;
    case "sentry":
      return `The sentry has not reached the primary Region ${primary} since ${momentText(trigger.failingSinceMs)}. No alarm says so anew, so it looks again by itself, less and less often.`;
    case "person":
      return sentence(`${trigger.requestedBy} asked for a failover: ${trigger.reason}`);
  }
}

/** Traffic is served by the standby; the run is closed. */
export function movedNotice(
  context: NoticeContext,
  facts: {
    /** When the primary is last known to have served: customers were first failed after this, at most one look later. */
    readonly lastServedAtMs: number;
    /** When customers were seen to be served again. */
    readonly servedAgainAtMs: number;
    readonly dataLoss: DataLossEstimate | null;
    /** When the old Region came back before its writer was fenced; absent where it did not. */
    readonly oldRegionAnsweredAtMs?: number | undefined;
    readonly fenceVerdicts: Readonly<Record<string, FenceVerdict>>;
    /** Who approved it, where a person was asked. */
    readonly approval?: GateAnswer | undefined;
  },
): Notice {
  const { regions, objectives } = context.plan;
  const { lastServedAtMs, servedAgainAtMs } = facts;
  const recovery = spanText((servedAgainAtMs - lastServedAtMs) / 1000);
  return compose(context, {
    kind: "moved",
    headline: `failed over to ${regions.standby} in at most ${recovery}`,
    happening: [
      `Customers are served by ${regions.standby}.`,
      ...(facts.approval ? [answerSentence(facts.approval)] : []),
      `Recovery took at most ${recovery}; the objective is ${spanText(objectives.rtoSeconds)}.`,
      `That counts from ${clockText(lastServedAtMs)}, when the primary was last known to serve, to ${clockText(servedAgainAtMs)}, when ` +
        "customers' own name answered again. The first customer may have been failed later, never earlier: looks are a minute apart.",
      `${lossSentence(facts.dataLoss, facts.oldRegionAnsweredAtMs)} The objective is ${spanText(objectives.rpoSeconds)}.`,
      ...Object.entries(facts.fenceVerdicts).map(([id, verdict]) => fenceSentence(id, verdict)),
    ],
    wanted: wantedAfterMove(facts.fenceVerdicts),
    sms: `failed over to ${regions.standby} in at most ${recovery}.${isFenced(facts.fenceVerdicts) ? "" : " OLD WRITER NOT FENCED."} See e-mail.`,
  });
}

export function lossSentence(estimate: DataLossEstimate | null, oldRegionAnsweredAtMs: number | undefined): string {
  if (oldRegionAnsweredAtMs === undefined) return dataLossSentence(estimate);
  return dataLossAfterReturnSentence(estimate, momentText(oldRegionAnsweredAtMs));
}

/** Nothing moved, and what was prepared is undone. */
export function stoodDownNotice(
  context: NoticeContext,
  { reasons, active }: { readonly reasons: readonly string[]; readonly active: RegionRole },
): Notice {
  return compose(context, {
    kind: "stood-down",
    headline: active === "primary" ? "stood down, nothing moved" : "stood down, the standby serves already",
    happening: [
      "Baton ended the failover without moving anything and undid its warm-up:",
      ...reasons.map(plainCause).map(bullet),
    ],
    wanted: WANTED_AFTER_STANDING_DOWN[active],
    sms: `stood down, nothing moved. Check that the ${active} serves.`,
  });
}

/** A failover that finds the standby serving was started after another one had moved the traffic. */
const WANTED_AFTER_STANDING_DOWN: Readonly<Record<RegionRole, string>> = {
  primary: "Check that the primary really serves. If it does not, start a failover yourself from the console.",
  standby: "Check that the standby really serves, and that nothing writes in the old Region. Going home is a failback.",
};

function alarmName(alarmArn: string): string {
  return alarmArn.split(":").slice(6).join(":");
}

function isFenced(verdicts: Readonly<Record<string, FenceVerdict>>): boolean {
  return Object.values(verdicts).every((verdict) => verdict === "FENCED");
}

const FENCE_MEANING: Readonly<Record<FenceVerdict, string>> = {
  FENCED: "the old one cannot write any more",
  UNREACHABLE: "the old Region did not answer, so the old one may write again when it comes back",
  FAILED: "fencing was refused, so the old one may still write",
};

/** One fence, for people. */
export function fenceSentence(resourceId: string, verdict: FenceVerdict): string {
  return `Fence of ${resourceId}: ${verdict}, ${FENCE_MEANING[verdict]}.`;
}

function wantedAfterMove(verdicts: Readonly<Record<string, FenceVerdict>>): string {
  return isFenced(verdicts)
    ? "Tell the business. Going home is a planned failback; nothing needs to be done in the old Region now."
    : "Make sure that nothing writes in the old Region: see the fence verdicts above and the article below.";
}
