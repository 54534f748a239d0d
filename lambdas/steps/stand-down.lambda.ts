/**
 * Responsible for: ending a run that moved nothing: the lock is released, and on-call gets the all-clear.
 * Triggered by: the failover machine, after the warm-up was undone.
 * If it runs twice: the lock is released once and the message is told once.
 * Steps: release the baton; keep outcome and reasons; tell on-call.
 */
import * as z from "zod";
import { release } from "../../orchestrator/baton-transitions";
import { stoodDownNotice } from "../../orchestrator/notices";
import { BatonStore } from "../aws/baton-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";
import { parsePayload, stepPayload } from "./payload";
import { tell } from "./tell";

const standDownPayload = stepPayload.extend({ reasons: z.array(z.string()) });

export const factory: HandlerFactory<NoticeEnvironment> = {
  environment: noticeEnvironment,
  create: (runtime) => async (event) => {
    const { run, enteredAt, reasons } = parsePayload(standDownPayload, event);
    runtime.log.append({ ...run, step: "stand-down" });
    const table = openTable(runtime);
    const runs = new RunStore(table);
    const nowMs = runtime.clock.now();
    await new BatonStore(table).require((baton) => release(baton, { executionArn: run.executionArn, nowMs }));
    await runs.update(run.runId, { outcome: "stood-down", endedAtMs: nowMs });
    const summary = `Stood down. ${reasons.join(" ")}`;
    await runs.note(run.runId, { atMs: nowMs, enteredAt, step: "stand-down", summary });
    await tell({ runtime, table, runId: run.runId, enteredAt }, stoodDownNotice({ plan: runtime.plan, run }, reasons));
    return { outcome: "stood-down", reasons };
  },
};

export const handler = deploy(factory);
