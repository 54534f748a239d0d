/** A drill as a newcomer runs it: words in, a story, its figures and a page out. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { baton } from "./child";

const folder = mkdtempSync(join(tmpdir(), "baton-newcomer-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("tells what happened, what it expected, and where the page is", async () => {
  const report = join(folder, "drill.html");
  const { status, output, errors } = await baton(["drill", "--scenario", "false-alarm", "--report", report]);
  expect(status).toBe(0);
  expect(errors).toBe("");
  expect(output).toContain("Baton drill: storefront, false-alarm, seed 1");
  expect(output).toMatch(/Outcome +stood-down; us-east-1 \(primary\) holds the baton/);
  expect(output).toContain("ok   IAM refuses nothing");
  expect(output).toContain(`The report is in ${report}.`);
  const page = readFileSync(report, "utf8");
  expect(page).toMatch(/^<!doctype html>/i);
  expect(page).not.toMatch(/<script[^>]+src=|<link[^>]+href=["']http/);
}, 300_000);

test("shows no table without a row on the page of a quiet drill", async () => {
  const report = join(folder, "quiet.html");
  expect((await baton(["drill", "--scenario", "switchover-declined", "--report", report])).status).toBe(0);
  const page = readFileSync(report, "utf8");
  expect(page).toContain("None was gathered: no failover came as far as that.");
  const tables = page.match(/<table>.*?<\/table>/gs) ?? [];
  expect(tables.length).toBeGreaterThan(0);
  expect(tables.filter((each) => !each.includes("<td"))).toEqual([]);
  expect(page).not.toMatch(/; *<\/small>/);
}, 300_000);

test("lists every scenario with what it is about, and touches nothing", async () => {
  const { status, output } = await baton(["drill", "--list"]);
  expect(status).toBe(0);
  expect(output.trim().split("\n")).toHaveLength(SCENARIOS.length);
  for (const { name, title } of SCENARIOS) expect(output).toMatch(new RegExp(`^${name} +${title.slice(0, 20)}`, "m"));
}, 60_000);
