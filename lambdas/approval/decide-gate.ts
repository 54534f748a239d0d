/**
 * Writes a person's decision down and wakes the machine. The record comes first and is the truth: whoever comes second, by
 * link or by command line, finds the decision that stands and at most finishes handing it over, never another one.
 */
import { SendTaskSuccessCommand, type SFNClient } from "@aws-sdk/client-sfn";
import type { Gate, GateDecision } from "../../orchestrator/gate";
import { decideWhatWasRead } from "../../orchestrator/gate-transitions";
import { describeFailure, failedAs } from "../aws/failures";
import type { GateStore } from "../aws/gate-store";

export type DecideOutcome =
  /** The decision of `gate` stands, this call's or one made before; `wasWaiting` says whether the machine took it just now. */
  | { readonly outcome: "decided"; readonly gate: Gate; readonly isFirst: boolean; readonly wasWaiting: boolean }
  /** The decision stands on the record, but could not be handed over; calling again tries again. */
  | { readonly outcome: "not-handed-over"; readonly gate: Gate; readonly isFirst: boolean; readonly detail: string }
  /** The time was up before anybody decided. */
  | { readonly outcome: "expired" }
  /** The machine has taken an answer already; `gate` says which. */
  | { readonly outcome: "closed"; readonly gate: Gate }
  /** Another question of the run is open than the one that was read. */
  | { readonly outcome: "asked-anew" }
  /** That run has asked nobody. */
  | { readonly outcome: "no-gate" };

export interface DecidePorts {
  readonly gates: GateStore;
  readonly sfn: SFNClient;
}

/**
 * Safe to call any number of times. Throws only what the table throws: then nothing was decided.
 * @param read the question that was read, as the gate had it then
 */
export async function decideGate(
  ports: DecidePorts,
  read: Pick<Gate, "runId" | "enteredAt">,
  wanted: GateDecision,
): Promise<DecideOutcome> {
  const { runId } = read;
  const change = await ports.gates.change(runId, (gate) => decideWhatWasRead(gate, read, wanted));
  if ("gate" in change) return handOver(ports.sfn, change.gate, change.gate.decision ?? wanted, change.changed);
  if (change.refusal === "no-gate" || change.refusal === "asked-anew") return { outcome: change.refusal };
  const gate = await ports.gates.read(runId);
  return gate?.decision ? { outcome: "closed", gate } : { outcome: "expired" };
}

async function handOver(sfn: SFNClient, gate: Gate, decision: GateDecision, isFirst: boolean): Promise<DecideOutcome> {
  const { approved, decidedBy, remark } = decision;
  const output = JSON.stringify({ approved, decidedBy, remark });
  try {
    await sfn.send(new SendTaskSuccessCommand({ taskToken: gate.taskToken, output }));
    return { outcome: "decided", gate, isFirst, wasWaiting: true };
  } catch (error) {
    // The machine waits no more. It has this answer already, or its time ran out and it is about to read the record.
    const isOver = failedAs(error, "TaskTimedOut", "TaskDoesNotExist");
    if (isOver) return { outcome: "decided", gate, isFirst, wasWaiting: false };
    return { outcome: "not-handed-over", gate, isFirst, detail: describeFailure(error) };
  }
}
