/**
 * Responsible for: asking a person, and keeping the token by which the answer finds the waiting task.
 * Triggered by: the failover machine, when the decision is to ask. The task goes on waiting after this function has answered.
 * If it runs twice: the latest token stands, links that were sent before keep working, the message of one visit is told once.
 * Steps: state the facts; open the gate with the token and the hash of a link's secret; mark the run as waiting; send the
 * question with its link.
 */
import * as z from "zod";
import { InvalidInput } from "../../orchestrator/errors";
import { failoverFacts } from "../../orchestrator/failover-facts";
import type { GateFacts } from "../../orchestrator/gate";
import { BatonStore } from "../aws/baton-store";
import { LastSeenStore } from "../aws/last-seen-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { evidenceOf, readLastSeen } from "./incident";
import { openQuestion } from "./open-question";
import { parsePayload, readinessSchema, stepPayload } from "./payload";

const askPayload = stepPayload.extend({
  taskToken: z.string().min(1),
  reasons: z.array(z.string()),
  readiness: readinessSchema,
});
type AskPayload = z.output<typeof askPayload>;

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const payload = parsePayload(askPayload, event);
    runtime.log.append({ ...payload.run, step: "ask-approval" });
    await new BatonStore(openTable(runtime)).requireHolder(payload.run.executionArn);
    await openQuestion(runtime, payload, await stateFacts(runtime, payload));
  },
};

export const handler = deploy(factory);

async function stateFacts(runtime: Runtime<NoticeEnvironment>, payload: AskPayload): Promise<GateFacts> {
  const table = openTable(runtime);
  const { plan } = runtime;
  const [record, lastSeen] = await Promise.all([
    new RunStore(table).read(payload.run.runId),
    readLastSeen(plan, new LastSeenStore(table)),
  ]);
  if (record === null) throw new InvalidInput(`There is no record of the run ${payload.run.runId}.`);
  const { reasons, readiness, enteredAt } = payload;
  const evidence = evidenceOf(record, Date.parse(enteredAt));
  // The warm-up was asked right after the run began; saying so makes its facts look older, never younger, than they are.
  const readinessSeenAtMs = record.startedAtMs;
  return failoverFacts({ plan, trigger: record.trigger, reasons, evidence, lastSeen, readiness, readinessSeenAtMs });
}
