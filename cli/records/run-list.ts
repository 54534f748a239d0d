/** The latest runs: Step Functions knows which executions there were, the table knows what became of them. */
import { type ExecutionListItem, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { machineArn } from "../operator-policy";
import type { Session } from "../session/session";
import { type RunReading, readRun, triggerText } from "./run-record";

export interface RunSummary {
  readonly runId: string;
  readonly executionArn: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  /** How Step Functions sees the execution: `RUNNING`, `SUCCEEDED`, `FAILED`, ... */
  readonly execution: string;
  /** What the run's record says; null while it says nothing yet. */
  readonly outcome: string | null;
  readonly startedBy: string;
  readonly recoverySeconds: number | null;
  readonly estimatedDataLossSeconds: number | null;
}

/** Newest first. Step Functions forgets executions after 90 days; their records stay in the table. */
export async function latestRuns(session: Session, count: number): Promise<readonly RunSummary[]> {
  const { plan, names, runtime } = session;
  const sfn = runtime.clients.get(SFNClient, plan.regions.standby);
  const stateMachineArn = machineArn(plan, names.failoverMachine);
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: count }));
  return Promise.all(
    executions
      .slice(0, count)
      .map(async (execution) => summaryOf(execution, await readRun(session, execution.name ?? ""))),
  );
}

function summaryOf(execution: ExecutionListItem, record: RunReading | null): RunSummary {
  return {
    runId: execution.name ?? "",
    executionArn: execution.executionArn ?? "",
    startedAtMs: execution.startDate?.getTime() ?? 0,
    endedAtMs: execution.stopDate?.getTime() ?? null,
    execution: execution.status ?? "UNKNOWN",
    outcome: record?.outcome ?? null,
    startedBy: record ? triggerText(record) : "",
    recoverySeconds: record?.recoverySeconds ?? null,
    estimatedDataLossSeconds: record?.estimatedDataLossSeconds ?? null,
  };
}

/** What became of a run, in a word: the record's, or how its execution stands while the record says nothing. */
export function outcomeText({ outcome, execution }: Pick<RunSummary, "outcome" | "execution">): string {
  return outcome ?? execution.toLowerCase().replace("_", "-");
}
