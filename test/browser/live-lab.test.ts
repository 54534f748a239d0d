import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Browser } from "playwright-core";
import { type Device, launchBrowser, openPage, type Scheme, screenshot } from "./browser";
import { LabProcess } from "./live-lab";

const LONG_MS = 180_000;
/** Slow enough that the question and its form stay open while a browser looks at them. */
const SPEED = "20";
const LOOKS: readonly [Device, Scheme][] = [
  ["phone", "light"],
  ["phone", "dark"],
  ["desktop", "light"],
  ["desktop", "dark"],
];

let browser: Browser;
let lab: LabProcess;

beforeAll(async () => {
  lab = LabProcess.start("--speed", SPEED, "--scenario", "lag-too-high");
  browser = await launchBrowser();
}, LONG_MS);

afterAll(async () => {
  lab?.stop();
  await browser?.close();
});

test(
  "the link that the live lab prints under a message opens the question, and deciding there lets the run go on",
  async () => {
    const [link] = await lab.until(/http:\/\/127\.0\.0\.1:\d+\/approval\/\S+/);
    const visits = await Promise.all(LOOKS.map(([device, scheme]) => openPage(browser, link, device, scheme)));
    for (const [index, visit] of visits.entries()) {
      expect(await visit.page.locator("h1").textContent()).toBe("Fail over to eu-west-1?");
      expect(visit.complaints).toEqual([]);
      await screenshot(visit, `live lab question ${LOOKS[index]?.join(" ")}`);
    }
    const [visit] = visits;
    if (!visit) throw new Error("No page was opened.");
    await visit.page.getByLabel("Your name").fill("Ada");
    await visit.page.getByRole("button", { name: "Approve", exact: true }).click();
    expect(await visit.page.locator("h1").textContent()).toBe("Approved");
    expect(visit.complaints).toEqual([]);
    await screenshot(visit, "live lab approved phone light");
    const used = await openPage(browser, link, "desktop", "dark");
    expect(await used.page.locator("h1").textContent()).toBe("Already decided");
    await screenshot(used, "live lab used desktop dark");
    await lab.until(/take-answer: Approved by Ada/);
  },
  LONG_MS,
);

test(
  "a path that is no question's has the page that says so, and every other path is the API's",
  async () => {
    const [, endpoint = ""] = await lab.until(/open at (http:\/\/\S+?),/);
    const lost = await openPage(browser, `${endpoint}/approval/run/${"x".repeat(43)}`, "phone", "light");
    expect(await lost.page.locator("h1").textContent()).toBe("No such question");
    const stranger = await fetch(`${endpoint}/approvals`);
    expect(stranger.status).toBeGreaterThanOrEqual(400);
    expect(stranger.headers.get("content-security-policy")).toBeNull();
  },
  LONG_MS,
);
