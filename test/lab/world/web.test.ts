import { beforeEach, describe, expect, test } from "@jest/globals";
import { Network } from "../../../lab/kernel/network";
import type { HttpAnswer } from "../../../lab/kernel/ports";
import { RandomSource } from "../../../lab/kernel/random";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { Mailboxes } from "../../../lab/world/mailboxes";
import { CachingResolver, type ResolvedName } from "../../../lab/world/resolver";
import { Web } from "../../../lab/world/web";

const OK: HttpAnswer = { status: 200, body: "ok" };
const SILENCE: HttpAnswer = { status: null, body: "" };

let clock: VirtualClock;
let network: Network;
let web: Web;
beforeEach(() => {
  clock = new VirtualClock(0);
  network = new Network(new RandomSource(1));
  web = new Web(clock, network);
});

/** The answer and the virtual time at which it came. */
async function request(
  url: string,
  timeoutMs = 1000,
  from = "eu-west-1",
): Promise<{ answer: HttpAnswer; atMs: number }> {
  const asked = web.request(from, "GET", url, "", timeoutMs).then((answer) => ({ answer, atMs: clock.now() }));
  await clock.run(clock.now() + 60_000);
  return asked;
}

const host = (answer: () => HttpAnswer | Promise<HttpAnswer>) =>
  web.host("shop.example.com", { service: "web", regionFor: () => "us-east-1", answer });

describe("the simulated internet", () => {
  test("an answer takes a round trip across Regions", async () => {
    host(() => OK);
    const { answer, atMs } = await request("https://SHOP.example.com/health");
    expect(answer).toEqual(OK);
    expect(atMs).toBeGreaterThanOrEqual(110);
    expect(atMs).toBeLessThanOrEqual(200);
  });

  test.each([
    ["an unknown host", () => {}],
    ["a dark Region", () => network.darken({ region: "us-east-1", sparedServices: [] })],
    ["a caller whose own Region is dark", () => network.darken({ region: "eu-west-1", sparedServices: [] })],
    ["a cut between the two", () => network.cut("us-east-1", "eu-west-1")],
  ])("%s is silence for as long as the caller waits", async (name, happens) => {
    host(() => OK);
    happens();
    const url = name === "an unknown host" ? "https://nobody.example.com/" : "https://shop.example.com/";
    expect(await request(url, 700)).toEqual({ answer: SILENCE, atMs: 700 });
  });

  test("an answer that comes later than the caller waits is silence", async () => {
    host(async () => {
      await clock.sleep(5_000);
      return OK;
    });
    expect(await request("https://shop.example.com/", 2_000)).toEqual({ answer: SILENCE, atMs: 2_000 });
  });

  test("a Region that goes dark while it works never answers", async () => {
    host(async () => {
      await clock.sleep(500);
      return OK;
    });
    clock.at(300, () => network.darken({ region: "us-east-1", sparedServices: [] }));
    expect(await request("https://shop.example.com/", 2_000)).toEqual({ answer: SILENCE, atMs: 2_000 });
  });

  test("a spared service answers from a dark Region", async () => {
    host(() => OK);
    network.darken({ region: "us-east-1", sparedServices: ["web"] });
    expect((await request("https://shop.example.com/")).answer).toEqual(OK);
  });

  test("what can be told without running anything is told at once, silence included", () => {
    web.host("a.example.com", { service: "web", regionFor: () => "us-east-1", answer: () => OK, answerNow: () => OK });
    expect(web.answerNow("internet", "https://a.example.com/")).toEqual(OK);
    network.darken({ region: "us-east-1", sparedServices: [] });
    expect(web.answerNow("internet", "https://a.example.com/")).toEqual(SILENCE);
    host(() => OK);
    expect(web.answerNow("internet", "https://shop.example.com/")).toBeUndefined();
  });

  test("its revision moves with the network and when told", () => {
    const before = web.revision();
    network.cut("a", "b");
    web.touch();
    expect(web.revision()).toBe(before + 2);
  });
});

describe("mailboxes of custom resources", () => {
  test("take one PUT, once", async () => {
    const url = "https://responses.s3.us-east-1.amazonaws.com/token-1";
    const bodies: string[] = [];
    new Mailboxes(web).onceAnsweredAt(url, (body) => bodies.push(body));
    const put = async (method: "PUT" | "GET", body: string) => {
      const asked = web.request("eu-west-1", method, url, body, 1000);
      await clock.run(clock.now() + 2_000);
      return (await asked).status;
    };
    expect(await put("GET", "")).toBe(403);
    expect(await put("PUT", "first")).toBe(200);
    expect(await put("PUT", "second")).toBe(403);
    expect(bodies).toEqual(["first"]);
  });
});

describe("a Region's resolver", () => {
  test("keeps an answer for its time to live, per place and name", () => {
    let nowMs = 0;
    let target = "old";
    const resolver = new CachingResolver(
      () => nowMs,
      (name) => ({ target: `${name} ${target}`, ttlSeconds: 60, addresses: [] }),
    );
    const targetFor = (place: string, name = "shop") => resolver.resolve(place, name)?.target;
    expect(targetFor("eu-west-1")).toBe("shop old");
    target = "new";
    nowMs = 59_999;
    expect(targetFor("eu-west-1")).toBe("shop old");
    expect(targetFor("us-west-2")).toBe("shop new");
    expect(targetFor("eu-west-1", "forum")).toBe("forum new");
    nowMs = 60_000;
    expect(targetFor("eu-west-1")).toBe("shop new");
  });

  test("does not remember that a name does not exist", () => {
    let answer: ResolvedName | null = null;
    const resolver = new CachingResolver(
      () => 0,
      () => answer,
    );
    expect(resolver.resolve("eu-west-1", "shop")).toBeNull();
    answer = { target: "there", ttlSeconds: 60, addresses: [] };
    expect(resolver.resolve("eu-west-1", "shop")).toBe(answer);
  });
});
