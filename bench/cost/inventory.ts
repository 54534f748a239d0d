/** What the synthesized templates declare of what costs money by the month. */
import * as z from "zod";
import type { CloudAssembly } from "../../lab/assembly/read-assembly";
import type { TemplateResource } from "../../lab/assembly/template";

export interface Inventory {
  readonly alarms: number;
  readonly dashboards: number;
  readonly keys: number;
  readonly healthChecks: number;
  /** HTTPS and fast intervals, each as one. */
  readonly healthCheckOptions: number;
  /** Looks at the traffic endpoint in an hour, by all checkers together. */
  readonly trafficLooksPerHour: number;
  /** Megabytes of memory by function name. */
  readonly memory: ReadonlyMap<string, number>;
}

/** Route 53 asks from eight Regions, twice each (aws-facts: Route 53). */
const CHECKERS = 16;

const checkSchema = z.looseObject({
  HealthCheckConfig: z.looseObject({ Type: z.string(), RequestInterval: z.number().optional() }),
  HealthCheckTags: z.array(z.looseObject({ Value: z.string() })).default([]),
});
const functionSchema = z.looseObject({ FunctionName: z.string(), MemorySize: z.number() });

export function inventoryOf({ stacks }: Pick<CloudAssembly, "stacks">): Inventory {
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources));
  const ofType = (type: string) => resources.filter(({ Type }) => Type === type);
  const checks = ofType("AWS::Route53::HealthCheck").map(({ Properties }) => checkSchema.parse(Properties));
  const traffic = checks.find(({ HealthCheckTags }) => HealthCheckTags.some(({ Value }) => Value.endsWith("-traffic")));
  const interval = traffic?.HealthCheckConfig.RequestInterval;
  if (interval === undefined) throw new Error("No health check of the templates asks the traffic endpoint.");
  return {
    alarms: ofType("AWS::CloudWatch::Alarm").length,
    dashboards: ofType("AWS::CloudWatch::Dashboard").length,
    keys: ofType("AWS::KMS::Key").length,
    healthChecks: checks.length,
    healthCheckOptions: checks.reduce((total, { HealthCheckConfig }) => total + optionsOf(HealthCheckConfig), 0),
    trafficLooksPerHour: (CHECKERS * 3600) / interval,
    memory: new Map(ofType("AWS::Lambda::Function").map(memoryOf)),
  };
}

function optionsOf({ Type, RequestInterval }: z.output<typeof checkSchema>["HealthCheckConfig"]): number {
  return (Type.startsWith("HTTPS") ? 1 : 0) + (RequestInterval === 10 ? 1 : 0);
}

function memoryOf({ Properties }: TemplateResource): [string, number] {
  const { FunctionName, MemorySize } = functionSchema.parse(Properties);
  return [FunctionName, MemorySize];
}
