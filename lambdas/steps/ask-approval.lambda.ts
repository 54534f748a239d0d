/**
 * Responsible for: asking a person, and keeping the token by which the answer finds the waiting task.
 * Triggered by: the failover machine, when the decision is to ask. The task goes on waiting after this function has answered.
 * If it runs twice: the latest token stands; the message of one visit is told once.
 * Steps: keep the token; mark the run as waiting; send the question with its reasons.
 */
import * as z from "zod";
import { asksNotice } from "../../orchestrator/notices";
import { BatonStore } from "../aws/baton-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";
import { parsePayload, stepPayload } from "./payload";
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
    const { approvalTimeoutSeconds } = runtime.plan.policy;
    await runs.keepToken(run.runId, taskToken, Date.parse(enteredAt) + approvalTimeoutSeconds * 1000);
    await runs.update(run.runId, { outcome: "awaiting-approval" });
    const summary = `A person is asked to decide within ${approvalTimeoutSeconds} s.`;
    await runs.note(run.runId, { atMs: runtime.clock.now(), enteredAt, step: "ask-approval", summary });
    const question = asksNotice({ plan: runtime.plan, run }, { reasons, approvalTimeoutSeconds });
    await tell({ runtime, table, runId: run.runId, enteredAt }, question, enteredAt);
  },
};

export const handler = deploy(factory);
