/** What the command line says when the words are wrong or nothing is there to talk to. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { SCENARIOS } from "../../lab/scenarios/catalogue";
import { leadTo } from "./account";
import { baton, interrupted, jsonOf } from "./child";

/** Nobody listens on the discard port. */
const NOBODY = "http://127.0.0.1:9";

describe("wrong words end with usage and status 2", () => {
  test.each([
    [["frobnicate"], "unknown command 'frobnicate'"],
    [["status", "--frobnicate"], "unknown option '--frobnicate'"],
    [["pause", "--reason", "x", "--until", "2h"], "required option '--by <who>' not specified"],
    [["pause", "--by", "ada", "--reason", "x", "--until", "noon"], "Give a span like 90m"],
    [["failback", "--by", "ada"], "required option '--reason <why>' not specified"],
    [["switchover", "--by", " ", "--reason", "x"], "It is empty"],
    [["history", "--last", "0"], "a whole number from 1 to 1000"],
    [["lab", "--speed", "0"], "a whole number from 1 to 600"],
    [["drill", "--seed", "-1"], "a whole number from 0 to 999999999"],
    [["simulate", "--runs", "0"], "a whole number from 1 to"],
    [["simulate", "--jobs", "0"], "a whole number from 1 to"],
    [["pause", "--by", "ada", "--reason", "x", "--until", "31d"], "A pause takes from 1m to 30d"],
    [["plan", "failover", "now"], "Expected 1 argument but got 2"],
  ])(
    "%j",
    async (words, message) => {
      const { status, errors } = await baton(words);
      expect(status).toBe(2);
      expect(errors).toContain(message);
      expect(errors).toContain("Usage: baton");
    },
    30_000,
  );

  test("a plan that does not exist is named with its path", async () => {
    const { status, errors } = await baton(["plan", "--plan", "plans/none.ts"]);
    expect(status).toBe(2);
    expect(errors).toContain("There is no plan file plans/none.ts");
  }, 30_000);

  test.each([
    ["README.md", 'Unknown file extension ".md"'],
    ["plans", "Directory import"],
    ["package.json", "exports no plan"],
  ])(
    "what is no plan is told without a stack trace: %s",
    async (file, why) => {
      const { status, errors } = await baton(["plan", "--plan", file]);
      expect(status).toBe(2);
      expect(errors).toContain(why);
      expect(errors).toContain("export const plan = definePlan({ ... });");
      expect(errors).not.toContain("    at ");
    },
    30_000,
  );

  test("a scenario that nobody knows is answered with all that are known, one a line", async () => {
    const { status, errors } = await baton(["drill", "--scenario", "earthquake"]);
    expect(status).toBe(2);
    expect(errors).toContain('There is no scenario "earthquake"');
    expect(errors.split("\n")).toEqual(expect.arrayContaining(SCENARIOS.map(({ name }) => `  ${name}`)));
  }, 30_000);

  test("a report that cannot be written is refused before the drill, not after", async () => {
    const { status, output, errors } = await baton(["drill", "--report", "none/such/report.html"]);
    expect(status).toBe(2);
    expect(errors).toContain('The report cannot be written to "none/such/report.html"');
    expect(output).toBe("");
  }, 30_000);
});

describe("Ctrl-C", () => {
  const folder = mkdtempSync(join(tmpdir(), "baton-interrupted-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    [["drill"], "Baton drill: storefront", ""],
    [["simulate", "--runs", "7", "--jobs", "1"], "7 nights from number", "Stopped early. 0 of 7 nights"],
  ])(
    "ends %j with status 130 and leaves nothing behind",
    async (command, words, says) => {
      const { status, output } = await interrupted(command, words, { TMPDIR: folder });
      expect(status).toBe(130);
      expect(output).toContain(says);
      expect(readdirSync(folder).filter((name) => name.startsWith("baton-"))).toEqual([]);
    },
    120_000,
  );
});

test("the plan is told without any network, for people and for scripts", async () => {
  const environment = { HTTPS_PROXY: NOBODY };
  expect(await baton(["plan"], environment)).toMatchObject({
    status: 0,
    output: expect.stringContaining("failback, planned, home"),
  });
  expect(jsonOf(await baton(["plan", "--json"], environment))).toMatchObject({
    failover: { application: "storefront" },
  });
}, 30_000);

describe("nothing to talk to is told in a sentence, with status 1", () => {
  test("no credentials", async () => {
    const { status, errors } = await baton(["status"]);
    expect(status).toBe(1);
    expect(errors).toContain("CredentialsMissing");
    expect(errors).not.toContain("    at ");
  }, 30_000);

  test("no lab", async () => {
    const { status, errors } = await baton(["status", "--lab", NOBODY]);
    expect(status).toBe(1);
    expect(errors).toMatch(/LabUnreachable: No lab answers at http:\/\/127.0.0.1:9/);
  }, 30_000);

  test("no answer from the standby Region", async () => {
    const { environment, remove } = leadTo(NOBODY);
    const { status, errors } = await baton(["history"], environment);
    remove();
    expect(status).toBe(1);
    expect(errors.replace(/\s+/g, " ")).toMatch(/RegionUnreachable: .* in eu-west-1 does not answer/);
  }, 30_000);
});
