/**
 * What every service can be asked, from the runtime schemas that the SDK's client packages export: signing name ->
 * protocol, operations, errors. A package is loaded when its service is called for the first time in the process.
 */
import type { StaticErrorSchema, StaticOperationSchema } from "@smithy/types";

export type ProtocolName = "awsQuery" | "ec2Query" | "restXml" | "restJson1" | "awsJson1_0" | "awsJson1_1";

export interface ServiceDescription {
  /** SigV4 signing name: `rds`, `monitoring`, `states`, ... */
  readonly signingName: string;
  readonly protocol: ProtocolName;
  /** Namespace of XML answers; empty for JSON protocols. */
  readonly xmlNamespace: string;
  readonly operations: ReadonlyMap<string, StaticOperationSchema>;
  /** Errors by the SDK's name and, where it differs, by the code on the wire. */
  readonly errors: ReadonlyMap<string, StaticErrorSchema>;
}

const PACKAGES: Readonly<Record<string, () => Readonly<Record<string, unknown>>>> = {
  autoscaling: () => require("@aws-sdk/client-auto-scaling"),
  dynamodb: () => require("@aws-sdk/client-dynamodb"),
  ec2: () => require("@aws-sdk/client-ec2"),
  elasticloadbalancing: () => require("@aws-sdk/client-elastic-load-balancing-v2"),
  events: () => require("@aws-sdk/client-eventbridge"),
  lambda: () => require("@aws-sdk/client-lambda"),
  monitoring: () => require("@aws-sdk/client-cloudwatch"),
  rds: () => require("@aws-sdk/client-rds"),
  route53: () => require("@aws-sdk/client-route-53"),
  scheduler: () => require("@aws-sdk/client-scheduler"),
  sns: () => require("@aws-sdk/client-sns"),
  sqs: () => require("@aws-sdk/client-sqs"),
  states: () => require("@aws-sdk/client-sfn"),
  sts: () => require("@aws-sdk/client-sts"),
};

/** Every service that the lab's wire can carry calls to. */
export const SIGNING_NAMES: readonly string[] = Object.keys(PACKAGES);

const described = new Map<string, ServiceDescription>();

/** Describes a service by its signing name; undefined when the lab has no client package for it. */
export function serviceDescription(signingName: string): ServiceDescription | undefined {
  const known = described.get(signingName);
  if (known) return known;
  const load = PACKAGES[signingName];
  if (!load) return undefined;
  const description = describe(signingName, load());
  described.set(signingName, description);
  return description;
}

function describe(signingName: string, clientPackage: Readonly<Record<string, unknown>>): ServiceDescription {
  const schemas = Object.values(clientPackage).filter(Array.isArray);
  return {
    signingName,
    ...protocolOf(clientPackage),
    operations: new Map(schemas.filter(isOperation).map((schema) => [schema[2], schema])),
    errors: errorsByNameAndCode(schemas.filter(isError)),
  };
}

function isOperation(schema: readonly unknown[]): schema is StaticOperationSchema {
  return schema[0] === 9;
}

function isError(schema: readonly unknown[]): schema is StaticErrorSchema {
  return schema[0] === -3;
}

function errorsByNameAndCode(errors: readonly StaticErrorSchema[]): Map<string, StaticErrorSchema> {
  const byName = new Map(errors.map((schema) => [schema[2], schema]));
  for (const schema of errors) {
    const code = queryErrorOf(schema)?.code;
    if (code !== undefined && !byName.has(code)) byName.set(code, schema);
  }
  return byName;
}

/** The `awsQueryError` trait: code and status that differ from the shape's name. */
export function queryErrorOf(
  schema: StaticErrorSchema,
): { readonly code: string; readonly status: number } | undefined {
  const trait = traitsOf(schema).awsQueryError;
  return Array.isArray(trait) ? { code: String(trait[0]), status: Number(trait[1]) } : undefined;
}

/** HTTP status that the model states for an error. */
export function httpStatusOf(schema: StaticErrorSchema): number | undefined {
  const status = queryErrorOf(schema)?.status ?? traitsOf(schema).httpError;
  return typeof status === "number" ? status : undefined;
}

function traitsOf(schema: StaticErrorSchema): Readonly<Record<string, unknown>> {
  const traits: unknown = schema[3];
  return typeof traits === "object" && traits !== null ? (traits as Record<string, unknown>) : {};
}

interface ProtocolBearer {
  readonly config: {
    readonly protocol: { getShapeId(): string; readonly options?: { readonly xmlNamespace?: string } };
  };
}

/** A client tells its protocol; constructing one does no I/O. */
function protocolOf(
  clientPackage: Readonly<Record<string, unknown>>,
): Pick<ServiceDescription, "protocol" | "xmlNamespace"> {
  const name = Object.keys(clientPackage).find((key) => key.endsWith("Client") && !key.startsWith("__"));
  const Client = clientPackage[String(name)] as new (config: object) => ProtocolBearer;
  const { protocol } = new Client({
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
  }).config;
  return {
    protocol: protocol.getShapeId().replace("aws.protocols#", "") as ProtocolName,
    xmlNamespace: protocol.options?.xmlNamespace ?? "",
  };
}
