/** What on-call gets to read of a failback or a switchover: steps that take hours, one question, and how it ended. */
import { momentText, spanText } from "./message-text";
import { bullet, compose, type Notice, type NoticeContext } from "./notice";
import { plainCause, sentence } from "./sentences";
import { type PlannedWorkflow, type Side, sidesOf } from "./workflow";

interface PlannedContext extends NoticeContext {
  readonly run: NoticeContext["run"] & { readonly workflow: PlannedWorkflow };
}

const START: Readonly<Record<PlannedWorkflow, string>> = {
  failback: "Baton waits until the primary is settled and rebuilds the data there; that takes hours.",
  switchover: "Baton waits until the replica has caught up and warms the standby up.",
};

/** A person started a planned move; nothing is wanted yet. */
export function plannedStartedNotice(
  context: PlannedContext,
  request: {
    readonly requestedBy: string;
    readonly reason: string;
    /** Since when a dead run of the same move has kept the writers frozen; null where none does. */
    readonly frozenAtMs: number | null;
  },
): Notice {
  const { workflow } = context.run;
  const { source, target } = sides(context);
  const { frozenAtMs } = request;
  const serving =
    frozenAtMs === null
      ? `${served(source)} meanwhile;`
      : `The run before froze the writer in ${source.region} at ${momentText(frozenAtMs)}: nobody can write. That ends first; then`;
  return compose(context, {
    kind: "planned-started",
    headline: `${workflow} to ${target.region} started`,
    happening: [
      sentence(
        `${request.requestedBy} asked for a ${workflow} from ${source.region} to ${target.region}: ${request.reason}`,
      ),
      `${START[workflow]} ${serving} nothing moves before somebody approves it.`,
    ],
    wanted: "Nothing yet. A question follows when everything is ready.",
    sms: `${workflow} to ${target.region} started. Nothing to do yet.`,
  });
}

/** A replica is being created, which takes hours: before the move in the target Region, after it in the one that was left. */
export function replicaBuildingNotice(
  context: PlannedContext,
  facts: {
    readonly resourceId: string;
    readonly region: string;
    readonly keptAs: string | null;
    readonly keptUntilMs: number;
  },
): Notice {
  const kept =
    facts.keptAs === null
      ? []
      : [`The stale copy is kept as ${facts.keptAs} until ${new Date(facts.keptUntilMs).toISOString().slice(0, 10)}.`];
  return compose(context, {
    kind: "replica-building",
    headline: `replica of ${facts.resourceId} is being built in ${facts.region}`,
    happening: [
      `A new cross-Region replica of ${facts.resourceId} is being created in ${facts.region}; that takes an hour or several.`,
      ...kept,
    ],
    wanted: "Nothing. Baton never deletes the stale copy: compare it with what survived, then delete it yourself.",
    sms: `replica of ${facts.resourceId} is being built in ${facts.region}. Nothing to do.`,
  });
}

/** Customers are served by the target Region; what is left to do does not concern them. */
export function plannedMovedNotice(
  context: PlannedContext,
  facts: {
    /** How long nobody could write. */
    readonly frozenSeconds: number;
    /** Lag of each replica after the freeze, when it was promoted: 0, or it would not have been. */
    readonly lagSeconds: Readonly<Record<string, number>>;
  },
): Notice {
  const { workflow } = context.run;
  const { source, target } = sides(context);
  const frozen = spanText(facts.frozenSeconds);
  const drained = Object.entries(facts.lagSeconds).map(([id, lag]) => `${id} was promoted at a lag of ${lag} s.`);
  return compose(context, {
    kind: "planned-moved",
    headline: `${workflow} done: ${target.region} serves, 0 writes lost`,
    happening: [
      `Customers are served by ${target.region}. Nobody could write for ${frozen}.`,
      ...drained,
      "Acknowledged writes lost: 0.",
      `A new replica is built in ${source.region}; until it is there, a failover of ${target.region} has no data to go to.`,
    ],
    wanted: "Tell the business. A last message follows when the application is protected again.",
    sms: `${workflow} done: ${target.region} serves after ${frozen} without writes, 0 lost. Not protected yet.`,
  });
}

/** The move was ended before promotion, and what was done for it is undone. */
export function plannedAbandonedNotice(
  context: PlannedContext,
  facts: { readonly reasons: readonly string[]; readonly frozenSeconds: number | null },
): Notice {
  const { workflow } = context.run;
  const { source } = sides(context);
  const frozen =
    facts.frozenSeconds === null
      ? "Writes were never frozen."
      : `Nobody could write for ${spanText(facts.frozenSeconds)}; writes are possible again.`;
  return compose(context, {
    kind: "planned-abandoned",
    headline: `${workflow} abandoned, ${source.region} serves on`,
    happening: [
      `The ${workflow} ended before anything moved, and was undone:`,
      ...facts.reasons.map(plainCause).map(bullet),
      frozen,
    ],
    wanted: `Check that ${source.region} serves. Start the ${workflow} again from the console when the reason is gone.`,
    sms: `${workflow} abandoned, ${source.region} serves on. Nothing moved, nothing lost. See e-mail.`,
  });
}

/** The end of a planned move: a replica stands in the Region that was left. */
export function protectedAgainNotice(
  context: PlannedContext,
  facts: { readonly durationSeconds: number; readonly frozenSeconds: number; readonly approvedBy: string },
): Notice {
  const { workflow } = context.run;
  const { source, target } = sides(context);
  return compose(context, {
    kind: "protected-again",
    headline: `${workflow} complete, protected by ${source.region} again`,
    happening: [
      `The ${workflow} to ${target.region} is complete after ${spanText(facts.durationSeconds)}; ` +
        `${facts.approvedBy} approved it. Nobody could write for ${spanText(facts.frozenSeconds)}; no acknowledged write was lost.`,
      `${source.region} has fresh replicas of all data.`,
    ],
    wanted: nextStep(context.run.workflow, target),
    sms: `${workflow} complete. ${source.region} protects ${target.region} again.`,
  });
}

function nextStep(workflow: PlannedWorkflow, target: Side): string {
  return workflow === "failback"
    ? "Nothing. The stale copies are kept under their quarantine names until the date in their tag."
    : `${target.region} serves until somebody starts a failback.`;
}

function sides({ plan, run }: PlannedContext) {
  return sidesOf(plan, run.workflow);
}

function served({ region }: Side): string {
  return `${region} serves`;
}
