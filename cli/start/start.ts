/** `baton failover`, `failback` and `switchover`: start a machine with a person's request, as the Step Functions console would. */
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { Command } from "commander";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { executionStatus, mayBeRunning } from "../../lambdas/aws/executions";
import { failedAs } from "../../lambdas/aws/failures";
import { openTable } from "../../lambdas/aws/table";
import { claim } from "../../orchestrator/baton-transitions";
import { parseRequest } from "../../orchestrator/events";
import { impossibleMove } from "../../orchestrator/impossible-move";
import { executionConsoleUrl } from "../../orchestrator/message-text";
import { machineName } from "../../orchestrator/names";
import type { Workflow } from "../../orchestrator/workflow";
import { LONGEST_NAME, LONGEST_REASON, personText, type RemoteOptions, remoteCommand } from "../command";
import { CommandFailed } from "../command-failed";
import { EXIT_STATUS } from "../exit-status";
import { executionArn, machineArn } from "../operator-policy";
import { inSession, type Session } from "../session/session";
import { isConfirmed } from "../terminal/confirmation";
import { fields, wrap } from "../terminal/layout";
import { print, printJson, screenOf } from "../terminal/screen";
import { UsageError } from "../usage-error";
import { DESCRIPTIONS, refusalOf, warningOf } from "./moves";
import { executionNameOf, inputOf, type RunRequest } from "./request";

interface StartOptions extends RemoteOptions {
  readonly by: string;
  readonly reason: string;
  readonly yes: boolean;
}

/** An execution that is about to be started. */
interface Intent {
  readonly workflow: Workflow;
  readonly request: RunRequest;
  readonly name: string;
}

export const failoverCommand = (onEnd: (status: number) => void) => startCommand("failover", onEnd);
export const failbackCommand = (onEnd: (status: number) => void) => startCommand("failback", onEnd);
export const switchoverCommand = (onEnd: (status: number) => void) => startCommand("switchover", onEnd);

function startCommand(workflow: Workflow, onEnd: (status: number) => void): Command {
  return remoteCommand(workflow, DESCRIPTIONS[workflow])
    .requiredOption("--by <who>", "your name or address", personText(LONGEST_NAME))
    .requiredOption("--reason <why>", "what everybody will read about it", personText(LONGEST_REASON))
    .option("--yes", "do not ask for a confirmation", false)
    .action(async (options: StartOptions) =>
      onEnd(await inSession(options, (session) => run(session, workflow, options))),
    );
}

async function run(session: Session, workflow: Workflow, { by, reason, yes, json }: StartOptions): Promise<number> {
  const request = { requestedBy: by, reason };
  refuseBadRequest(request);
  const intent = { workflow, request, name: executionNameOf(workflow, request, session.runtime.clock.now()) };
  await refuseImpossible(session, intent);
  if (!yes && !(await isConfirmed(warning(session, workflow), session.plan.application))) {
    process.stderr.write("Nothing was started.\n");
    return EXIT_STATUS.failure;
  }
  const started = await start(session, intent);
  if (json) printJson(started);
  else print(startedPage(session, started));
  return EXIT_STATUS.success;
}

/** Judged by the same words as the machine's own first step. */
function refuseBadRequest(request: RunRequest): void {
  const parsed = parseRequest(request);
  if (parsed.type === "invalid") throw new UsageError(parsed.problems.join("; "));
}

/** Judged by the machine's own rule; here it is told before anything starts. A repeated request meets its own run. */
async function refuseImpossible({ plan, names, runtime }: Session, { workflow, name }: Intent): Promise<void> {
  const impossible = impossibleMove(plan, workflow);
  if (impossible) throw new CommandFailed(impossible.name, impossible.reason);
  const baton = await new BatonStore(openTable(runtime)).read();
  const { holder, changedAtMs } = baton;
  const nowMs = runtime.clock.now();
  const status = holder === null ? null : await executionStatus(runtime, holder);
  const change = claim(baton, {
    executionArn: executionArn(plan, machineName(names, workflow), name),
    workflow,
    nowMs,
    holderIsRunning: holder !== null && mayBeRunning(status, { changedAtMs, nowMs }),
    startedByPerson: true,
  });
  if ("refusal" in change) throw refusalOf(plan, workflow, change.refusal);
}

/** On standard error, so that `--json` stays one object. */
function warning({ plan, place }: Session, workflow: Workflow): string[] {
  return wrap(warningOf(plan, workflow, place), screenOf(process.stderr).columns);
}

interface Started {
  readonly workflow: Workflow;
  readonly runId: string;
  readonly executionArn: string;
  readonly consoleUrl: string;
  readonly startedAtMs: number;
}

async function start({ plan, names, runtime }: Session, { workflow, request, name }: Intent): Promise<Started> {
  const sfn = runtime.clients.get(SFNClient, plan.regions.standby);
  const stateMachineArn = machineArn(plan, machineName(names, workflow));
  try {
    const answer = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: inputOf(request) }));
    const startedArn = answer.executionArn ?? "";
    const startedAtMs = answer.startDate?.getTime() ?? runtime.clock.now();
    const consoleUrl = executionConsoleUrl(startedArn);
    return { workflow, runId: name, executionArn: startedArn, consoleUrl, startedAtMs };
  } catch (error) {
    if (!failedAs(error, "ExecutionAlreadyExists")) throw error;
    const message = `The same request was made within this minute and its run ${name} has ended already. See \`history --run ${name}\`.`;
    throw new CommandFailed("AlreadyRequested", message, { cause: error });
  }
}

function startedPage({ plan, words }: Session, { workflow, runId, consoleUrl }: Started): string[] {
  const { columns } = screenOf(process.stdout);
  return [
    ...wrap(
      `A ${workflow} of ${plan.application} has been asked for. It says what it does in the messages to on-call.`,
      columns,
    ),
    ...fields(
      [
        ["run", runId],
        ["page", consoleUrl],
        ["follow", `npm run baton -- history --run ${runId.slice(-8)}${words}`],
      ],
      2,
      columns,
    ),
  ];
}
