/** What a health check is told to do, as template and API say it. Unknown members are refused by name. */
import * as z from "zod";

export const CHECKER_REGIONS = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

const shared = {
  Inverted: z.boolean().default(false),
  /** A disabled check is always healthy. [doc] */
  Disabled: z.boolean().default(false),
  /** Latency is not simulated for its own sake. */
  MeasureLatency: z.boolean().optional(),
};

const endpointSchema = z.strictObject({
  ...shared,
  Type: z.enum(["HTTP", "HTTPS"]),
  FullyQualifiedDomainName: z.string(),
  Port: z.number().int().optional(),
  ResourcePath: z.string().default("/"),
  RequestInterval: z.union([z.literal(10), z.literal(30)]).default(30),
  FailureThreshold: z.number().int().min(1).max(10).default(3),
  Regions: z.array(z.enum(CHECKER_REGIONS)).min(3).optional(),
  /** Certificates are not validated (aws-facts: Route 53), so it makes no difference here. */
  EnableSNI: z.boolean().optional(),
});

const calculatedSchema = z.strictObject({
  ...shared,
  Type: z.literal("CALCULATED"),
  ChildHealthChecks: z.array(z.string()).min(1),
  HealthThreshold: z.number().int().min(0),
});

/** Healthy while a routing control of Application Recovery Controller is On. [doc] */
const controlledSchema = z.strictObject({
  ...shared,
  Type: z.literal("RECOVERY_CONTROL"),
  RoutingControlArn: z.string(),
});

export const healthCheckConfigSchema = z.discriminatedUnion("Type", [
  endpointSchema,
  calculatedSchema,
  controlledSchema,
]);
export type HealthCheckConfig = z.output<typeof healthCheckConfigSchema>;
export type EndpointConfig = z.output<typeof endpointSchema>;
export type CalculatedConfig = z.output<typeof calculatedSchema>;
export type ControlledConfig = z.output<typeof controlledSchema>;

/** The address that the checkers ask. */
export function checkedUrl(config: EndpointConfig): string {
  const scheme = config.Type.toLowerCase();
  const usualPort = config.Type === "HTTPS" ? 443 : 80;
  const port = config.Port === undefined || config.Port === usualPort ? "" : `:${config.Port}`;
  return `${scheme}://${config.FullyQualifiedDomainName}${port}${config.ResourcePath}`;
}
