/** From what is there and what is used to the lines of a bill. Pure arithmetic. */
import { sum } from "../statistics";
import type { Inventory } from "./inventory";
import type { CostLine } from "./prices";
import { type FunctionUse, LAMBDA_LINES_BYTES, type Usage } from "./usage";

export const HOURS_A_MONTH = 730;
const GIGABYTE = 1e9;
const MEGABYTES_A_GIGABYTE = 1024;
/** One line of the traffic endpoint's access log [est]. */
const ACCESS_LINE_BYTES = 200;

/** A month in which nothing happens. @param hour what an hour of calm uses */
export function linesAtRest(inventory: Inventory, hour: Usage): CostLine[] {
  const perMonth = HOURS_A_MONTH / hour.hours;
  return [
    ...standingLines(inventory, hour),
    ...trafficLines(inventory, hour),
    ...runningLines(inventory, hour, perMonth),
  ];
}

function standingLines(inventory: Inventory, hour: Usage): CostLine[] {
  const { healthChecks, healthCheckOptions, alarms, dashboards, keys } = inventory;
  const templates = "in the templates";
  return [
    { what: "health checks", counted: templates, price: "healthCheck", quantity: healthChecks },
    {
      what: "their HTTPS and fast intervals",
      counted: templates,
      price: "healthCheckOption",
      quantity: healthCheckOptions,
    },
    { what: "alarms", counted: templates, price: "alarm", quantity: alarms },
    { what: "metrics of our own", counted: "written in an hour", price: "customMetric", quantity: hour.customMetrics },
    { what: "dashboard", counted: templates, price: "dashboard", quantity: dashboards },
    { what: "KMS keys", counted: templates, price: "key", quantity: keys },
  ];
}

/** Each look of a checker at the traffic endpoint is a request, an invocation, a read and lines of two logs. */
function trafficLines({ trafficLooksPerHour, memory }: Inventory, { trafficRuns }: Usage): CostLine[] {
  const looks = trafficLooksPerHour * HOURS_A_MONTH;
  const secondsPerLook = trafficRuns.seconds / Math.max(1, trafficRuns.invocations);
  const gigabytes = gigabytesOf(memory, "-traffic");
  const counted = `${trafficLooksPerHour} looks an hour`;
  const logBytes = looks * (ACCESS_LINE_BYTES + LAMBDA_LINES_BYTES);
  return [
    { what: "traffic endpoint: requests", counted, price: "httpApiRequest", quantity: looks },
    { what: "traffic endpoint: invocations", counted, price: "invocation", quantity: looks },
    {
      what: "traffic endpoint: compute",
      counted,
      price: "gigabyteSecond",
      quantity: looks * secondsPerLook * gigabytes,
    },
    { what: "traffic endpoint: table reads", counted, price: "readUnit", quantity: looks },
    { what: "traffic endpoint: logs", counted, price: "logGigabyte", quantity: logBytes / GIGABYTE },
  ];
}

function runningLines({ memory }: Inventory, usage: Usage, times: number): CostLine[] {
  const counted = "in an hour of calm";
  const sentry = [...usage.functions].find(([name]) => name.endsWith("-sentry"))?.[1];
  return [
    ...useLines(memory, usage, counted, times),
    { what: "the sentry's schedule", counted, price: "tick", quantity: (sentry?.invocations ?? 0) * times },
  ];
}

/** Whatever else is paid by the use. */
function useLines(memory: Inventory["memory"], usage: Usage, counted: string, times: number): CostLine[] {
  const uses = [...usage.functions];
  const invocations = sum(uses.map(([, use]) => use.invocations));
  return [
    { what: "metric calls", counted, price: "metricCall", quantity: usage.metricCalls * times },
    { what: "invocations", counted, price: "invocation", quantity: invocations * times },
    { what: "compute", counted, price: "gigabyteSecond", quantity: gigabyteSeconds(memory, uses) * times },
    { what: "table reads", counted, price: "readUnit", quantity: usage.readUnits * times },
    { what: "table writes", counted, price: "writeUnit", quantity: usage.writeUnits * times },
    { what: "logs", counted, price: "logGigabyte", quantity: (usage.logBytes * times) / GIGABYTE },
  ];
}

/** One failover: what it uses, the calm of the same time not taken off, because it is next to nothing. */
export function linesOfFailover(
  { memory }: Inventory,
  usage: Usage,
  contacts: { readonly email: readonly string[]; readonly sms: readonly string[] },
): CostLine[] {
  const counted = "in one Region outage";
  const { publications, transitions } = usage;
  return [
    { what: "state transitions", counted, price: "transition", quantity: transitions },
    { what: "e-mails", counted, price: "email", quantity: publications * contacts.email.length },
    { what: "SMS", counted, price: "sms", quantity: publications * contacts.sms.length },
    ...useLines(memory, usage, counted, 1),
  ];
}

function gigabyteSeconds(memory: Inventory["memory"], uses: readonly (readonly [string, FunctionUse])[]): number {
  return sum(uses.map(([name, { seconds }]) => seconds * gigabytesOf(memory, name)));
}

/** @throws Error when no function of the templates has a name that ends so */
function gigabytesOf(memory: Inventory["memory"], nameEnd: string): number {
  const found = [...memory].find(([name]) => name.endsWith(nameEnd) && !name.endsWith(`switch${nameEnd}`));
  if (!found) throw new Error(`The templates have no function ${nameEnd}.`);
  return found[1] / MEGABYTES_A_GIGABYTE;
}
