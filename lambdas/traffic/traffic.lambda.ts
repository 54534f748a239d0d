/**
 * Responsible for: telling Route 53's checkers whether the standby holds the baton. This answer moves all traffic.
 * Triggered by: GET on the secret path of the HTTP API, from every checker, every few seconds, for ever.
 * If it runs twice: it only reads.
 * Steps: read the baton; 200 while the standby is active, 503 otherwise. Where it cannot be read, the sandbox says what it
 * last knew: after a failover, a minute without the table must not send customers back to a fenced primary. One that never
 * knew says 503.
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
    let lastKnown = answer(503, "the baton was never read");
    return async () => {
      try {
        const { active } = await batons.read();
        lastKnown = active === "standby" ? STANDBY_HOLDS : PRIMARY_HOLDS;
      } catch (error) {
        runtime.log.error("The baton cannot be read; traffic is left where it was", { error });
      }
      return lastKnown;
    };
  },
};

export const handler = deploy(factory);

const STANDBY_HOLDS = answer(200, "the standby holds the baton");
const PRIMARY_HOLDS = answer(503, "the primary holds it");

function answer(statusCode: 200 | 503, body: string) {
  return { statusCode, headers: { "content-type": "text/plain", "cache-control": "no-store" }, body };
}
