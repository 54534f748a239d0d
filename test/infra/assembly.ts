/** Reads synthesized templates as plain data, so that tests speak about outcomes and not about CDK. */
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthesize } from "../../infra/synthesize";
import type { Plan, PlanInput } from "../../orchestrator/plan";
import { requirePlan } from "../../orchestrator/plan-rules";
import { plan as storefrontInput } from "../../plans/storefront";

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

export type StackName = "Watch" | "Standby" | "Primary" | "Witness";

export interface Assembly {
  readonly folder: string;
  text(stack: StackName): string;
  resources(stack: StackName, type?: string): readonly Resource[];
}

export function planLike(changes: Partial<PlanInput> = {}): Plan {
  return requirePlan({ ...storefrontInput, ...changes }, "test plan");
}

export async function synthesizeForTest(plan: Plan): Promise<Assembly> {
  return assemblyAt(await synthesize(plan, mkdtempSync(join(tmpdir(), "baton-infra-"))));
}

export function assemblyAt(folder: string): Assembly {
  const text = (stack: StackName) => readFileSync(join(folder, `${stack}.template.json`), "utf8");
  return {
    folder,
    text,
    resources: (stack, type) =>
      resourcesOf(text(stack)).filter((resource) => type === undefined || resource.type === type),
  };
}

/** Logical ID that a `Ref` or `Fn::GetAtt` points at. */
export function referenceOf(value: unknown): string {
  const reference = value as { readonly Ref?: string; readonly "Fn::GetAtt"?: readonly [string, string] } | undefined;
  return reference?.Ref ?? reference?.["Fn::GetAtt"]?.[0] ?? "no reference";
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
}

function resourcesOf(template: string): readonly Resource[] {
  const { Resources } = JSON.parse(template) as { readonly Resources: Readonly<Record<string, TemplateResource>> };
  return Object.entries(Resources).map(([logicalId, resource]) => ({
    logicalId,
    type: resource.Type,
    properties: resource.Properties ?? {},
    dependsOn: [resource.DependsOn ?? []].flat(),
    metadata: resource.Metadata ?? {},
  }));
}
