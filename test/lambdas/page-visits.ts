/** Somebody with a link and a browser, in front of the real page on the lab's table. */
import type { ApiCall } from "../../lab/kernel/service";
import { factory } from "../../lambdas/approval/approval.lambda";
import { drawLinkSecret } from "../../lambdas/approval/link-secret";
import type { PageResponse } from "../../lambdas/approval/page";
import { GateStore } from "../../lambdas/aws/gate-store";
import type { Gate } from "../../orchestrator/gate";
import { open, type Question } from "../../orchestrator/gate-transitions";
import type { Plan } from "../../orchestrator/plan";
import { question } from "../orchestrator/gate-fixtures";
import { rig } from "./rig";

export const { secret: SECRET, hash: SECRET_HASH } = drawLinkSecret((count) => new Uint8Array(count).fill(7));
export const FORM = "application/x-www-form-urlencoded";

export interface Visit {
  readonly method?: string;
  readonly runId?: string;
  readonly secret?: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly isBase64Encoded?: boolean;
}

/** `answersToken` is what Step Functions does when a token is answered. */
export function gatekeeper(answersToken: () => unknown = () => ({}), changes: Partial<Plan> = {}) {
  const world = rig({ SendTaskSuccess: answersToken });
  const gates = new GateStore(world.table);
  const handle = factory.create({ ...world.runtime, plan: { ...world.runtime.plan, ...changes } });
  const send = async (event: unknown): Promise<PageResponse> => {
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 10_000 };
    return (await world.run(handle(event, invocation))) as PageResponse;
  };
  const visit = async (what: Visit = {}): Promise<PageResponse> => {
    const { method = "GET", runId = "run-1", secret = SECRET, body = "", contentType = FORM } = what;
    return send({
      requestContext: { http: { method } },
      pathParameters: { runId, secret },
      headers: { "content-type": contentType },
      body,
      isBase64Encoded: what.isBase64Encoded ?? false,
    });
  };
  const press = (fields: Readonly<Record<string, string>>) =>
    visit({ method: "POST", body: new URLSearchParams(fields).toString() });
  return {
    ...world,
    gates,
    send,
    visit,
    press,
    ask: (changes: Partial<Question> = {}) =>
      world.run(gates.change("run-1", (gate) => open(gate, question({ secretHash: SECRET_HASH, ...changes })))),
    gate: async (): Promise<Gate | null> => world.run(gates.read("run-1")),
    nonce: async (): Promise<string> => nonceIn(await visit()),
    writes: () => world.seen.filter(isWrite),
    answers: () => world.seen.filter(({ operation }) => operation === "SendTaskSuccess").map(({ input }) => input),
  };
}

export function nonceIn({ body }: PageResponse): string {
  return /name="nonce" value="([^"]+)"/.exec(body)?.[1] ?? "no form";
}

export function titleOf({ body }: PageResponse): string {
  return /<title>([^<]*)<\/title>/.exec(body)?.[1] ?? "no title";
}

function isWrite({ operation }: ApiCall): boolean {
  return operation === "PutItem" || operation === "UpdateItem";
}
