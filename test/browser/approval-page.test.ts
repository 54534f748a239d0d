import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import {
  DEVICES,
  type Device,
  launchBrowser,
  openPage,
  PageServer,
  type Scheme,
  screenshot,
  type Visit,
} from "./browser";
import { contrastOf } from "./contrast";

const LONG_MS = 180_000;
const LOOKS: readonly [Device, Scheme][] = [
  ["phone", "light"],
  ["phone", "dark"],
  ["small phone", "light"],
  ["desktop", "light"],
  ["desktop", "dark"],
];

let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), PageServer.start()]);
}, LONG_MS);

afterAll(async () => {
  server?.stop();
  await browser?.close();
});

async function expectReadable({ page }: Visit): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const content = await page.locator("main").boundingBox();
  expect(content?.width).toBeLessThanOrEqual(width);
  const widest = await page.evaluate<number>("document.documentElement.scrollWidth");
  expect(widest).toBeLessThanOrEqual(width);
  // WCAG AA for text of normal size.
  for (const { text, ratio } of await contrastOf(page)) expect([text, ratio >= 4.5]).toEqual([text, true]);
}

describe("the question, in a browser without JavaScript", () => {
  let url: string;
  beforeAll(async () => {
    url = await server.newQuestion();
  }, LONG_MS);

  test.each(LOOKS)("on a %s in %s: all of it is readable and both buttons can be hit", async (device, scheme) => {
    const visit = await openPage(browser, url, device, scheme);
    await screenshot(visit, `question ${device} ${scheme}`);
    const { page } = visit;
    expect(await page.locator("h1").textContent()).toBe("Fail over to eu-west-1?");
    await expectReadable(visit);
    for (const name of ["Approve", "Decline"]) {
      const box = await page.getByRole("button", { name, exact: true }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(box?.width).toBeGreaterThanOrEqual(120);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(DEVICES[device].width);
    }
    const background = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(background).toBe(scheme === "light" ? "rgb(255, 255, 255)" : "rgb(13, 17, 23)");
  });

  test("asks for nothing but itself, and the browser has nothing to complain about", async () => {
    const { requests, complaints } = await openPage(browser, url, "desktop", "light");
    expect(requests).toEqual([`GET ${new URL(url).pathname}`]);
    expect(complaints).toEqual([]);
  });

  test("has labels for its fields, so that a screen reader can name them", async () => {
    const { page } = await openPage(browser, url, "phone", "light");
    expect(await page.getByLabel("Your name").count()).toBe(1);
    expect(await page.getByLabel(/^Remark/).count()).toBe(1);
  });

  test("is not decided by Enter in the name field, nor without a name", async () => {
    const { page, requests } = await openPage(browser, url, "phone", "light");
    await page.getByLabel("Your name").fill("Ada");
    await page.getByLabel("Your name").press("Enter");
    await page.getByLabel("Your name").fill("");
    await page.getByRole("button", { name: "Approve" }).click();
    await page.reload();
    expect(await page.locator("h1").textContent()).toBe("Fail over to eu-west-1?");
    expect(requests.filter((request) => request.startsWith("POST"))).toEqual([]);
  });

  test("comes back with what was wrong and what was written", async () => {
    const visit = await openPage(browser, url, "phone", "light");
    const { page } = visit;
    await page.getByLabel("Your name").fill("\u200b\u200b");
    await page.getByLabel(/^Remark/).fill('quotes " and <tags>');
    await page.getByRole("button", { name: "Approve" }).click();
    expect(await page.getByRole("alert").textContent()).toContain("Say who you are");
    expect(await page.getByLabel(/^Remark/).inputValue()).toBe('quotes " and <tags>');
    await screenshot(visit, "problem phone light");
    await expectReadable(visit);
  });
});

test(
  "approving on a phone: the run goes on and recovers, the link is used up, a colleague's open page is too",
  async () => {
    const url = await server.newQuestion();
    const [visit, colleague] = [
      await openPage(browser, url, "phone", "dark"),
      await openPage(browser, url, "desktop", "light"),
    ];
    const { page } = visit;
    await page.getByLabel("Your name").fill("Ada Lovelace");
    await page.getByLabel(/^Remark/).fill("the shop owner accepts it");
    await page.getByRole("button", { name: "Approve" }).click();
    expect(await page.locator("h1").textContent()).toBe("Approved");
    await screenshot(visit, "approved phone dark");
    await expectReadable(visit);

    await colleague.page.getByLabel("Your name").fill("Bob");
    await colleague.page.getByRole("button", { name: "Decline" }).click();
    expect(await colleague.page.locator("main").textContent()).toContain(
      "Approved by Ada Lovelace: the shop owner accepts it.",
    );

    await server.pass(1200);
    const { subjects, lines } = await server.state();
    expect(subjects.at(-1)).toContain("failed over to eu-west-1");
    expect(lines).toContain("take-answer: Approved by Ada Lovelace: the shop owner accepts it.");
    const used = await openPage(browser, url, "desktop", "light");
    expect(await used.page.locator("h1").textContent()).toBe("Already decided");
    await screenshot(used, "used desktop light");
    await expectReadable(used);
  },
  LONG_MS,
);

test(
  "declining on a desktop: the run stands down",
  async () => {
    const visit = await openPage(browser, await server.newQuestion(), "desktop", "dark");
    const { page } = visit;
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Decline" }).click();
    expect(await page.locator("h1").textContent()).toBe("Declined");
    await screenshot(visit, "declined desktop dark");
    await expectReadable(visit);
    await server.pass(300);
    expect((await server.state()).subjects.at(-1)).toContain("stood down");
  },
  LONG_MS,
);

test(
  "a link that is tampered with, and one that comes too late, have a page of their own",
  async () => {
    const url = await server.newQuestion();
    const tampered = await openPage(browser, `${url.slice(0, -1)}_`, "phone", "light");
    expect(await tampered.page.locator("h1").textContent()).toBe("No such question");
    await screenshot(tampered, "unknown phone light");
    await expectReadable(tampered);
    await server.pass(3600);
    const late = await openPage(browser, url, "phone", "dark");
    expect(await late.page.locator("h1").textContent()).toBe("Too late");
    expect(await late.page.getByRole("button").count()).toBe(0);
    await screenshot(late, "expired phone dark");
    await expectReadable(late);
  },
  LONG_MS,
);
