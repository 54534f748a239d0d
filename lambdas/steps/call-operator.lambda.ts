/**
 * Responsible for: saying that the run cannot go on by itself, with the exact way on, and letting it go on after a redrive.
 * Triggered by: the failover machine, from the catch of every phase.
 * If it runs twice: a retry of the same visit tells nobody twice, unless the table cannot say so; a redrive resumes.
 * Steps: first time, mark the baton and the run, page, and throw `NeedsOperator`, so that the execution fails at this very
 * task and can be redriven from it. Redriven, mark the baton as going on and answer the phase to enter again.
 */
import * as z from "zod";
import { callOperator, resume } from "../../orchestrator/baton-transitions";
import { NeedsOperator, OnCallNotTold } from "../../orchestrator/errors";
import { needsOperatorNotice } from "../../orchestrator/operator-notice";
import { WORKFLOWS } from "../../orchestrator/workflow";
import { BatonStore } from "../aws/baton-store";
import { describeFailure } from "../aws/failures";
import { isAnswered, keepOperatorCall, type OperatorCall, readOperatorCall } from "../aws/operator-call";
import { RunStore } from "../aws/run-store";
import { readStanding } from "../aws/standing";
import { openTable, type Table } from "../aws/table";
import { PAGING_BUDGET } from "../runtime/budgets";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { parsePayload, runSchema } from "./payload";
import { tell } from "./tell";

const callPayload = z.object({
  /** Null when the baton could not even be claimed. */
  run: runSchema.nullable(),
  executionArn: z.string().startsWith("arn:"),
  executionName: z.string().min(1),
  workflow: z.enum(WORKFLOWS).default("failover"),
  enteredAt: z.iso.datetime(),
  failedPhase: z.string().min(1),
  error: z.string(),
  cause: z.string(),
  redriveCount: z.number().int().min(0),
});
type Call = z.output<typeof callPayload>;

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const call = parsePayload(callPayload, event);
    runtime.log.append({ runId: call.executionName, epoch: call.run?.epoch, step: "call-operator" });
    const table = openTable(runtime, PAGING_BUDGET);
    const last = await readLastCall(runtime, table, call);
    if (isAnswered(last, call)) return goOn(runtime, table, call);
    await page(runtime, table, call);
    throw new NeedsOperator(`${call.failedPhase} failed with ${call.error}. On-call is told how to go on.`);
  },
};

export const handler = deploy(factory);

/** Where the table does not say, the page goes out: a page too many is better than none. */
async function readLastCall(runtime: Runtime<unknown>, table: Table, call: Call): Promise<OperatorCall | null> {
  try {
    return await readOperatorCall(table, call.executionName);
  } catch (error) {
    runtime.log.error(`Whether an operator was called before cannot be read: ${describeFailure(error)}`);
    return null;
  }
}

async function goOn(runtime: Runtime<NoticeEnvironment>, table: Table, call: Call) {
  const { executionArn, executionName, redriveCount, enteredAt, failedPhase } = call;
  const nowMs = runtime.clock.now();
  // Throws when another run took the baton over meanwhile: then this one must not go on.
  if (call.run) await new BatonStore(table).require((baton) => resume(baton, { executionArn, nowMs }));
  await keepOperatorCall(table, executionName, { state: "answered", isTold: true, redriveCount, enteredAt });
  const summary = `An operator redrove the run; it goes on with ${failedPhase}.`;
  await new RunStore(table).resume(executionName, { atMs: nowMs, enteredAt, step: "resume", summary });
  return { resumePhase: failedPhase };
}

/** The page comes first: whatever fails after it, on-call knows. Throws where it did not get out, so that it is tried again. */
async function page(runtime: Runtime<NoticeEnvironment>, table: Table, call: Call): Promise<void> {
  const { executionArn, executionName: runId, redriveCount, enteredAt, failedPhase, error, cause } = call;
  const context = { plan: runtime.plan, run: { runId, executionArn, workflow: call.workflow } };
  const standing = await readStanding(runtime, table, runId);
  const facts = { where: `in "${failedPhase}"`, headline: `${failedPhase} failed`, error, cause, standing };
  const isTold = await tell({ runtime, table, runId, enteredAt }, needsOperatorNotice(context, facts), enteredAt);
  const nowMs = runtime.clock.now();
  // A refusal means that the baton is not this run's: there is nothing to mark, and on-call is told all the same.
  await new BatonStore(table).change((baton) => callOperator(baton, { executionArn, nowMs }));
  if (call.run) await new RunStore(table).update(runId, { outcome: "needs-operator" });
  await keepOperatorCall(table, runId, { state: "called", isTold, redriveCount, enteredAt });
  const summary = `${failedPhase} failed with ${error}: ${cause}`;
  await new RunStore(table).note(runId, { atMs: nowMs, enteredAt, step: "call-operator", summary });
  if (!isTold) throw new OnCallNotTold(`On-call could not be told that ${failedPhase} failed with ${error}.`);
}
