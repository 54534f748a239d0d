import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";

const TSX = resolve("node_modules/tsx/dist/cli.mjs");

/** Runs the app as `cdk synth -c plan=<planFile>` does. */
function runApp(planFile: string) {
  const folder = mkdtempSync(join(tmpdir(), "baton-app-"));
  return spawnSync(process.execPath, [TSX, "infra/app.ts"], {
    encoding: "utf8",
    env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify({ plan: planFile }), CDK_OUTDIR: join(folder, "cdk.out") },
  });
}

function planFileWith(source: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "baton-plan-")), "plan.ts");
  writeFileSync(file, source);
  return file;
}

const SIX_MISTAKES = `
import { plan as good } from ${JSON.stringify(resolve("plans/storefront"))};
export const plan = {
  ...good,
  application: "Store Front",
  account: "12",
  regions: { ...good.regions, standby: "us-east-1" },
  objectives: { ...good.objectives, rtoSeconds: -1 },
  contacts: { ...good.contacts, email: ["nobody"] },
  detection: { ...good.detection, healthUrl: "http://primary.storefront.example.com/health" },
};`;

describe("the CDK app refuses", () => {
  test("a plan with six mistakes, naming all six at once and showing no stack trace", () => {
    const { status, stderr } = runApp(planFileWith(SIX_MISTAKES));
    expect(status).toBe(1);
    for (const path of [
      "application",
      "account",
      "regions.standby",
      "objectives.rtoSeconds",
      "contacts.email[0]",
      "detection.healthUrl",
    ]) {
      expect(stderr).toMatch(new RegExp(`\\d\\. ${path.replaceAll(/[.[\]]/g, "\\$&")} is .+; allowed: .+`));
    }
    expect(stderr).not.toMatch(/^ {4}at /m);
  }, 60_000);

  test("a plan file that does not exist", () => {
    const { status, stderr } = runApp("plans/nowhere.ts");
    expect(status).toBe(1);
    expect(stderr).toContain("There is no plan file plans/nowhere.ts");
    expect(stderr).not.toMatch(/^ {4}at /m);
  }, 60_000);

  test("a file that exports no plan", () => {
    const { status, stderr } = runApp(planFileWith("export const design = {};"));
    expect(status).toBe(1);
    expect(stderr).toContain("exports no plan");
  }, 60_000);
});
