/**
 * Responsible for: ending a run that moved nothing: the lock is released, and on-call gets the all-clear.
 * Triggered by: every machine, after what the run did was undone.
 * If it runs twice: the lock is released once and the message is told once.
 * Steps: refuse when a promotion was asked for and has not been undone; release the baton; keep outcome and reasons; tell on-call.
 */
import * as z from "zod";
import type { RegionRole } from "../../orchestrator/baton";
import { release } from "../../orchestrator/baton-transitions";
import { frozenMs } from "../../orchestrator/frozen-span";
import type { Notice } from "../../orchestrator/notice";
import { stoodDownNotice } from "../../orchestrator/notices";
import type { Plan } from "../../orchestrator/plan";
import { plannedAbandonedNotice } from "../../orchestrator/planned-notices";
import { BatonStore } from "../aws/baton-store";
import { RunStore } from "../aws/run-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type NoticeEnvironment, noticeEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";
import { requireNothingPromoted } from "./nothing-promoted";
import { parsePayload, stepPayload } from "./payload";
import { isPlanned } from "./planned-run";
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
    const { executionArn } = run;
    await requireNothingPromoted(runtime, table, run);
    const { active } = await new BatonStore(table).require((baton) => release(baton, { executionArn, nowMs }));
    await runs.update(run.runId, { outcome: "stood-down", endedAtMs: nowMs });
    const summary = `Stood down. ${reasons.join(" ")}`;
    await runs.note(run.runId, { atMs: nowMs, enteredAt, step: "stand-down", summary });
    const frozen = isPlanned(run) ? frozenMs((await runs.read(run.runId)) ?? {}, nowMs) : null;
    const frozenSeconds = frozen === null ? null : frozen / 1000;
    const notice = noticeOf(runtime.plan, run, { reasons, frozenSeconds, active });
    await tell({ runtime, table, runId: run.runId, enteredAt }, notice);
    return { outcome: "stood-down", reasons };
  },
};

export const handler = deploy(factory);

type Run = z.output<typeof standDownPayload>["run"];

interface Facts {
  readonly reasons: readonly string[];
  readonly frozenSeconds: number | null;
  /** Who serves. */
  readonly active: RegionRole;
}

function noticeOf(plan: Plan, run: Run, facts: Facts): Notice {
  return isPlanned(run) ? plannedAbandonedNotice({ plan, run }, facts) : stoodDownNotice({ plan, run }, facts);
}
