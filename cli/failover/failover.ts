/** `baton failover`: starts the failover machine with a person's request, as the Step Functions console would. */
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { Command } from "commander";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { failedAs } from "../../lambdas/aws/failures";
import { openTable } from "../../lambdas/aws/table";
import { parseTrigger } from "../../orchestrator/events";
import { executionConsoleUrl } from "../../orchestrator/message-text";
import { LONGEST_NAME, LONGEST_REASON, personText, type RemoteOptions, remoteCommand } from "../command";
import { CommandFailed } from "../command-failed";
import { EXIT_STATUS } from "../exit-status";
import { machineArn } from "../operator-policy";
import { inSession, type Session } from "../session/session";
import { isConfirmed } from "../terminal/confirmation";
import { fields, wrap } from "../terminal/layout";
import { print, printJson, screenOf } from "../terminal/screen";
import { UsageError } from "../usage-error";
import { executionNameOf, type FailoverRequest, inputOf } from "./request";

interface FailoverOptions extends RemoteOptions {
  readonly by: string;
  readonly reason: string;
  readonly yes: boolean;
}

export function failoverCommand(onEnd: (status: number) => void): Command {
  return remoteCommand(
    "failover",
    "start a failover: it gathers evidence of its own, and asks when that speaks against it",
  )
    .requiredOption("--by <who>", "your name or address", personText(LONGEST_NAME))
    .requiredOption("--reason <why>", "what everybody will read about it", personText(LONGEST_REASON))
    .option("--yes", "do not ask for a confirmation", false)
    .action(async (options: FailoverOptions) =>
      onEnd(await inSession(options, (session) => failover(session, options))),
    );
}

async function failover(session: Session, { by, reason, yes, json }: FailoverOptions): Promise<number> {
  const request = { requestedBy: by, reason };
  refuseBadRequest(session, request);
  await refuseImpossible(session);
  if (!yes && !(await isConfirmed(warningOf(session), session.plan.application))) {
    process.stderr.write("Nothing was started.\n");
    return EXIT_STATUS.failure;
  }
  const started = await start(session, request);
  if (json) printJson(started);
  else print(startedPage(session, started));
  return EXIT_STATUS.success;
}

/** Judged by the same words as the machine's own first step. */
function refuseBadRequest({ plan, runtime }: Session, request: FailoverRequest): void {
  const trigger = parseTrigger(request, { plan, nowMs: runtime.clock.now() });
  if (trigger.type === "invalid") throw new UsageError(trigger.problems.join("; "));
}

/** The machine would refuse it as well; here it is told before anything starts. */
async function refuseImpossible({ plan, runtime }: Session): Promise<void> {
  const { active, phase, epoch } = await new BatonStore(openTable(runtime)).read();
  if (active !== "standby") return;
  const message =
    `The standby ${plan.regions.standby} already holds the baton (${phase}, epoch ${epoch}): there is nothing to fail over to. ` +
    "See `status`; the way home is a failback.";
  throw new CommandFailed("AlreadyFailedOver", message);
}

/** On standard error, so that `--json` stays one object. */
function warningOf({ plan, place }: Session): string[] {
  const { primary, standby } = plan.regions;
  const text =
    `This starts a failover of ${plan.application} from ${primary} to ${standby} on ${place}. If two independent places see the ` +
    "primary down it moves without another question, and writes that were not replicated are lost. If the primary is up it asks once more.";
  return wrap(text, screenOf(process.stderr).columns);
}

interface Started {
  readonly runId: string;
  readonly executionArn: string;
  readonly consoleUrl: string;
  readonly startedAtMs: number;
}

async function start({ plan, names, runtime }: Session, request: FailoverRequest): Promise<Started> {
  const sfn = runtime.clients.get(SFNClient, plan.regions.standby);
  const name = executionNameOf(request, runtime.clock.now());
  const stateMachineArn = machineArn(plan, names.failoverMachine);
  try {
    const answer = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: inputOf(request) }));
    const executionArn = answer.executionArn ?? "";
    const startedAtMs = answer.startDate?.getTime() ?? runtime.clock.now();
    return { runId: name, executionArn, consoleUrl: executionConsoleUrl(executionArn), startedAtMs };
  } catch (error) {
    if (!failedAs(error, "ExecutionAlreadyExists")) throw error;
    const message = `The same request was made within this minute and its run ${name} has ended already. See \`history --run ${name}\`.`;
    throw new CommandFailed("AlreadyRequested", message, { cause: error });
  }
}

function startedPage({ plan, words }: Session, { runId, consoleUrl }: Started): string[] {
  const { columns } = screenOf(process.stdout);
  return [
    ...wrap(
      `A failover of ${plan.application} has been asked for. It says what it does in the messages to on-call.`,
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
