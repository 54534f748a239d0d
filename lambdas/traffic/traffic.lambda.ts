/**
 * Responsible for: telling Route 53's checkers whether the standby holds the baton. This answer moves all traffic.
 * Triggered by: GET on the secret path of the HTTP API, from every checker, every few seconds, for ever.
 * If it runs twice: it only reads.
 * Steps: read the baton; 200 while the standby is active, 503 otherwise. Anything unreadable is 503: traffic stays with the
 * primary.
 */
import { BatonStore } from "../aws/baton-store";
import { openTable } from "../aws/table";
import { TRAFFIC_BUDGET } from "../runtime/budgets";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory } from "../runtime/runtime";

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => {
    const batons = new BatonStore(openTable(runtime, TRAFFIC_BUDGET));
    return async () => {
      try {
        const { active } = await batons.read();
        return active === "standby" ? answer(200, "the standby holds the baton") : answer(503, "the primary holds it");
      } catch (error) {
        runtime.log.error("The baton cannot be read; traffic is left with the primary", { error });
        return answer(503, "the baton cannot be read");
      }
    };
  },
};

export const handler = deploy(factory);

function answer(statusCode: 200 | 503, body: string) {
  return { statusCode, headers: { "content-type": "text/plain", "cache-control": "no-store" }, body };
}
