/** `baton status`: who holds the baton, what can be seen of the application now, and the last runs. Changes nothing. */
import type { Command } from "commander";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { openTable } from "../../lambdas/aws/table";
import type { Opinion } from "../../lambdas/observers/observer";
import { isPaused } from "../../orchestrator/automation";
import type { Baton } from "../../orchestrator/baton";
import type { Observation } from "../../orchestrator/evidence";
import type { Plan } from "../../orchestrator/plan";
import { type RemoteOptions, remoteCommand } from "../command";
import { EXIT_STATUS } from "../exit-status";
import { evidenceNow, standbyNow } from "../records/evidence-now";
import { latestRuns, type RunSummary } from "../records/run-list";
import { inSession, type Session } from "../session/session";
import { print, printJson, screenOf } from "../terminal/screen";
import { statusPage } from "./status-page";

export interface Status {
  readonly application: string;
  readonly place: string;
  readonly regions: Plan["regions"];
  readonly nowMs: number;
  readonly baton: Baton;
  readonly isPaused: boolean;
  /** The primary, by the observers that a run uses; what a run's own probe sees from the standby is seen from here. */
  readonly evidence: readonly Observation[];
  /** The standby's application, seen from here; null while it does not serve: its database takes no writes then. */
  readonly standby: Opinion | null;
  readonly runs: readonly RunSummary[];
}

/** With what a reader needs to go on from there. */
export interface StatusView extends Status {
  readonly words: string;
}

const SHOWN_RUNS = 5;

export function statusCommand(onEnd: (status: number) => void): Command {
  return remoteCommand("status", "who holds the baton, what can be seen now, and the last runs").action(
    async (options: RemoteOptions) => {
      onEnd(
        await inSession(options, async (session) => {
          const status = await readStatus(session);
          if (options.json) printJson(status);
          else print(statusPage({ ...status, words: session.words }, screenOf(process.stdout)));
          return EXIT_STATUS.success;
        }),
      );
    },
  );
}

/** The table first: while it cannot be read nothing else is worth a wait. */
async function readStatus(session: Session): Promise<Status> {
  const { plan, place, runtime } = session;
  const baton = await new BatonStore(openTable(runtime)).read();
  const [evidence, standby, runs] = await Promise.all([
    evidenceNow(session),
    baton.active === "standby" ? standbyNow(session) : null,
    latestRuns(session, SHOWN_RUNS),
  ]);
  const nowMs = runtime.clock.now();
  return {
    application: plan.application,
    place,
    regions: plan.regions,
    nowMs,
    baton,
    isPaused: isPaused(baton.automation, nowMs),
    evidence,
    standby,
    runs,
  };
}
