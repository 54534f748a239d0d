/** A deployed function as its template declares it, and who beside its account may invoke it. */
import { basename, join } from "node:path";
import type { FunctionDescription } from "../../kernel/ports";
import type { ProvisionRequest } from "../../kernel/provision";
import { isRecord } from "../platform/input";
import { Properties } from "../platform/properties";

export interface FunctionRecord extends FunctionDescription {
  /** Most invocations at once; undefined: only the account's limit. */
  readonly reservedConcurrency?: number;
  /** Queue or topic for asynchronous events that failed for good. */
  readonly deadLetterArn?: string;
  /** Statements that `AWS::Lambda::Permission` added. */
  readonly permissions: unknown[];
  asynchronous: AsynchronousConfig;
}

/** `AWS::Lambda::EventInvokeConfig`. */
export interface AsynchronousConfig {
  readonly largestRetries: number;
  readonly largestAgeSeconds: number;
  readonly onFailureArn?: string;
}

/** aws defaults: two retries, six hours [doc]. */
const DEFAULT_ASYNCHRONOUS: AsynchronousConfig = { largestRetries: 2, largestAgeSeconds: 21_600 };

const HARMLESS = [
  "Architectures",
  "Description",
  "Handler",
  "LoggingConfig",
  "Runtime",
  "Tags",
  "TracingConfig",
  "PackageType",
];

export function readFunction(request: ProvisionRequest, arnPrefix: string, fallbackName: string): FunctionRecord {
  const properties = Properties.of(request);
  const name = properties.optionalText("FunctionName") ?? fallbackName;
  const reservedConcurrency = properties.optionalNumber("ReservedConcurrentExecutions");
  const deadLetterArn = properties.optionalSection("DeadLetterConfig")?.optionalText("TargetArn");
  const record: FunctionRecord = {
    name,
    arn: `${arnPrefix}:function:${name}`,
    region: request.region,
    roleArn: properties.text("Role"),
    environment: readEnvironment(properties),
    timeoutSeconds: properties.number("Timeout", 3),
    memoryMegabytes: properties.number("MemorySize", 128),
    entry: entryOf(request),
    assetFolder: assetFolderOf(request, readCodeKey(properties)),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
    permissions: [],
    asynchronous: DEFAULT_ASYNCHRONOUS,
  };
  properties.finish(HARMLESS);
  return record;
}

export function readAsynchronousConfig(properties: Properties): AsynchronousConfig {
  const destinations = properties.optionalSection("DestinationConfig");
  const onFailureArn = destinations?.optionalSection("OnFailure")?.optionalText("Destination");
  destinations?.finish();
  return {
    largestRetries: properties.number("MaximumRetryAttempts", DEFAULT_ASYNCHRONOUS.largestRetries),
    largestAgeSeconds: properties.number("MaximumEventAgeInSeconds", DEFAULT_ASYNCHRONOUS.largestAgeSeconds),
    ...(onFailureArn !== undefined && { onFailureArn }),
  };
}

/** Only code that the CDK staged: inline text and images are refused. */
function readCodeKey(properties: Properties): string | undefined {
  const code = properties.optionalSection("Code");
  const key = code?.optionalText("S3Key");
  code?.finish(["S3Bucket"]);
  return key;
}

function readEnvironment(properties: Properties): Readonly<Record<string, string>> {
  const variables = properties.optionalSection("Environment")?.optionalRecord("Variables") ?? {};
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

function entryOf({ metadata, stackName, logicalId }: ProvisionRequest): string {
  const entry = metadata["baton:entry"];
  if (typeof entry === "string") return entry;
  throw new Error(`${stackName}/${logicalId}: the lab runs functions by their metadata baton:entry, which is missing`);
}

/** The CDK names the folder in metadata when asked to; else it follows from the asset's hash. */
function assetFolderOf({ metadata, assemblyFolder }: ProvisionRequest, s3Key: string | undefined): string {
  const path = isRecord(metadata) ? metadata["aws:asset:path"] : undefined;
  if (typeof path === "string") return join(assemblyFolder, path);
  return s3Key === undefined ? assemblyFolder : join(assemblyFolder, `asset.${basename(s3Key, ".zip")}`);
}
