/** Reads a CDK cloud assembly from its folder, without CDK: manifest, templates, asset manifests. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod";
import { dependencyOrder } from "./dependency-order";
import { AssemblyError } from "./errors";
import { type Template, templateSchema } from "./template";

const stackProperties = z.looseObject({ templateFile: z.string(), stackName: z.string().optional() });
const assetManifestProperties = z.looseObject({ file: z.string() });

const manifestSchema = z.looseObject({
  version: z.string(),
  artifacts: z.record(
    z.string(),
    z.looseObject({
      type: z.string(),
      environment: z.string().optional(),
      dependencies: z.array(z.string()).default([]),
      properties: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
type Manifest = z.output<typeof manifestSchema>;

const assetsSchema = z.looseObject({
  files: z
    .record(
      z.string(),
      z.looseObject({
        source: z.looseObject({ path: z.string().optional() }),
        destinations: z.record(z.string(), z.looseObject({ objectKey: z.string() })),
      }),
    )
    .default({}),
});

/** One stack of the assembly, ready to be deployed. */
export interface AssemblyStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
}

export interface CloudAssembly {
  /** Absolute path. */
  readonly folder: string;
  /** In the order in which `cdk deploy --all` creates them. */
  readonly stacks: readonly AssemblyStack[];
  /** Absolute path of each file asset by the S3 object key under which templates name it. */
  readonly assetPaths: Readonly<Record<string, string>>;
}

const STACK = "aws:cloudformation:stack";
const ASSET_MANIFEST = "cdk:asset-manifest";
const NESTED_ASSEMBLY = "cdk:cloud-assembly";

/** @throws AssemblyError when a file is missing, has the wrong shape, or nests assemblies (stages). */
export function readAssembly(folder: string): CloudAssembly {
  const root = resolve(folder);
  const manifest = readJson(join(root, "manifest.json"), manifestSchema);
  refuseNestedAssemblies(manifest);
  return { folder: root, stacks: readStacks(root, manifest), assetPaths: readAssetPaths(root, manifest) };
}

function refuseNestedAssemblies(manifest: Manifest): void {
  const nested = Object.entries(manifest.artifacts).find(([, artifact]) => artifact.type === NESTED_ASSEMBLY);
  if (nested) throw new AssemblyError(`The lab does not read nested assemblies (CDK stages): ${nested[0]}.`);
}

function readStacks(root: string, manifest: Manifest): AssemblyStack[] {
  const dependencies = new Map(
    Object.entries(manifest.artifacts).map(([id, artifact]) => [id, artifact.dependencies] as const),
  );
  return dependencyOrder(dependencies, "the assembly's stacks").flatMap((id) => {
    const artifact = manifest.artifacts[id];
    return artifact?.type === STACK ? [readStack(root, id, artifact)] : [];
  });
}

function readStack(root: string, id: string, artifact: Manifest["artifacts"][string]): AssemblyStack {
  const environment = /^aws:\/\/(\d{12})\/([a-z0-9-]+)$/.exec(artifact.environment ?? "");
  if (!environment?.[1] || !environment[2]) {
    throw new AssemblyError(`Stack ${id} must name its account and Region; it says ${artifact.environment}.`);
  }
  const properties = stackProperties.parse(artifact.properties);
  return {
    name: properties.stackName ?? id,
    account: environment[1],
    region: environment[2],
    template: readJson(join(root, properties.templateFile), templateSchema),
  };
}

function readAssetPaths(root: string, manifest: Manifest): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const artifact of Object.values(manifest.artifacts)) {
    if (artifact.type !== ASSET_MANIFEST) continue;
    const { files } = readJson(join(root, assetManifestProperties.parse(artifact.properties).file), assetsSchema);
    for (const { source, destinations } of Object.values(files)) {
      for (const { objectKey } of Object.values(destinations)) {
        if (source.path) paths[objectKey] = join(root, source.path);
      }
    }
  }
  return paths;
}

function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new AssemblyError(`Cannot read ${file}: ${problem}`, { cause: error });
  }
}
