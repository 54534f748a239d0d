/** What on-call gets to read when the primary answers again while a question is open; and when that is worth telling. */
import { batonCommand } from "./command-text";
import type { Gate } from "./gate";
import { momentText } from "./message-text";
import { compose, type Notice, type NoticeContext } from "./notice";
import type { RunRecord } from "./run";
import type { Watch } from "./watch";

/** Three looks in a row: a Region that comes back often goes again at once. */
const LEAST_HEALTHY_MS = 2 * 60_000;

/**
 * Whether whoever was asked should hear of it: the question is open and about the move (nothing is fenced yet), and what it
 * shows does not say so already.
 */
export function isAnswerWorthTelling(
  { healthySinceMs, lookedAtMs }: Watch,
  gate: Pick<Gate, "status"> | null,
  run: Pick<RunRecord, "workflow" | "shown" | "fenceVerdicts">,
): boolean {
  if (healthySinceMs === null || lookedAtMs - healthySinceMs < LEAST_HEALTHY_MS) return false;
  const isAboutMove = run.workflow === "failover" && Object.keys(run.fenceVerdicts ?? {}).length === 0;
  return gate?.status === "open" && isAboutMove && run.shown !== undefined && !run.shown.isUp;
}

/** Sent once for each question. */
export function primaryAnswersNotice(context: NoticeContext, healthySinceMs: number): Notice {
  const { primary } = context.plan.regions;
  const { runId } = context.run;
  return compose(context, {
    kind: "primary-answers",
    headline: `${primary} answers again; the question is still open`,
    happening: [
      `While the run waits for you, the sentry has reached the application in ${primary} at every look since ${momentText(healthySinceMs)}.`,
      "What the question shows is older. An approval is held against a fresh look first: if others see it serve too, you are asked once more.",
    ],
    wanted: [
      `See whether customers are served by ${primary}. If they are, decline: nothing moves, and the warm-up is undone. The link of the`,
      "question still decides. Without it, from a shell with access to the account:",
      batonCommand(context.plan, "decline", `--run ${runId} --by you@example.com`),
    ].join("\n"),
    sms: `${primary} answers again. If customers are served, decline the open question. See e-mail.`,
  });
}
