/**
 * Responsible for: seeing that no run ends without a word. A run that was aborted or timed out could not page by itself.
 * Triggered by: EventBridge, when an execution of one of the machines failed, timed out or was aborted.
 * If it runs twice: the baton is marked once and the message is told once for each ending: an execution ends anew after each
 * redrive. A page that did not get out is an error, so that Lambda tries again.
 * Steps: does that execution hold the baton, was nobody paged for this ending, and has nobody answered it by a redrive before
 * the event came here? Then page, and mark the baton.
 */
import * as z from "zod";
import { callOperator } from "../../orchestrator/baton-transitions";
import { OnCallNotTold } from "../../orchestrator/errors";
import { BatonStore } from "../aws/baton-store";
import { describeFailure } from "../aws/failures";
import { readOperatorCall, wasPaged } from "../aws/operator-call";
import { RunStore } from "../aws/run-store";
import { openTable, type Table } from "../aws/table";
import { PAGING_BUDGET } from "../runtime/budgets";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { parsePayload } from "../steps/payload";
import { BAD_ENDINGS, tellOfEnding } from "./tell-of-ending";
import { wasRedriven } from "./was-redriven";

const endedSchema = z.object({
  time: z.string(),
  detail: z.object({
    executionArn: z.string().startsWith("arn:"),
    name: z.string().min(1),
    status: z.enum(BAD_ENDINGS),
    error: z.string().nullish(),
    cause: z.string().nullish(),
    redriveCount: z.number().int().min(0).default(0),
  }),
});
type Ended = z.output<typeof endedSchema>;

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const ended = parsePayload(endedSchema, event);
    const { name, status } = ended.detail;
    runtime.log.append({ runId: name, step: "run-ended" });
    const table = openTable(runtime, PAGING_BUDGET);
    // A mark that comes after the redrive would say of a run at work that it stands still, and make it decide anew.
    const needsPage = (await isUntold(runtime, table, ended)) && !(await wasRedriven(runtime, ended.detail));
    runtime.log.info(`The run is ${status}.`, { needsPage });
    if (needsPage) await page(runtime, table, ended);
  },
};

export const handler = deploy(factory);

/** Where the table does not say, the page goes out. A run that does not hold the baton blocks nobody. */
async function isUntold(runtime: Runtime<unknown>, table: Table, { detail }: Ended): Promise<boolean> {
  try {
    const { holder } = await new BatonStore(table).read();
    const call = await readOperatorCall(table, detail.name);
    return holder === detail.executionArn && !wasPaged(call, detail.redriveCount);
  } catch (error) {
    runtime.log.error(`Whether on-call knows cannot be read: ${describeFailure(error)}`);
    return true;
  }
}

/** The page comes first: whatever fails after it, on-call knows. */
async function page(runtime: Runtime<NoticeEnvironment>, table: Table, { time, detail }: Ended): Promise<void> {
  const { executionArn, name: runId, status } = detail;
  const isTold = await tellOfEnding(runtime, table, detail, time);
  const nowMs = runtime.clock.now();
  await new BatonStore(table).change((baton) => callOperator(baton, { executionArn, nowMs }));
  const runs = new RunStore(table);
  await runs.update(runId, { outcome: "needs-operator" });
  await runs.note(runId, { atMs: nowMs, enteredAt: time, step: "run-ended", summary: `The execution is ${status}.` });
  if (!isTold) throw new OnCallNotTold(`On-call could not be told that the execution is ${status}.`);
}
