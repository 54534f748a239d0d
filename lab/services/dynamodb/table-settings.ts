/** What a template says about a table, read strictly: what changes behaviour and is not simulated is refused by name. */
import type { ProvisionRequest } from "../../kernel/provision";

export interface KeySchema {
  readonly partitionKey: string;
  readonly sortKey: string | undefined;
  /** S, N or B by attribute name. */
  readonly types: Readonly<Record<string, string>>;
}

/** Settings that do not change answers but that checks and reports ask for. */
export interface TableSettings {
  readonly keys: KeySchema;
  readonly billingMode: string;
  readonly hasPointInTimeRecovery: boolean;
  readonly hasDeletionProtection: boolean;
  /** With a KMS key; without, DynamoDB encrypts with a key of its own. */
  readonly isEncryptedWithKms: boolean;
}

type Properties = Readonly<Record<string, unknown>>;

const COMMON = ["TableName", "KeySchema", "AttributeDefinitions", "BillingMode", "SSESpecification"];
/** Reading aids, cost and insight: no effect on what a caller sees. */
const HARMLESS = ["Tags", "ContributorInsightsSpecification", "WarmThroughput", "TableClass"];
const OF_TABLE = [...COMMON, ...HARMLESS, "PointInTimeRecoverySpecification", "DeletionProtectionEnabled"];
const OF_GLOBAL_TABLE = [...COMMON, ...HARMLESS, "Replicas"];
const OF_REPLICA = [
  ...HARMLESS,
  "Region",
  "PointInTimeRecoverySpecification",
  "DeletionProtectionEnabled",
  "SSESpecification",
];

export function readTable(request: ProvisionRequest): TableSettings {
  refuseUnknown(request.logicalId, request.properties, OF_TABLE);
  return settingsOf(request.properties, request.properties);
}

/** One replica, in the stack's own Region: replication between Regions is not simulated. */
export function readGlobalTable(request: ProvisionRequest): TableSettings {
  const { logicalId, properties, region } = request;
  refuseUnknown(logicalId, properties, OF_GLOBAL_TABLE);
  const [replica, ...others] = (properties.Replicas ?? []) as readonly Properties[];
  if (!replica || others.length > 0 || replica.Region !== region) {
    throw new Error(`${logicalId}: the lab knows global tables with one replica, in ${region}, only`);
  }
  refuseUnknown(`${logicalId}.Replicas[0]`, replica, OF_REPLICA);
  return settingsOf(properties, replica);
}

function refuseUnknown(where: string, properties: Properties, known: readonly string[]): void {
  const unknown = Object.keys(properties).find((name) => !known.includes(name));
  if (unknown) throw new Error(`${where}: the lab does not simulate the table property ${unknown}`);
}

function settingsOf(table: Properties, perRegion: Properties): TableSettings {
  const recovery = perRegion.PointInTimeRecoverySpecification as Properties | undefined;
  const encryption = table.SSESpecification as Properties | undefined;
  return {
    keys: keySchemaOf(table),
    billingMode: String(table.BillingMode ?? "PROVISIONED"),
    hasPointInTimeRecovery: recovery?.PointInTimeRecoveryEnabled === true,
    hasDeletionProtection: perRegion.DeletionProtectionEnabled === true,
    isEncryptedWithKms: encryption?.SSEEnabled === true,
  };
}

function keySchemaOf(table: Properties): KeySchema {
  const elements = table.KeySchema as readonly { AttributeName: string; KeyType: string }[];
  const definitions = table.AttributeDefinitions as readonly { AttributeName: string; AttributeType: string }[];
  const nameOf = (keyType: string) => elements.find((element) => element.KeyType === keyType)?.AttributeName;
  return {
    partitionKey: nameOf("HASH") ?? "",
    sortKey: nameOf("RANGE"),
    types: Object.fromEntries(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType])),
  };
}
