/** An AWS account as far as a command's first calls go, for the command line without `--lab`. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "not-a-secret" };

export interface AccountOptions {
  readonly account: string;
  /** How far its clock is ahead of this machine's; none where left out. */
  readonly aheadMs?: number;
  /** What DynamoDB answers to its operations; to any other there is no such table. */
  readonly table?: Readonly<Record<string, object>>;
}

export interface Account {
  readonly endpoint: string;
  /** Leads the command line there; a configured endpoint is what stands between the SDK and the internet. */
  readonly environment: Readonly<Record<string, string>>;
  /** Operations that were asked for, in order. */
  readonly calls: readonly string[];
  close(): void;
}

export async function openAccount({ account, aheadMs = 0, table = {} }: AccountOptions): Promise<Account> {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    const operation = await operationOf(request);
    calls.push(operation);
    const { status, type, text } = answerOf(operation, account, table);
    response.writeHead(status, { "content-type": type, date: new Date(Date.now() + aheadMs).toUTCString() });
    response.end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const lead = leadTo(endpoint);
  const close = () => {
    server.close();
    lead.remove();
  };
  return { endpoint, environment: lead.environment, calls, close };
}

/** As a person would lead every AWS tool somewhere else on purpose: by the shared configuration file. */
export function leadTo(endpoint: string) {
  const folder = mkdtempSync(join(tmpdir(), "baton-account-"));
  const file = join(folder, "config");
  writeFileSync(file, `[default]\nendpoint_url = ${endpoint}\n`);
  return {
    environment: { ...KEYS, AWS_CONFIG_FILE: file },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

async function operationOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  const target = request.headers["x-amz-target"];
  return String(target ?? new URLSearchParams(body).get("Action")).replace(/^.*\./, "");
}

function answerOf(operation: string, account: string, table: NonNullable<AccountOptions["table"]>) {
  if (operation === "GetCallerIdentity") {
    const caller = `<Arn>arn:aws:iam::${account}:user/ada</Arn><Account>${account}</Account>`;
    return {
      status: 200,
      type: "text/xml",
      text: `<R><GetCallerIdentityResult>${caller}</GetCallerIdentityResult></R>`,
    };
  }
  const missing = { __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", message: "none" };
  const answer = table[operation];
  return { status: answer ? 200 : 400, type: "application/x-amz-json-1.0", text: JSON.stringify(answer ?? missing) };
}
