/** A fresh look at the application from where this function runs. */
import type { RegionRole } from "../../orchestrator/baton";
import { healthUrlAt } from "../../orchestrator/workflow";
import type { Runtime } from "../runtime/runtime";
import type { Look, Opinion } from "./observer";
import { PROBE_TIMEOUT_MS, saysHealthy } from "./probing";

export async function probeApplication(runtime: Runtime<unknown>, role: RegionRole = "primary"): Promise<Opinion> {
  const answer = await runtime.http.get(healthUrlAt(runtime.plan, role), PROBE_TIMEOUT_MS);
  return { verdict: saysHealthy(answer.status) ? "UP" : "DOWN", detail: `The application: ${answer.detail}.` };
}

export const lookFromStandby: Look = ({ runtime }) => probeApplication(runtime);
