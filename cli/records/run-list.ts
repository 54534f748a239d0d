/** The latest runs: Step Functions knows which executions there were, the table knows what became of them. */
import { type ExecutionListItem, ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { machineName } from "../../orchestrator/names";
import { WORKFLOWS, type Workflow } from "../../orchestrator/workflow";
import { machineArn } from "../operator-policy";
import type { Session } from "../session/session";
import { type RunReading, readRun, triggerText } from "./run-record";

export interface RunSummary {
  readonly workflow: Workflow;
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

/** Newest first, whatever they ran. Step Functions forgets executions after 90 days; their records stay in the table. */
export async function latestRuns(session: Session, count: number): Promise<readonly RunSummary[]> {
  const listed = await Promise.all(WORKFLOWS.map((workflow) => executionsOf(session, workflow, count)));
  const newest = listed.flat().sort((left, right) => startedAtMs(right.execution) - startedAtMs(left.execution));
  return Promise.all(
    newest.slice(0, count).map(async (found) => summaryOf(found, await readRun(session, found.execution.name ?? ""))),
  );
}

interface Found {
  readonly workflow: Workflow;
  readonly execution: ExecutionListItem;
}

async function executionsOf({ plan, names, runtime }: Session, workflow: Workflow, count: number): Promise<Found[]> {
  const sfn = runtime.clients.get(SFNClient, plan.regions.standby);
  const stateMachineArn = machineArn(plan, machineName(names, workflow));
  const { executions = [] } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: count }));
  return executions.map((execution) => ({ workflow, execution }));
}

function startedAtMs({ startDate }: ExecutionListItem): number {
  return startDate?.getTime() ?? 0;
}

function summaryOf({ workflow, execution }: Found, record: RunReading | null): RunSummary {
  return {
    workflow,
    runId: execution.name ?? "",
    executionArn: execution.executionArn ?? "",
    startedAtMs: startedAtMs(execution),
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
