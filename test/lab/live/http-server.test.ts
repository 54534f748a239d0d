import { request } from "node:http";
import { afterEach, describe, expect, test } from "@jest/globals";
import { type Doors, LabHttpServer, type ProxiedRequest } from "../../../lab/http-server";
import type { WireHttpRequest } from "../../../lab/wire/http";

const PAGE = { origin: "https://page.example.com", path: "/approval/" };
let server: LabHttpServer;

afterEach(() => server.close());

async function open(doors: Partial<Doors> = {}) {
  server = new LabHttpServer({
    aws: () => Promise.reject(new Error("no door")),
    web: () => Promise.reject(new Error("no door")),
    page: PAGE,
    about: () => ({ application: "storefront" }),
    ...doors,
  });
  return server.listen(0);
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Rejects when the connection ends without an answer. */
function send(port: number, path: string, method = "GET", body = "", headers = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, async (incoming) => {
      let text = "";
      for await (const chunk of incoming) text += chunk;
      resolve({ status: incoming.statusCode, headers: incoming.headers, body: text });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

describe("the lab's one port", () => {
  test("hands AWS calls on as they came: method, path, query, headers, body", async () => {
    const seen: WireHttpRequest[] = [];
    const port = await open({
      aws: async (given) => {
        seen.push(given);
        return { statusCode: 201, headers: { "x-id": "7" }, body: Buffer.from("done") };
      },
    });
    const answer = await send(port, "/2015/functions/a%2Fb?Qualifier=1&tag=x&tag=y", "POST", "payload", {
      "X-Amz-Target": "T",
    });
    expect(answer).toMatchObject({ status: 201, body: "done", headers: { "x-id": "7" } });
    expect(seen).toMatchObject([
      {
        method: "POST",
        path: "/2015/functions/a%2Fb",
        query: { Qualifier: "1", tag: ["x", "y"] },
        headers: { "x-amz-target": "T" },
      },
    ]);
    expect(String(seen[0]?.body)).toBe("payload");
  });

  test("answers for the simulated internet as a forward proxy does, https included", async () => {
    const seen: ProxiedRequest[] = [];
    const port = await open({
      web: async (given) => {
        seen.push(given);
        return { status: 503, body: "closed", headers: { "content-type": "text/html" } };
      },
    });
    const url = "https://shop.example.com/pay?now=1";
    const answer = await send(port, url, "POST", "a=b", { "content-type": "application/x-www-form-urlencoded" });
    expect(answer).toMatchObject({ status: 503, body: "closed", headers: { "content-type": "text/html" } });
    expect(seen).toMatchObject([
      { method: "POST", url, body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
    ]);
    expect(await send(port, url, "DELETE")).toMatchObject({ status: 405 });
  });

  test("gives no answer for a host that gives none", async () => {
    const port = await open({ web: async () => ({ status: null, body: "" }) });
    await expect(send(port, "http://dark.example.com/")).rejects.toThrow();
  });

  test("a browser's request for the page goes to the page's own host, form and headers as they were sent", async () => {
    const asked: ProxiedRequest[] = [];
    const headers = { "content-security-policy": "default-src 'none'" };
    const port = await open({
      web: async (request) => {
        asked.push(request);
        return { status: 200, body: "<h1>Approved</h1>", headers };
      },
    });
    const form = { "content-type": "application/x-www-form-urlencoded", origin: `http://127.0.0.1:${port}` };
    const answered = await send(port, "/approval/run-1/secret?a=b", "POST", "decision=approve", form);
    expect(answered).toMatchObject({ status: 200, body: "<h1>Approved</h1>", headers });
    expect(asked).toMatchObject([
      {
        method: "POST",
        url: "https://page.example.com/approval/run-1/secret?a=b",
        body: "decision=approve",
        headers: { ...form, host: "page.example.com" },
      },
    ]);
    expect(await send(port, "/approval/run-1/secret", "DELETE")).toMatchObject({ status: 405 });
    expect(asked).toHaveLength(1);
  });

  test("says what it is, and says so when it fails itself", async () => {
    const port = await open();
    expect(await send(port, "/baton-lab")).toMatchObject({ status: 200, body: '{"application":"storefront"}' });
    expect(await send(port, "/")).toMatchObject({ status: 500, body: "The lab itself failed: no door" });
  });

  test("a port that is taken is an error, not a second server", async () => {
    const port = await open();
    const second = new LabHttpServer({
      aws: async () => ({ statusCode: 200, headers: {}, body: new Uint8Array() }),
      web: async () => ({ status: 200, body: "" }),
      page: PAGE,
      about: () => ({}),
    });
    await expect(second.listen(port)).rejects.toMatchObject({ code: "EADDRINUSE" });
  });
});
