/** The message of a run that cannot go on by itself: what failed, how things stand, and each way to go on as a command. */
import type { RegionRole } from "./baton";
import { batonCommand } from "./command-text";
import { momentText } from "./message-text";
import { bullet, compose, type Notice, type NoticeContext } from "./notice";
import { clause, plainCause, sentence } from "./sentences";
import { sidesOf } from "./workflow";

/** How far the run had come when it stopped. */
export interface Standing {
  readonly active: RegionRole;
  /** Whether the baton is this run's; false for one that could not even claim it. */
  readonly holdsBaton: boolean;
  /** When the first promotion was asked for; null before. It may or may not be done. */
  readonly promotionBeganAtMs: number | null;
  /** Planned moves: when writes were frozen; null where they never were. */
  readonly frozenAtMs: number | null;
}

export interface OperatorFacts {
  /** What stopped, as on-call reads it: `in "promote the data"`, `when it was aborted`. */
  readonly where: string;
  readonly headline: string;
  readonly error: string;
  readonly cause: string;
  /** Null where the table did not say. */
  readonly standing: Standing | null;
  /** The run that takes the baton over from it at this moment; absent: none. */
  readonly successorRunId?: string;
}

export function needsOperatorNotice(context: NoticeContext, facts: OperatorFacts): Notice {
  const { workflow } = context.run;
  const stopped = `The ${workflow} stopped ${facts.where}`;
  return compose(context, {
    kind: "needs-operator",
    headline: `NEEDS YOU: ${facts.headline}`,
    happening: [
      sentence(`${stopped}: ${clause(facts.error)}`),
      sentence(plainCause(facts.cause)),
      ...standingSentences(context, facts.standing),
      whoHoldsBaton(facts),
    ],
    wanted: waysOn(context, facts).join("\n"),
    sms: `NEEDS YOU: ${workflow} stopped ${facts.where}: ${clause(facts.error)}. ${wantedInShort(facts)} See e-mail.`,
  });
}

function whoHoldsBaton({ successorRunId, standing }: OperatorFacts): string {
  if (successorRunId !== undefined) return `The run ${successorRunId} takes the baton over from it now.`;
  return standing?.holdsBaton === false
    ? "It does not hold the baton: the next alarm, or a person, may start another run."
    : "Steps that succeeded stay as they are, and the run keeps the baton: no alarm starts another.";
}

function wantedInShort({ successorRunId }: OperatorFacts): string {
  return successorRunId === undefined ? "Mend it, then Redrive." : "Another run takes over.";
}

function standingSentences({ plan, run }: NoticeContext, standing: Standing | null): readonly string[] {
  if (standing === null)
    return ["How far it had come is not known: the table did not answer. Look at the execution's page."];
  const { source, target } = sidesOf(plan, run.workflow);
  const { active, promotionBeganAtMs, frozenAtMs } = standing;
  const hasMoved = active === target.role;
  const traffic = hasMoved
    ? `Traffic: moved; customers are sent to ${target.region}.`
    : `Traffic: not moved; customers are sent to ${source.region}.`;
  const data =
    promotionBeganAtMs === null
      ? `Data: nothing was promoted; the writer is in ${source.region}.`
      : `Data: promotion in ${target.region} began at ${momentText(promotionBeganAtMs)} and may be done.`;
  const isFrozen = frozenAtMs !== null && !hasMoved;
  const frozen = isFrozen
    ? [`Writes in ${source.region} were frozen at ${momentText(frozenAtMs)}: nobody may be able to write.`]
    : [];
  return [traffic, data, ...frozen];
}

function waysOn(context: NoticeContext, { standing, successorRunId }: OperatorFacts): readonly string[] {
  const { run } = context;
  if (successorRunId !== undefined) {
    return [`Do not redrive this one. Follow the messages of ${successorRunId}, and find out what stopped this run.`];
  }
  const region = run.executionArn.split(":")[3] ?? "";
  return [
    "Mend the cause, then go on where it stopped (within 14 days; the same as Redrive on the execution's page):",
    redriveCommand(region, run.executionArn),
    ...lookBeforePromotion(run, standing),
    ...waysOut(context, standing),
  ];
}

/** What a redrive does first, so that nobody has to find out whether the primary has come back meanwhile. */
function lookBeforePromotion({ workflow }: NoticeContext["run"], standing: Standing | null): readonly string[] {
  if (workflow !== "failover" || standing?.active === "standby") return [];
  return [
    bullet(
      "Before a first promotion it looks at the primary and fences it once more; where that serves again, it asks.",
    ),
  ];
}

/** After the promotion there is one safe direction; before it a new run may take the baton over, and may be declined. */
function waysOut({ plan, run }: NoticeContext, standing: Standing | null): readonly string[] {
  const { workflow, runId } = run;
  const hasBegunPromotion = standing === null || standing.promotionBeganAtMs !== null;
  if (hasBegunPromotion)
    return [bullet("Do not give up after a promotion has begun: going forward is the only safe way.")];
  const what =
    workflow === "failover"
      ? "To start over (a new run takes the baton over; while the primary is UP it asks, and declining ends it):"
      : "To start over, or to give up by declining at the new run's gate:";
  return [what, batonCommand(plan, workflow, `--by you@example.com --reason "instead of ${runId.slice(-8)}"`)];
}

/** What makes an execution that failed go on from where it stopped, for a person to paste. */
export function redriveCommand(region: string, executionArn: string): string {
  return `aws stepfunctions redrive-execution --region ${region} --execution-arn ${executionArn}`;
}
