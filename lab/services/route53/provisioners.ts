/** Health checks and record sets as CloudFormation declares them. Members that would change behaviour unseen are refused. */
import type { Change, ResourceRecordSet } from "@aws-sdk/client-route-53";
import * as z from "zod";
import type { Provisioned, Provisioner, ProvisionRequest } from "../../kernel/provision";
import { type HealthCheckConfig, healthCheckConfigSchema } from "./health-check-config";

const healthCheckSchema = z.strictObject({
  HealthCheckConfig: healthCheckConfigSchema,
  /** Names for people only. */
  HealthCheckTags: z.unknown().optional(),
});

const recordSetSchema = z.strictObject({
  HostedZoneId: z.string(),
  Name: z.string(),
  Type: z.enum(["A", "AAAA", "CNAME", "TXT"]),
  SetIdentifier: z.string().optional(),
  Failover: z.enum(["PRIMARY", "SECONDARY"]).optional(),
  HealthCheckId: z.string().optional(),
  AliasTarget: z
    .strictObject({ DNSName: z.string(), HostedZoneId: z.string(), EvaluateTargetHealth: z.boolean().default(false) })
    .optional(),
  TTL: z.coerce.number().optional(),
  ResourceRecords: z.array(z.string()).optional(),
  /** For people only. */
  Comment: z.string().optional(),
});

export interface Route53Hands {
  createHealthCheck(config: HealthCheckConfig): string;
  /** Resolves when the change is INSYNC, which CloudFormation waits for. */
  changeRecords(hostedZoneId: string, changes: readonly Change[]): Promise<void>;
}

export function route53Provisioners(hands: Route53Hands): Readonly<Record<string, Provisioner>> {
  return {
    "AWS::Route53::HealthCheck": (request) => {
      const id = hands.createHealthCheck(parse(healthCheckSchema, request).HealthCheckConfig);
      return { ref: id, attributes: { HealthCheckId: id } };
    },
    "AWS::Route53::RecordSet": (request) => createRecordSet(hands, parse(recordSetSchema, request)),
  };
}

async function createRecordSet(
  hands: Route53Hands,
  properties: z.output<typeof recordSetSchema>,
): Promise<Provisioned> {
  const { HostedZoneId, Comment: _, ResourceRecords, ...members } = properties;
  const values = ResourceRecords ? { ResourceRecords: ResourceRecords.map((Value) => ({ Value })) } : {};
  const record: ResourceRecordSet = { ...members, ...values };
  await hands.changeRecords(HostedZoneId, [{ Action: "CREATE", ResourceRecordSet: record }]);
  return { ref: properties.Name, attributes: {} };
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  { logicalId, properties }: ProvisionRequest,
): z.output<Schema> {
  const parsed = schema.safeParse(properties);
  if (parsed.success) return parsed.data;
  throw new Error(`The lab does not know ${logicalId} as declared: ${z.prettifyError(parsed.error)}`);
}
