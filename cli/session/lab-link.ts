/** The way to a lab on this machine: what it is, its clock, and its simulated internet. */
import { request } from "node:http";
import * as z from "zod";
import type { Clock, HttpProbe } from "../../lambdas/runtime/runtime";
import { CommandFailed } from "../command-failed";
import type { LabAccess } from "./operator-clients";
import { unreferencedSleep } from "./real-clock";

const ABOUT_TIMEOUT_MS = 3000;

const aboutSchema = z.object({
  application: z.string(),
  nowMs: z.number(),
  speed: z.number().positive(),
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
});

export interface LabLink {
  readonly application: string;
  readonly access: LabAccess;
  readonly clock: Clock;
  readonly http: HttpProbe;
}

/** @throws CommandFailed when no lab answers there */
export async function connectLab(endpoint: string): Promise<LabLink> {
  const answer = await send(endpoint, new URL("/baton-lab", endpoint).pathname, "GET", "", ABOUT_TIMEOUT_MS);
  const about = aboutSchema.safeParse(parseJson(answer.body));
  if (!about.success) throw noLab(endpoint, answer.detail);
  const { application, nowMs, speed, operator } = about.data;
  return {
    application,
    access: { endpoint, credentials: operator },
    clock: labClock(nowMs, speed),
    http: throughLab(endpoint),
  };
}

function noLab(endpoint: string, detail: string): CommandFailed {
  return new CommandFailed(
    "LabUnreachable",
    `No lab answers at ${endpoint} (${detail}). Start one in another terminal with \`npm run baton -- lab\`, or name its ` +
      "address: --lab http://127.0.0.1:<port>.",
  );
}

/** The lab's own time, which may run faster than ours. */
function labClock(labNowMs: number, speed: number): Clock {
  const askedAtMs = Date.now();
  return { now: () => labNowMs + (Date.now() - askedAtMs) * speed, sleep: unreferencedSleep };
}

/** URLs of the simulated internet, asked for as from a forward proxy. */
function throughLab(endpoint: string): HttpProbe {
  return {
    get: (url, timeoutMs) => send(endpoint, url, "GET", "", timeoutMs),
    put: (url, body, timeoutMs) => send(endpoint, url, "PUT", body, timeoutMs),
  };
}

interface Answer {
  readonly status: number | null;
  readonly detail: string;
  readonly body: string;
}

function send(endpoint: string, target: string, method: string, body: string, timeoutMs: number): Promise<Answer> {
  return new Promise((resolve) => {
    const noAnswer = (detail: string) => resolve({ status: null, detail, body: "" });
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = request(endpoint, { method, path: target, agent: false, signal }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("error", () => noAnswer("no answer"));
      incoming.on("end", () => {
        const status = incoming.statusCode ?? null;
        resolve({ status, detail: `HTTP ${status}`, body: Buffer.concat(chunks).toString("utf8") });
      });
    });
    outgoing.on("error", (error: Error & { readonly code?: string }) =>
      noAnswer(signal.aborted ? `no answer within ${timeoutMs} ms` : `no answer: ${error.code ?? error.message}`),
    );
    outgoing.end(body);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
