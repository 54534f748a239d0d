/** Writes small cloud assemblies to a temporary folder, in the form that CDK gives them. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface StackInput {
  readonly name: string;
  readonly region: string;
  readonly template: Readonly<Record<string, unknown>>;
  readonly dependencies?: readonly string[];
}

export const ACCOUNT = "111122223333";

export function writeAssembly(...stacks: StackInput[]): string {
  const folder = mkdtempSync(join(tmpdir(), "baton-assembly-"));
  const artifacts: Record<string, unknown> = {};
  for (const { name, region, template, dependencies = [] } of stacks) {
    writeFileSync(join(folder, `${name}.template.json`), JSON.stringify(template));
    const properties = { templateFile: `${name}.template.json` };
    const environment = `aws://${ACCOUNT}/${region}`;
    artifacts[name] = { type: "aws:cloudformation:stack", environment, dependencies, properties };
  }
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "48.0.0", artifacts }));
  return folder;
}
