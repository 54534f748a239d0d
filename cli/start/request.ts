/** A person's request for a run: the machine's input, and a name that makes repeating it harmless. */
import { createHash } from "node:crypto";
import type { Workflow } from "../../orchestrator/workflow";

export interface RunRequest {
  readonly requestedBy: string;
  readonly reason: string;
}

/** Input of the machine, always the same text for the same request. */
export function inputOf({ requestedBy, reason }: RunRequest): string {
  return JSON.stringify({ requestedBy, reason });
}

/**
 * The same words within the same minute are the same execution, so that a repeated call, or a second press of a key, starts
 * nothing twice; other machines' executions are called otherwise, because runs of all machines share one table. Messages carry the name's last eight characters, which is why the distinguishing part stands last.
 */
export function executionNameOf(workflow: Workflow, request: RunRequest, nowMs: number): string {
  const minute = new Date(nowMs).toISOString().slice(0, 16).replace(/[-:]/g, "");
  const digest = createHash("sha256")
    .update(`${minute}\n${workflow}\n${inputOf(request)}`)
    .digest("hex")
    .slice(0, 8);
  return `person-${minute}-${digest}`;
}
