/** One seed of each alternative: what it brings about, and what it spoils. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "@jest/globals";
import { ALTERNATIVES } from "../../bench/recovery/alternatives";
import { scenarioNamed, synthesizeAll } from "../../bench/recovery/compare";
import type { Night } from "../../bench/recovery/night";
import { rehearseAlternative } from "../../bench/recovery/rehearse-alternative";
import { rehearseBaton } from "../../bench/recovery/rehearse-baton";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

const SEED = 3;
const folder = mkdtempSync(join(tmpdir(), "baton-alternatives-"));
const folders = synthesizeAll(storefrontPlan, folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function livedThroughWith(tool: string, scenarioName: string): Promise<Night> {
  const alternative = ALTERNATIVES.find(({ name }) => name === tool);
  if (!alternative) throw new Error(`There is no alternative ${tool}.`);
  const scenario = scenarioNamed(scenarioName);
  const assemblyFolder = folders[alternative.routing];
  return rehearseAlternative({ alternative, assemblyFolder, plan: storefrontPlan, scenario, seed: SEED });
}

function livedThroughWithBaton(scenarioName: string): Promise<Night> {
  const scenario = scenarioNamed(scenarioName);
  return rehearseBaton({ assemblyFolder: storefrontAssembly(), plan: storefrontPlan, scenario, seed: SEED });
}

describe("when the primary Region goes dark", () => {
  it.each(["promote-on-alarm", "sequential-runbook", "person", "region-switch"])("%s recovers", async (tool) => {
    const night = await livedThroughWith(tool, "region-outage");
    expect(night).toMatchObject({ isServed: true, promotions: 1, splitBrainWrites: 0 });
    expect(night.rtoSeconds).toBeGreaterThan(240);
  });

  it("DNS alone never does: its standby cannot write", async () => {
    const night = await livedThroughWith("dns-alone", "region-outage");
    expect(night).toMatchObject({ rtoSeconds: null, isServed: false, promotions: 0, writesLost: 0 });
  });

  it("they stand in the order in which they work", async () => {
    const sideBySide = await livedThroughWith("region-switch", "region-outage");
    const oneByOne = await livedThroughWith("sequential-runbook", "region-outage");
    const byHand = await livedThroughWith("person", "region-outage");
    const baton = await livedThroughWithBaton("region-outage");
    expect(baton).toMatchObject({ isServed: true, splitBrainWrites: 0 });
    const runbook = oneByOne.rtoSeconds ?? 0;
    expect(sideBySide.rtoSeconds).toBeLessThan(runbook);
    expect(baton.rtoSeconds).toBeLessThan(runbook);
    expect(byHand.rtoSeconds).toBeGreaterThan(runbook);
  });
});

describe("when the application only stumbles", () => {
  it.each(["promote-on-alarm", "sequential-runbook", "region-switch"])(
    "%s promotes, and splits what is written",
    async (tool) => {
      const night = await livedThroughWith(tool, "false-alarm");
      expect(night.promotions).toBe(1);
      expect(night.splitBrainWrites).toBeGreaterThan(1000);
      expect(night.writesLost).toBeGreaterThanOrEqual(night.splitBrainWrites);
    },
  );

  it.each(["dns-alone", "person"])("%s harms nobody", async (tool) => {
    expect(await livedThroughWith(tool, "false-alarm")).toMatchObject({ promotions: 0, writesLost: 0, isServed: true });
  });

  it("Baton promotes nothing and loses nothing", async () => {
    expect(await livedThroughWithBaton("false-alarm")).toMatchObject({
      promotions: 0,
      splitBrainWrites: 0,
      writesLost: 0,
    });
  });
});

describe("when the old Region comes back early", () => {
  it("Baton's fence ends the split that the others let go on", async () => {
    const baton = await livedThroughWithBaton("old-primary-returns-early");
    for (const tool of ["promote-on-alarm", "sequential-runbook", "person", "region-switch"]) {
      const night = await livedThroughWith(tool, "old-primary-returns-early");
      expect(night.splitBrainWrites).toBeGreaterThan(2 * baton.splitBrainWrites);
    }
  });
});

it("the same seed gives the same night", async () => {
  const [first, second] = [
    await livedThroughWith("region-switch", "region-outage"),
    await livedThroughWith("region-switch", "region-outage"),
  ];
  expect(second).toEqual(first);
});
