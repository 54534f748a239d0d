/** A fresh look at the application from where this function runs. */
import type { Runtime } from "../runtime/runtime";
import type { Look, Opinion } from "./observer";
import { PROBE_TIMEOUT_MS, saysHealthy } from "./probing";

export async function probeApplication(runtime: Runtime<unknown>): Promise<Opinion> {
  const answer = await runtime.http.get(runtime.plan.detection.healthUrl, PROBE_TIMEOUT_MS);
  return { verdict: saysHealthy(answer.status) ? "UP" : "DOWN", detail: `The application: ${answer.detail}.` };
}

export const lookFromStandby: Look = ({ runtime }) => probeApplication(runtime);
