/** ARNs taken apart, and physical names as CloudFormation makes them up. */
import type { ProvisionRequest } from "../../kernel/provision";
import type { RandomSource } from "../../kernel/random";

export interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** Everything after the fifth colon: `stateMachine:name`, `event-bus/name`, `table/x`. */
  readonly resource: string;
}

/** ARNs of a simulation are few and asked for again and again; generated ones must not fill the memory. */
const LARGEST_CACHE = 10_000;
const parsedArns = new Map<string, ArnParts>();

/** Throws when the text is no ARN. */
export function parseArn(arn: string): ArnParts {
  const known = parsedArns.get(arn);
  if (known) return known;
  if (parsedArns.size >= LARGEST_CACHE) parsedArns.clear();
  const parts = partsOf(arn);
  parsedArns.set(arn, parts);
  return parts;
}

function partsOf(arn: string): ArnParts {
  const [prefix, , service, region, account, ...rest] = arn.split(":");
  if (prefix !== "arn" || service === undefined || region === undefined || account === undefined || rest.length === 0) {
    throw new Error(`not an ARN: ${arn}`);
  }
  return { service, region, account, resource: rest.join(":") };
}

/** Where a queue's messages are sent to. */
export function queueUrl(queueArn: string): string {
  const { region, account, resource } = parseArn(queueArn);
  return `https://sqs.${region}.amazonaws.com/${account}/${resource}`;
}

/** The last part of an ARN's resource: the name behind the last `/` or `:`. */
export function nameInArn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf("/"), arn.lastIndexOf(":")) + 1);
}

/** The name that a template leaves out: stack, logical ID and a random part. */
export function physicalName(request: ProvisionRequest, random: RandomSource, longest = 64): string {
  const suffix = random.hex(12).toUpperCase();
  return `${`${request.stackName}-${request.logicalId}`.slice(0, longest - suffix.length - 1)}-${suffix}`;
}
