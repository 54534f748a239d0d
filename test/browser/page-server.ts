/**
 * The approval page for a real browser: a small HTTP server in front of a whole simulated world. The page comes from the real
 * handler, through the lab's API Gateway, from a run that really waits. A process of its own, because a world takes the timers
 * of its thread over.
 *
 * `POST /world` makes a new world whose run has just asked; `POST /world/pass?seconds=` lets its time pass; `GET /world` tells
 * how it stands; everything else goes to the endpoint's host as the browser sent it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { deploy } from "../../lab/drill/rehearsal";
import { withAmbient } from "../../lab/kernel/ambient";
import { scenarioNamed } from "../../lab/scenarios/catalogue";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { World } from "../../lab/world";
import { importHandlers } from "../../lab/world/handler-modules";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

const SCENARIO = scenarioNamed("lag-too-high");
const SETTLING_MS = 300_000;
const PATIENCE_MS = 30_000;
const assembly = readAssembly(storefrontAssembly());
const host = storefrontPlan.traffic.endpoint.domainName;

let world: World | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** One request after the other: there is one thread and one virtual time. */
function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const result = turn.then(work);
  turn = result.catch(() => {});
  return result;
}

async function newWorld(): Promise<{ readonly path: string }> {
  const made = new World(storefrontPlan, 1);
  world = made;
  let link: string | undefined;
  made.journal.onEntry(({ facts }) => {
    link ??= /https:\/\/\S+(\/approval\/\S+)/.exec(String(facts.email ?? ""))?.[1];
  });
  await withAmbient(made.clock, made.random, async () => {
    await deploy(made, assembly);
    const originMs = made.clock.now() + SETTLING_MS;
    for (const { atSeconds, fault } of SCENARIO.faults) {
      made.clock.at(originMs + atSeconds * 1000, () => made.faults.inject(fault));
    }
    await made.clock.run(originMs + SCENARIO.horizonSeconds * 1000, () => link !== undefined);
    await made.clock.run(made.clock.now() + 60_000);
  });
  if (link === undefined) throw new Error("The run has not asked anybody.");
  return { path: link };
}

function current(): World {
  if (!world) throw new Error("There is no world yet.");
  return world;
}

async function pass(seconds: number): Promise<object> {
  const { clock, random } = current();
  await withAmbient(clock, random, () => clock.run(clock.now() + seconds * 1000));
  return {};
}

/** Messages' subjects without their prefix, and what was written to the gate. */
async function state(): Promise<object> {
  const { journal } = current();
  const subjects = journal.entries.filter(({ kind }) => kind === "message-published").map(({ facts }) => facts.subject);
  const lines = journal.entries.filter(({ kind }) => kind === "run-noted").map(({ summary }) => summary);
  return { subjects, lines };
}

async function forward(request: IncomingMessage, body: string) {
  const { clock, random, web } = current();
  const method = request.method === "POST" ? "POST" : "GET";
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  return withAmbient(clock, random, async () => {
    let isOver = false;
    const asked = web.request("internet", method, `https://${host}${request.url}`, body, PATIENCE_MS, headers);
    asked.finally(() => {
      isOver = true;
    });
    await clock.run(clock.now() + PATIENCE_MS + 1000, () => isOver);
    return asked;
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString("utf8");
  const url = new URL(request.url ?? "/", `http://${host}`);
  const json = (value: object) => response.setHeader("content-type", "application/json").end(JSON.stringify(value));
  if (url.pathname === "/world/pass") return void json(await pass(Number(url.searchParams.get("seconds"))));
  if (url.pathname === "/world") return void json(request.method === "POST" ? await newWorld() : await state());
  const page = await forward(request, body);
  response.writeHead(page.status ?? 504, { ...page.headers }).end(page.body);
}

async function main(): Promise<void> {
  await importHandlers(assembly);
  await warmUpSdk();
  const server = createServer((request, response) => {
    inTurn(() => answer(request, response)).catch((error: Error) => response.writeHead(500).end(error.stack));
  });
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`);
  });
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
