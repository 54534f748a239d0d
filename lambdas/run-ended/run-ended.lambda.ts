/**
 * Responsible for: seeing that no run ends without a word. A run that was aborted or timed out could not page by itself.
 * Triggered by: EventBridge, when an execution of the failover machine failed, timed out or was aborted.
 * If it runs twice: the baton is marked once and the message is told once.
 * Steps: does that execution hold the baton, and was nobody called yet? Then page, and mark the baton.
 */
import * as z from "zod";
import { callOperator } from "../../orchestrator/baton-transitions";
import { workflowOfArn } from "../../orchestrator/names";
import { needsOperatorNotice } from "../../orchestrator/notices";
import { BatonStore } from "../aws/baton-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { parsePayload } from "../steps/payload";
import { tell } from "../steps/tell";

const endedSchema = z.object({
  time: z.string(),
  detail: z.object({
    executionArn: z.string().startsWith("arn:"),
    name: z.string().min(1),
    status: z.enum(["FAILED", "TIMED_OUT", "ABORTED"]),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});
type Ended = z.output<typeof endedSchema>;

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const ended = parsePayload(endedSchema, event);
    const { executionArn, name, status } = ended.detail;
    runtime.log.append({ runId: name, step: "run-ended" });
    const baton = await new BatonStore(openTable(runtime)).read();
    const isOpen = baton.holder === executionArn && baton.phase !== "needs-operator";
    runtime.log.info(`The run is ${status}.`, { isOpen });
    if (isOpen) await page(runtime, ended);
  },
};

export const handler = deploy(factory);

async function page(runtime: Runtime<NoticeEnvironment>, { time, detail }: Ended): Promise<void> {
  const { executionArn, name: runId, status, error, cause } = detail;
  const table = openTable(runtime);
  const workflow = workflowOfArn(runtime.plan, executionArn) ?? "failover";
  const context = { plan: runtime.plan, run: { runId, executionArn, workflow } };
  const facts = { failedPhase: "the run", error: error ?? status, cause: cause ?? `The execution is ${status}.` };
  const telling = { runtime, table, runId, enteredAt: time };
  await tell(telling, needsOperatorNotice(context, facts), time);
  const nowMs = runtime.clock.now();
  await new BatonStore(table).change((baton) => callOperator(baton, { executionArn, nowMs }));
  const runs = new RunStore(table);
  await runs.update(runId, { outcome: "needs-operator" });
  await runs.note(runId, { atMs: nowMs, enteredAt: time, step: "run-ended", summary: `The execution is ${status}.` });
}
