/**
 * Pages for a run that is over and still holds the baton, or held it before the one that holds it now, or held it last,
 * where the page could not be sent when it ended: a Region's SNS or table may fail for longer than Lambda tries again, and
 * nobody else would ever say it. Of a run that held it last the message of its good end is sent again, too.
 */

import type { Baton } from "../../orchestrator/baton";
import { runIdOf } from "../../orchestrator/names";
import { describeFailure } from "../aws/failures";
import { Notifier } from "../aws/notifier";
import { readOperatorCall, wasPaged } from "../aws/operator-call";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { describeEnding, type Ending } from "../run-ended/describe-ending";
import { tellOfEnding } from "../run-ended/tell-of-ending";
import type { NoticeEnvironment } from "../runtime/environment";
import type { Runtime } from "../runtime/runtime";
import { holdingRun } from "./holding-run";

/**
 * Until then the run itself and the function that is told of its end try: Lambda's last attempt is three minutes late. After
 * each try the distance doubles, because SNS may have sent what it did not answer.
 */
const OTHERS_TRY_MINUTES = 6;

/** Messages of runs that let the baton go; they hold no link that would have to be made anew. */
const GOOD_ENDINGS = ["moved", "protected-again", "stood-down", "planned-abandoned"] as const;

/** Whoever let go of the baton and could not be told of in a day will not be news. */
const LONGEST_AT_REST_MINUTES = 24 * 60;

/** One message for each ending, however many say it. `ending`: the holder's. Never throws: the sentry's look goes on. */
export async function pageAgain(
  runtime: Runtime<NoticeEnvironment>,
  baton: Baton,
  ending: Ending | null,
): Promise<void> {
  const run = holdingRun(baton);
  const table = openTable(runtime);
  try {
    if (run === null) return await pageForLastHolder(runtime, table, baton);
    await pageIfUntold(runtime, table, ending);
    const before = (await new RunStore(table).read(run.runId))?.untoldPredecessor;
    if (before === undefined) return;
    await pageIfUntold(runtime, table, await describeEnding(runtime, before), { successorRunId: run.runId });
  } catch (error) {
    runtime.log.error(`Whether on-call knows of the run's end cannot be found out: ${describeFailure(error)}`);
  }
}

/** A run lets go of the baton before its last step is done, and that step may fail. */
async function pageForLastHolder(
  runtime: Runtime<NoticeEnvironment>,
  table: Table,
  { predecessor = null, changedAtMs }: Baton,
): Promise<void> {
  const minute = Math.floor((runtime.clock.now() - changedAtMs) / 60_000);
  if (predecessor === null || minute > LONGEST_AT_REST_MINUTES || !isDue(minute)) return;
  await tellUnlessPaged(runtime, table, await describeEnding(runtime, predecessor));
  await sendEndingAgain(new Notifier(runtime, table), runIdOf(predecessor));
}

async function sendEndingAgain(notifier: Notifier, runId: string): Promise<void> {
  for (const kind of GOOD_ENDINGS) {
    const notice = await notifier.unsent(runId, kind);
    if (notice !== null) await notifier.send(runId, notice);
  }
}

interface Successor {
  /** The run that has taken the baton over from it. */
  readonly successorRunId?: string;
}

async function pageIfUntold(
  runtime: Runtime<NoticeEnvironment>,
  table: Table,
  ended: Ending | null,
  successor: Successor = {},
): Promise<void> {
  if (ended === null || !isDue(Math.floor((runtime.clock.now() - ended.atMs) / 60_000))) return;
  await tellUnlessPaged(runtime, table, ended, successor);
}

async function tellUnlessPaged(
  runtime: Runtime<NoticeEnvironment>,
  table: Table,
  ended: Ending | null,
  successor: Successor = {},
): Promise<void> {
  if (ended === null) return;
  if (wasPaged(await readOperatorCall(table, ended.name), ended.redriveCount)) return;
  await tellOfEnding(runtime, table, ended, new Date(ended.atMs).toISOString(), successor);
}

/** In the 6th minute, the 12th, the 24th and so on: the sentry comes by once in each. */
function isDue(minute: number): boolean {
  return minute >= OTHERS_TRY_MINUTES && Number.isInteger(Math.log2(minute / OTHERS_TRY_MINUTES));
}
