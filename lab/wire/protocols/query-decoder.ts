/** Decodes form-encoded requests of awsQuery and ec2Query: the inverse of the SDK's query serializer. */
import { NormalizedSchema } from "@smithy/core/schema";
import type { $SchemaRef } from "@smithy/types";
import { scalarFromText } from "./scalar";

export interface QueryDialect {
  /** ec2Query: lists are always flat, keys capitalised or renamed by the `ec2QueryName` trait. */
  readonly isEc2: boolean;
}

/** `a.b.1=x` becomes `{ a: { b: { 1: "x" } } }`. */
interface Tree {
  [key: string]: Tree | string;
}

export function decodeQuery(
  schema: $SchemaRef,
  parameters: URLSearchParams,
  dialect: QueryDialect,
): Record<string, unknown> {
  const decoded = decodeNode(NormalizedSchema.of(schema), treeOf(parameters), dialect);
  return (decoded ?? {}) as Record<string, unknown>;
}

function treeOf(parameters: URLSearchParams): Tree {
  const root: Tree = Object.create(null);
  for (const [path, value] of parameters) {
    const steps = path.split(".");
    const last = steps.pop() ?? path;
    let node = root;
    for (const step of steps) node = childOf(node, step);
    node[last] = value;
  }
  return root;
}

function childOf(node: Tree, step: string): Tree {
  const existing = node[step];
  if (typeof existing === "object") return existing;
  const created: Tree = Object.create(null);
  node[step] = created;
  return created;
}

function decodeNode(schema: NormalizedSchema, node: Tree | string, dialect: QueryDialect): unknown {
  if (schema.isListSchema()) return decodeList(schema, node, dialect);
  if (schema.isMapSchema()) return decodeMap(schema, node, dialect);
  if (schema.isStructSchema()) return decodeStructure(schema, node, dialect);
  return typeof node === "string" ? scalarFromText(schema, node) : undefined;
}

function decodeList(schema: NormalizedSchema, node: Tree | string, dialect: QueryDialect): unknown[] {
  if (typeof node === "string") return [];
  const member = schema.getValueSchema();
  const isFlat = dialect.isEc2 || Boolean(schema.getMergedTraits().xmlFlattened);
  const items = isFlat ? node : node[member.getMergedTraits().xmlName ?? "member"];
  return numbered(items).map((item) => decodeNode(member, item, dialect));
}

function decodeMap(schema: NormalizedSchema, node: Tree | string, dialect: QueryDialect): Record<string, unknown> {
  if (typeof node === "string") return {};
  const [key, value] = [schema.getKeySchema(), schema.getValueSchema()];
  const keyName = key.getMergedTraits().xmlName ?? "key";
  const valueName = value.getMergedTraits().xmlName ?? "value";
  const entries = numbered(schema.getMergedTraits().xmlFlattened ? node : node.entry).map((entry) => {
    if (typeof entry === "string") return ["", undefined];
    return [String(entry[keyName]), decodeNode(value, entry[valueName] ?? "", dialect)];
  });
  return Object.fromEntries(entries);
}

function decodeStructure(
  schema: NormalizedSchema,
  node: Tree | string,
  dialect: QueryDialect,
): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  if (typeof node === "string") return decoded;
  for (const [name, member] of schema.structIterator()) {
    const child = node[wireKey(name, member, dialect)];
    if (child !== undefined) decoded[name] = decodeNode(member, child, dialect);
  }
  return decoded;
}

function wireKey(name: string, member: NormalizedSchema, dialect: QueryDialect): string {
  const traits = member.getMergedTraits();
  if (dialect.isEc2 && typeof traits.ec2QueryName === "string") return traits.ec2QueryName;
  const key = traits.xmlName ?? name;
  return dialect.isEc2 ? key.charAt(0).toUpperCase() + key.slice(1) : key;
}

function numbered(items: Tree | string | undefined): (Tree | string)[] {
  if (items === undefined || typeof items === "string") return [];
  return Object.keys(items)
    .sort((left, right) => Number(left) - Number(right))
    .flatMap((index) => items[index] ?? []);
}
