/**
 * The lab behind an HTTP endpoint on this machine. Four kinds of request come in by the same port:
 * - signed AWS calls, as every SDK and tool sends them with AWS_ENDPOINT_URL;
 * - requests for an absolute URL, as to a forward proxy: the simulated internet answers, `https` included;
 * - what a browser asks of the approval page's path, which goes to the page's own host over the simulated internet;
 * - `GET /baton-lab`: what this lab is, for the command line.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { HttpAnswer, HttpHeaders } from "./kernel/ports";
import type { WireHttpRequest, WireHttpResponse } from "./wire/http";

/** Nobody else on the network can reach it. */
const HOST = "127.0.0.1";
/** Path that no AWS service has. */
export const ABOUT_PATH = "/baton-lab";

export interface ProxiedRequest {
  readonly method: "GET" | "PUT" | "POST";
  readonly url: string;
  readonly body: string;
  readonly headers: HttpHeaders;
}

export interface Doors {
  aws(request: WireHttpRequest): Promise<WireHttpResponse>;
  /** A null status: nothing answers. */
  web(request: ProxiedRequest): Promise<HttpAnswer>;
  /** Address of the deployed page that a browser on this machine may open by the path that it has there. */
  readonly page: { readonly origin: string; readonly path: string };
  about(): Readonly<Record<string, unknown>>;
}

export class LabHttpServer {
  private readonly server: Server;

  constructor(private readonly doors: Doors) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: Error) => {
        response.writeHead(500, { "content-type": "text/plain" }).end(`The lab itself failed: ${error.message}`);
      });
    });
  }

  /** Answers the port, which is a free one where 0 was asked for. @throws Node's own error when the port is taken */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, HOST, () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const { method = "GET", url = "/" } = incoming;
    if (/^https?:\/\//.test(url)) return this.answerWeb(incoming, url, body, outgoing);
    if (method === "GET" && url === ABOUT_PATH) {
      outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(this.doors.about()));
      return;
    }
    if (url.startsWith(this.doors.page.path)) return this.answerPage(incoming, url, body, outgoing);
    const { statusCode, headers, body: answer } = await this.doors.aws(wireRequest(incoming, body));
    outgoing.writeHead(statusCode, { ...headers }).end(answer);
  }

  /** The browser talks to this machine; the page's host is told its own name, and everything else as the browser sent it. */
  private answerPage(incoming: IncomingMessage, path: string, body: Buffer, outgoing: ServerResponse): Promise<void> {
    const url = this.doors.page.origin + path;
    return this.answerWeb(incoming, url, body, outgoing, { ...headersOf(incoming), host: new URL(url).host });
  }

  /** A host that does not answer leaves the connection as silent as it would be. */
  private async answerWeb(
    incoming: IncomingMessage,
    url: string,
    body: Buffer,
    outgoing: ServerResponse,
    headers: HttpHeaders = headersOf(incoming),
  ): Promise<void> {
    const { method } = incoming;
    if (method !== "GET" && method !== "PUT" && method !== "POST") {
      outgoing.writeHead(405, { allow: "GET, PUT, POST" }).end();
      return;
    }
    const request = { method, url, body: body.toString("utf8"), headers } as const;
    const { status, body: text, headers: answered = {} } = await this.doors.web(request);
    if (status === null) outgoing.destroy();
    else outgoing.writeHead(status, { "content-type": "text/plain", ...answered }).end(text);
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function wireRequest(incoming: IncomingMessage, body: Buffer): WireHttpRequest {
  const [path = "/", search = ""] = (incoming.url ?? "/").split("?");
  return { method: incoming.method ?? "GET", path, query: queryOf(search), headers: headersOf(incoming), body };
}

function queryOf(search: string): Record<string, string | readonly string[]> {
  const parameters = new URLSearchParams(search);
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present.map(([name, value]) => [name, String(value)]));
}
