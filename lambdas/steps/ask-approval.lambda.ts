/**
 * Responsible for: asking a person, and keeping the token by which the answer finds the waiting task.
 * Triggered by: the failover machine, when the decision is to ask; a planned move, at its gate. The task goes on waiting after
 * this function has answered.
 * If it runs twice: the latest token stands; the message of one visit is told once.
 * Steps: at the gate, gather the facts; keep the token; mark the run as waiting; send the question with its reasons or facts.
 */
import * as z from "zod";
import { InvalidInput } from "../../orchestrator/errors";
import { asksNotice } from "../../orchestrator/notices";
import { plannedAsksNotice } from "../../orchestrator/planned-notices";
import { type PlannedWorkflow, sidesOf } from "../../orchestrator/workflow";
import { BatonStore } from "../aws/baton-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { gatherMoveFacts } from "../observers/planned-move";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { parsePayload, stepPayload } from "./payload";
import { isPlanned } from "./planned-run";
import { tell } from "./tell";

const askPayload = stepPayload.extend({ taskToken: z.string().min(1), reasons: z.array(z.string()) });

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const { run, enteredAt, taskToken, reasons } = parsePayload(askPayload, event);
    runtime.log.append({ ...run, step: "ask-approval" });
    const table = openTable(runtime);
    const runs = new RunStore(table);
    await new BatonStore(table).requireHolder(run.executionArn);
    const question = isPlanned(run)
      ? await plannedQuestion(runtime, runs, run)
      : {
          notice: asksNotice({ plan: runtime.plan, run }, { reasons, ...runtime.plan.policy }),
          ...runtime.plan.policy,
        };
    const { notice, approvalTimeoutSeconds } = question;
    await runs.keepToken(run.runId, taskToken, Date.parse(enteredAt) + approvalTimeoutSeconds * 1000);
    await runs.update(run.runId, { outcome: "awaiting-approval" });
    const summary = `A person is asked to decide within ${approvalTimeoutSeconds} s.`;
    await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: "ask-approval", summary });
    await tell({ runtime, table, runId: run.runId, enteredAt }, notice, enteredAt);
  },
};

export const handler = deploy(factory);

type PlannedRun = z.output<typeof askPayload>["run"] & { readonly workflow: PlannedWorkflow };

/** The gate shows facts of this moment, and the record keeps them: they are what the approval will stand for. */
async function plannedQuestion(runtime: Runtime<NoticeEnvironment>, runs: RunStore, run: PlannedRun) {
  const { plan, clock } = runtime;
  const record = await runs.read(run.runId);
  if (record?.trigger.type !== "person") throw new InvalidInput(`Nobody has asked for the run ${run.runId}.`);
  const { requestedBy, reason } = record.trigger;
  const { workflow } = run;
  const moveFacts = await gatherMoveFacts({ runtime, workflow, ...sidesOf(plan, workflow) });
  await runs.update(run.runId, { moveFacts });
  const { approvalTimeoutSeconds } = plan.failback;
  const facts = { requestedBy, reason, moveFacts, approvalTimeoutSeconds, nowMs: clock.now() };
  return { notice: plannedAsksNotice({ plan, run }, facts), approvalTimeoutSeconds };
}
