/** `baton history`: what happened, newest first: runs, and who paused and resumed. With `--run`, one run's whole story. */
import type { Command } from "commander";
import { type RemoteOptions, remoteCommand, wholeNumber } from "../command";
import { CommandFailed } from "../command-failed";
import { EXIT_STATUS } from "../exit-status";
import { latestAutomationChanges } from "../records/automation-log";
import { findRun } from "../records/find-run";
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
export function historyCommand(onEnd: (status: number) => void): Command {
  return remoteCommand("history", "what happened: runs, pauses, and one run's timeline")
    .option("--run <id>", "one run, by its name or the eight characters in the messages' subject")
    .option("--last <count>", "how many runs and pauses to show", wholeNumber(1, MOST_RUNS), 20)
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
  const runId = await findRun(session, given);
  const story = await readStory(session, runId);
  if (story) return story;
  throw new CommandFailed(
    "NoSuchRun",
    `The run ${runId} has kept no record: look at its execution in the Step Functions console.`,
  );
}
