/**
 * Responsible for: the page on which a person answers a run's question. Opening it changes nothing, because mail scanners
 * open links; only its form decides.
 * Triggered by: GET and POST on the link of a message, through the HTTP API.
 * If it runs twice: a GET only reads; of two POSTs the first decides and the second finds that.
 * Steps: find the gate and compare the secret; show the facts with a nonce, or judge the form, write the decision down and
 * hand it to the machine.
 */
import { SFNClient } from "@aws-sdk/client-sfn";
import { type Gate, gateStateAt } from "../../orchestrator/gate";
import { describeFailure } from "../aws/failures";
import { GateStore } from "../aws/gate-store";
import { openTable } from "../aws/table";
import { deploy } from "../runtime/deploy";
import { type TableEnvironment, tableEnvironment } from "../runtime/environment";
import type { HandlerFactory, Runtime } from "../runtime/runtime";
import { answerForm } from "./answer-form";
import { isLinkSecret } from "./link-secret";
import { issueNonce } from "./nonce";
import { brokenPage, expiredPage, NOT_ALLOWED_PAGE, UNKNOWN_PAGE, usedPage } from "./other-pages";
import { type Page, respond } from "./page";
import { questionPage } from "./question-page";
import { NO_WORDS, type PageRequest, readRequest } from "./request";

/** Compared with when there is no gate, so that an unknown run takes as long as a wrong secret. */
const HASH_OF_NOTHING = "0".repeat(64);

export const factory: HandlerFactory<TableEnvironment> = {
  environment: tableEnvironment,
  create: (runtime) => async (event) => {
    try {
      return respond(await answer(runtime, event));
    } catch (error) {
      runtime.log.error(`The approval page failed: ${describeFailure(error)}`, { error });
      return respond(brokenPage(runtime.plan));
    }
  },
};

export const handler = deploy(factory);

async function answer(runtime: Runtime<TableEnvironment>, event: unknown): Promise<Page> {
  const request = readRequest(event);
  if (request === null) return UNKNOWN_PAGE;
  const gates = new GateStore(openTable(runtime));
  const gate = await gates.read(request.runId);
  if (!isLinkSecret(request.secret, gate?.secretHashes ?? [HASH_OF_NOTHING]) || gate === null) return UNKNOWN_PAGE;
  runtime.log.append({ runId: gate.runId, step: "approval" });
  if (request.method === "GET") return show(runtime, gate, request);
  if (request.method !== "POST") return NOT_ALLOWED_PAGE;
  const sfn = runtime.clients.get(SFNClient, runtime.plan.regions.standby);
  return answerForm({ runtime, gates, sfn, gate, request });
}

function show(runtime: Runtime<TableEnvironment>, gate: Gate, { secret }: PageRequest): Page {
  const nowMs = runtime.clock.now();
  if (gate.decision) return usedPage(gate, gate.decision);
  if (gateStateAt(gate, nowMs) !== "open") return expiredPage(gate, runtime.plan);
  const nonce = issueNonce(secret, gate, nowMs);
  const { application } = runtime.plan;
  return questionPage({ application, gate, nonce, nowMs, problems: [], given: NO_WORDS });
}
