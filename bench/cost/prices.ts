/**
 * List prices in US dollars, without free tiers, of the Region in which each thing runs in the storefront plan (Ireland, where they
 * differ). As the services' public pricing pages had them in November 2026; nothing asks for them here, so check yours.
 */
export const PRICES_AS_OF = "2026-11";

export interface Price {
  readonly dollars: number;
  /** For how many of the unit. */
  readonly per: number;
  readonly unit: string;
  readonly source: string;
}

const page = (service: string) => `aws.amazon.com/${service}/pricing`;

export const PRICES = {
  /** Of an endpoint in AWS, and of a calculated check. */
  healthCheck: { dollars: 0.5, per: 1, unit: "check and month", source: page("route53") },
  /** HTTPS, and the fast interval: each is one. */
  healthCheckOption: { dollars: 1, per: 1, unit: "option and month", source: page("route53") },
  httpApiRequest: { dollars: 1.11, per: 1e6, unit: "request", source: page("api-gateway") },
  invocation: { dollars: 0.2, per: 1e6, unit: "invocation", source: page("lambda") },
  gigabyteSecond: { dollars: 0.0000133334, per: 1, unit: "GB-second, arm64", source: page("lambda") },
  readUnit: { dollars: 0.1415, per: 1e6, unit: "read request unit", source: page("dynamodb") },
  writeUnit: { dollars: 0.7065, per: 1e6, unit: "write request unit", source: page("dynamodb") },
  alarm: { dollars: 0.1, per: 1, unit: "alarm and month", source: page("cloudwatch") },
  customMetric: { dollars: 0.3, per: 1, unit: "metric and month", source: page("cloudwatch") },
  dashboard: { dollars: 3, per: 1, unit: "dashboard and month", source: page("cloudwatch") },
  metricCall: { dollars: 0.01, per: 1000, unit: "metric call, or metric asked for", source: page("cloudwatch") },
  logGigabyte: { dollars: 0.57, per: 1, unit: "GB of logs", source: page("cloudwatch") },
  key: { dollars: 1, per: 1, unit: "key and month", source: page("kms") },
  tick: { dollars: 1, per: 1e6, unit: "scheduled invocation", source: page("eventbridge") },
  event: { dollars: 1, per: 1e6, unit: "event of one's own or of another Region", source: page("eventbridge") },
  transition: { dollars: 0.025, per: 1000, unit: "state transition", source: page("step-functions") },
  email: { dollars: 2, per: 100_000, unit: "e-mail", source: page("sns") },
  /** To the United States, with the carrier's fee, rounded up. */
  sms: { dollars: 0.01, per: 1, unit: "SMS", source: `${page("sns")} [est]` },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;

/** One line of a bill. */
export interface CostLine {
  readonly what: string;
  /** How the quantity came about, for people. */
  readonly counted: string;
  readonly price: PriceName;
  readonly quantity: number;
}

export function dollarsOf({ price, quantity }: Pick<CostLine, "price" | "quantity">): number {
  const { dollars, per } = PRICES[price];
  return (quantity * dollars) / per;
}

export function totalOf(lines: readonly CostLine[]): number {
  return lines.reduce((total, line) => total + dollarsOf(line), 0);
}
