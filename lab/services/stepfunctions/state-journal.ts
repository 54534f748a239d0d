/** States as an execution enters and leaves them, for the timeline. */
import type { LabContext } from "../../kernel/ports";
import type { HistoryEvent } from "../../states/history-event";
import { isRecord } from "../platform/input";
import type { Execution } from "./execution";

export function recordStateEvent(lab: LabContext, region: string, execution: Execution, event: HistoryEvent): void {
  const details = event.stateEnteredEventDetails ?? event.stateExitedEventDetails;
  if (!isRecord(details) || typeof details.name !== "string") return;
  const isEntry = event.stateEnteredEventDetails !== undefined;
  lab.journal.record({
    place: region,
    actor: "states",
    kind: isEntry ? "state-entered" : "state-exited",
    summary: `${execution.machine.name}: ${isEntry ? "entered" : "left"} "${details.name}"`,
    facts: {
      executionArn: execution.arn,
      state: details.name,
      stateType: event.type.replace(/State(Entered|Exited)$/, ""),
      eventId: event.id,
    },
  });
}
