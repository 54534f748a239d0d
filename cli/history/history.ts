/** `baton history`: what happened, newest first: runs, and who paused and resumed. With `--run`, one run's whole story. */
import { type Command, InvalidArgumentError } from "commander";
import { type RemoteOptions, remoteCommand } from "../command";
import { CommandFailed } from "../command-failed";
import { EXIT_STATUS } from "../exit-status";
import { latestAutomationChanges } from "../records/automation-log";
import { latestRuns } from "../records/run-list";
import { type RunStory, readStory } from "../records/timeline";
import { inSession, type Session } from "../session/session";
import { print, printJson, screenOf } from "../terminal/screen";
import { historyPage } from "./history-page";
import { storyPage } from "./story-page";

interface HistoryOptions extends RemoteOptions {
  readonly run?: string;
  readonly last: number;
}

/** Step Functions lists no more executions at once. */
const MOST_RUNS = 1000;
/** Runs that the end of a name is looked for in. */
const SEARCHED_RUNS = 100;
/** Messages carry this much of a run's name. */
const SHORTEST_NAME_END = 8;

export function historyCommand(onEnd: (status: number) => void): Command {
  return remoteCommand("history", "what happened: runs, pauses, and one run's timeline")
    .option("--run <id>", "one run, by its name or the eight characters in the messages' subject")
    .option("--last <count>", "how many runs and pauses to show", parseCount, 20)
    .action(async (options: HistoryOptions) => {
      const show = options.run === undefined ? showHistory : showRun(options.run);
      onEnd(await inSession(options, (session) => show(session, options)));
    });
}

async function showHistory(session: Session, { last, json }: HistoryOptions): Promise<number> {
  const [runs, automation] = await Promise.all([latestRuns(session, last), latestAutomationChanges(session, last)]);
  const { application } = session.plan;
  if (json) printJson({ application, runs, automation });
  else
    print(historyPage({ application, runs, automation, nowMs: session.runtime.clock.now() }, screenOf(process.stdout)));
  return EXIT_STATUS.success;
}

function showRun(given: string) {
  return async (session: Session, { json }: HistoryOptions): Promise<number> => {
    const story = await findStory(session, given);
    if (json) printJson(story);
    else print(storyPage(story, screenOf(process.stdout)));
    return EXIT_STATUS.success;
  };
}

async function findStory(session: Session, given: string): Promise<RunStory> {
  const exact = await readStory(session, given);
  if (exact) return exact;
  const runs = given.length < SHORTEST_NAME_END ? [] : await latestRuns(session, SEARCHED_RUNS);
  const matching = runs.filter(({ runId }) => runId.endsWith(given));
  const [only] = matching;
  const story = only && matching.length === 1 ? await readStory(session, only.runId) : null;
  if (story) return story;
  const why = only
    ? "kept no record or is not the only one of that name"
    : `is not among the last ${SEARCHED_RUNS} runs either`;
  const hint = "Give the whole name, or at least its last eight characters; `history` lists them.";
  throw new CommandFailed("NoSuchRun", `There is no record of a run "${given}", and it ${why}. ${hint}`);
}

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_RUNS) return count;
  throw new InvalidArgumentError(`It takes a whole number from 1 to ${MOST_RUNS}.`);
}
