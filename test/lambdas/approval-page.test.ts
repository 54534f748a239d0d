import { createHash } from "node:crypto";
import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../lab/kernel/ambient";
import { RandomSource } from "../../lab/kernel/random";
import { AwsError } from "../../lab/kernel/service";
import { warmUpSdk } from "../../lab/wire/warm-up";
import { factory } from "../../lambdas/approval/approval.lambda";
import { close } from "../../orchestrator/gate-transitions";
import { FACTS, HOUR_MS } from "../orchestrator/gate-fixtures";
import { FORM, gatekeeper, nonceIn, SECRET, titleOf } from "./page-visits";

beforeAll(warmUpSdk);

let keeper: ReturnType<typeof gatekeeper>;
beforeEach(() => {
  keeper = gatekeeper();
});

const approve = (nonce: string) => ({ decision: "approve", name: "Ada", remark: "go", nonce });

describe("opening the page", () => {
  beforeEach(() => keeper.ask());

  test("shows the question, every fact with its age, what follows, and how much time is left", async () => {
    const { statusCode, body } = await keeper.visit();
    expect(statusCode).toBe(200);
    for (const text of [
      FACTS.question,
      FACTS.askedBy,
      ...FACTS.reasons,
      ...FACTS.cannotBeUndone,
      ...FACTS.ifApproved,
      ...FACTS.ifDeclined,
      FACTS.ifNobodyAnswers,
    ]) {
      expect(body).toContain(text);
    }
    expect(body).toContain("seen 3 min 20 s ago");
    expect(body).toContain("speaks against it");
    expect(body).toMatch(/59 min 59 s left|1 h left/);
  });

  test("changes nothing, however often a mail scanner does it", async () => {
    const before = keeper.writes().length;
    for (let visit = 0; visit < 3; visit += 1) await keeper.visit();
    expect(keeper.writes()).toHaveLength(before);
    expect(keeper.answers()).toEqual([]);
    expect(await keeper.gate()).toMatchObject({ status: "open", revision: 1 });
  });

  test("allows nothing but its own style and form, and is kept and told nowhere", async () => {
    const { headers, body } = await keeper.visit();
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(headers["content-security-policy"]).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
    expect(headers).toMatchObject({
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    expect(body).not.toMatch(/<script|style=|\son\w+=|src=/);
    expect(body).not.toContain(SECRET);
  });

  test("is not possible in any other way", async () => {
    expect((await keeper.visit({ method: "DELETE" })).statusCode).toBe(405);
  });
});

test("whatever stands in the facts is text, never markup", async () => {
  const evil = `<script>alert(1)</script>"'&`;
  const groups = [{ title: evil, facts: [{ label: evil, value: evil, bearing: "plain" as const, seenAtMs: null }] }];
  const facts = { ...FACTS, question: evil, askedBy: evil, reasons: [evil], groups, ifNobodyAnswers: evil };
  await keeper.ask({ facts });
  const { body } = await keeper.visit();
  expect(body).not.toContain("<script");
  expect(body).toContain("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;");
});

describe("a link that leads nowhere", () => {
  test.each([
    ["an unknown run", { runId: "run-2" }],
    ["a wrong secret", { secret: `${SECRET.slice(0, -1)}x` }],
    ["a secret that was cut", { secret: SECRET.slice(0, 20) }],
    ["a path that is broken", { runId: "%E0%A4%A" }],
    ["a wrong secret that is sent a form", { secret: "x".repeat(43), method: "POST", body: "decision=approve" }],
  ])("%s gets one and the same page", async (_, visit) => {
    await keeper.ask();
    const page = await keeper.visit(visit);
    expect([page.statusCode, titleOf(page)]).toEqual([404, "No such question"]);
    expect(page).toEqual(await keeper.visit({ runId: "no-run", secret: "y".repeat(43) }));
    expect(await keeper.gate()).toMatchObject({ status: "open" });
  });

  test("so does what no browser would send", async () => {
    const handle = factory.create(keeper.runtime);
    const page = await handle({ hello: 1 }, { awsRequestId: "r", getRemainingTimeInMillis: () => 1 });
    expect(page).toMatchObject({ statusCode: 404 });
  });

  test("a link of an earlier question leads nowhere once another one is asked", async () => {
    await keeper.ask();
    await keeper.ask({ enteredAt: "2026-01-01T00:30:00.000Z", secretHash: "0".repeat(64) });
    expect((await keeper.visit()).statusCode).toBe(404);
  });
});

describe("pressing a button", () => {
  beforeEach(() => keeper.ask());

  test.each([
    ["approve", true, "Approved"],
    ["decline", false, "Declined"],
  ])("%s writes down who, when and why, and tells the machine", async (pressed, approved, title) => {
    const nonce = await keeper.nonce();
    const page = await keeper.press({ decision: pressed, name: " Ada  Lovelace ", remark: "lag\naccepted", nonce });
    expect([page.statusCode, titleOf(page)]).toEqual([200, title]);
    const decision = { approved, decidedBy: "Ada Lovelace", remark: "lag accepted", channel: "link" };
    expect(await keeper.gate()).toMatchObject({ status: "decided", decision });
    const sent = keeper.answers().map(({ taskToken, output }) => [taskToken, JSON.parse(String(output))]);
    expect(sent).toEqual([["token-1", { approved, decidedBy: "Ada Lovelace", remark: "lag accepted" }]]);
  });

  test("works through API Gateway, which hands forms over in base64", async () => {
    const body = new URLSearchParams({ ...approve(await keeper.nonce()), name: "Zoë" }).toString();
    const encoded = Buffer.from(body).toString("base64");
    const page = await keeper.visit({ method: "POST", body: encoded, isBase64Encoded: true });
    expect(titleOf(page)).toBe("Approved");
    expect(await keeper.gate()).toMatchObject({ decision: { decidedBy: "Zoë" } });
  });

  test("twice decides once; the other way round it is told what stands", async () => {
    const nonce = await keeper.nonce();
    await keeper.press(approve(nonce));
    const second = await keeper.press({ decision: "decline", name: "Bob", nonce });
    expect(titleOf(second)).toBe("Already decided");
    expect(second.body).toContain("Approved by Ada: go.");
    expect(await keeper.gate()).toMatchObject({ decision: { approved: true, decidedBy: "Ada" } });
    for (const { output } of keeper.answers()) expect(output).toContain('"approved":true');
  });

  test("at the same time as somebody else: one decides, the other is told so", async () => {
    const nonce = await keeper.nonce();
    const pages = await Promise.all([
      keeper.press(approve(nonce)),
      keeper.press({ decision: "decline", name: "Bob", nonce }),
    ]);
    const stands = (await keeper.gate())?.decision?.decidedBy ?? "";
    expect(pages.map(titleOf).sort()).toEqual(["Already decided", stands === "Ada" ? "Approved" : "Declined"]);
    for (const page of pages) expect(page.body).toContain(`by ${stands}`);
  });

  test("leaves a page for whoever opens the link later", async () => {
    await keeper.press(approve(await keeper.nonce()));
    expect(titleOf(await keeper.visit())).toBe("Already decided");
    await keeper.run(keeper.gates.change("run-1", (gate) => close(gate, null)));
    const closed = await keeper.visit();
    expect([closed.statusCode, titleOf(closed)]).toEqual([410, "Already decided"]);
    expect(closed.body).not.toContain("<form");
  });
});

describe("a form that decides nothing", () => {
  beforeEach(() => keeper.ask());

  test.each([
    ["no name", { name: "" }, 400, "Say who you are"],
    ["a name of blanks and invisible characters", { name: " \u200b\u202e " }, 400, "Say who you are"],
    ["an endless name", { name: "x".repeat(101) }, 400, "1 to 100 characters"],
    ["an endless remark", { remark: "x".repeat(501) }, 400, "at most 500 characters"],
    ["no button", { decision: "" }, 400, "Press one of the two buttons"],
    ["no nonce", { nonce: "" }, 400, "did not come from this page"],
    ["a made-up nonce", { nonce: "abc.def" }, 400, "did not come from this page"],
    ["a body beyond all bounds", { remark: "x".repeat(9000) }, 413, "too large"],
  ])("%s", async (_, change, status, words) => {
    const page = await keeper.press({ ...approve(await keeper.nonce()), ...change });
    expect(page.statusCode).toBe(status);
    expect(page.body).toContain("Nothing was decided.");
    expect(page.body).toContain(words);
    expect(await keeper.gate()).toMatchObject({ status: "open", revision: 1 });
    expect(keeper.answers()).toEqual([]);
    // The page that comes back is good for another try.
    expect(titleOf(await keeper.press(approve(nonceIn(page))))).toBe("Approved");
  });

  test("another kind of body", async () => {
    const body = JSON.stringify(approve(await keeper.nonce()));
    const page = await keeper.visit({ method: "POST", body, contentType: "application/json" });
    expect([page.statusCode, (await keeper.gate())?.status]).toEqual([415, "open"]);
    const multipart = await keeper.visit({ method: "POST", body, contentType: `${FORM}-not` });
    expect(multipart.statusCode).toBe(415);
  });

  test("the words that were written are there again, as text", async () => {
    const page = await keeper.press({ decision: "approve", name: '"><b>Ada', remark: "</textarea>", nonce: "x" });
    expect(page.body).toContain('value="&quot;&gt;&lt;b&gt;Ada"');
    expect(page.body).toContain(">&lt;/textarea&gt;</textarea>");
  });

  test("a page that has been open for more than a quarter of an hour", async () => {
    const nonce = await keeper.nonce();
    await keeper.run(keeper.clock.sleep(900_001));
    const page = await keeper.press(approve(nonce));
    expect(page.body).toContain("Look at the facts again");
    expect(await keeper.gate()).toMatchObject({ status: "open" });
  });

  test("a nonce of an earlier question of the same run", async () => {
    const nonce = await keeper.nonce();
    await keeper.ask({ enteredAt: "2026-01-01T00:10:00.000Z" });
    expect((await keeper.press(approve(nonce))).body).toContain("did not come from this page");
  });
});

describe("when the time is up", () => {
  test("there is no form any more, and a form that comes late decides nothing", async () => {
    await keeper.ask();
    const nonce = await keeper.nonce();
    await keeper.run(keeper.clock.sleep(HOUR_MS));
    for (const page of [await keeper.visit(), await keeper.press(approve(nonce))]) {
      expect([page.statusCode, titleOf(page)]).toEqual([410, "Too late"]);
      expect(page.body).not.toContain("<form");
    }
    expect(await keeper.gate()).toMatchObject({ status: "open", revision: 1 });
    expect(keeper.answers()).toEqual([]);
  });

  test.each([
    [{}, "docs/operations.md#message-asks in Baton"],
    [
      { runbookBaseUrl: "https://wiki.example.com/baton" },
      '<a href="https://wiki.example.com/baton#message-asks">https://wiki.example.com/baton#message-asks</a>',
    ],
  ])("the page leads to the runbook as messages do: %j", async (changes, words) => {
    keeper = gatekeeper(() => ({}), changes);
    await keeper.ask();
    await keeper.run(keeper.clock.sleep(HOUR_MS));
    expect((await keeper.visit()).body).toContain(words);
  });
});

describe("when AWS fails", () => {
  test("a decision that Step Functions did not take stands, and another press finishes it, never another one", async () => {
    let isBroken = true;
    keeper = gatekeeper(() => {
      if (isBroken) throw new AwsError("InternalServerException", "not now", 500);
      return {};
    });
    await withAmbient(keeper.clock, new RandomSource(1), async () => {
      await keeper.ask();
      const first = await keeper.press(approve(await keeper.nonce()));
      expect([first.statusCode, titleOf(first)]).toEqual([503, "Recorded, not handed over yet"]);
      expect(await keeper.gate()).toMatchObject({ status: "decided", decision: { decidedBy: "Ada" } });
      isBroken = false;
      // The page's own button sends an empty form.
      const again = await keeper.press({});
      expect(titleOf(again)).toBe("Already decided");
    });
    expect(JSON.parse(String(keeper.answers().at(-1)?.output))).toMatchObject({ approved: true, decidedBy: "Ada" });
  });

  test("a machine that waits no more is said to", async () => {
    keeper = gatekeeper(() => {
      throw new AwsError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    });
    await keeper.ask();
    const page = await keeper.press(approve(await keeper.nonce()));
    expect(page.body).toContain("The run was not waiting any more when it arrived");
    expect(await keeper.gate()).toMatchObject({ decision: { decidedBy: "Ada" } });
  });

  test("without its table the page says so, and how to decide without it", async () => {
    await keeper.ask();
    Object.assign(keeper.runtime.environment, { TABLE_NAME: "gone" });
    const page = await keeper.visit();
    expect([page.statusCode, titleOf(page)]).toEqual([500, "The page cannot work now"]);
    expect(page.body).toContain(
      "npm run baton -- approve --application storefront --run &lt;run&gt; --by &lt;you&gt;<",
    );
  });
});
