/** Starts a failover run when the watch says that one is due: no alarm would, because none has anything new to say. */
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { stateMachineArn } from "../../orchestrator/names";
import { sentryEvent } from "../../orchestrator/sentry-event";
import { isRunDue, started } from "../../orchestrator/watch";
import { failedAs } from "../aws/failures";
import { WatchStore } from "../aws/watch-store";
import type { Looked, Looking } from "./keep-watch";

/**
 * Started before it is written down: what is repeated because the write failed bears the same name, and is the same
 * execution. Throws when it cannot be started: the next look tries again, and the sentry's errors are an alarm.
 */
export async function startRunIfDue({ runtime, table, baton }: Looking, { watch }: Looked): Promise<void> {
  const nowMs = runtime.clock.now();
  if (!isRunDue(watch, { nowMs, baton })) return;
  const event = sentryEvent(watch, nowMs);
  const sfn = runtime.clients.get(SFNClient, runtime.plan.regions.standby);
  const machine = stateMachineArn(runtime.plan, "failover");
  try {
    await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machine, name: event.id, input: JSON.stringify(event) }),
    );
  } catch (error) {
    if (!failedAs(error, "ExecutionAlreadyExists")) throw error;
  }
  runtime.log.warn(`The primary still does not answer: the run ${event.id} is started.`);
  await new WatchStore(table).keep(started(watch, nowMs));
}
