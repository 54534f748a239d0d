/** What a stretch of virtual time used of what costs money by the use, counted where it happens. */
import type { JournalEntry } from "../../lab/kernel/journal";
import type { ApiCall } from "../../lab/kernel/service";
import type { FunctionRecord } from "../../lab/services/lambda/function-record";
import type { World } from "../../lab/world";
import { deployedNames } from "../../orchestrator/names";
import { sum } from "../statistics";

export interface FunctionUse {
  readonly invocations: number;
  readonly seconds: number;
}

export interface Usage {
  /** Of virtual time. */
  readonly hours: number;
  /** Without the traffic function: while nothing changes the lab spares most of its runs, and counts them by the checkers. */
  readonly functions: ReadonlyMap<string, FunctionUse>;
  /** The runs of the traffic function that the lab did not spare: what one costs. */
  readonly trafficRuns: FunctionUse;
  /** Without those of the traffic function, which reads one item each time. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** `PutMetricData` calls, and metrics asked for by `GetMetricData`. */
  readonly metricCalls: number;
  /** Metrics of one's own that were written, each name and dimensions once. */
  readonly customMetrics: number;
  readonly transitions: number;
  /** Publications to on-call: each goes to every address. */
  readonly publications: number;
  readonly logBytes: number;
}

/** START, END and REPORT of one invocation [est]. */
export const LAMBDA_LINES_BYTES = 400;

/** Counts from its creation until it is asked. */
export class UsageMeter {
  private readonly startedAtMs: number;
  private readonly functions = new Map<string, FunctionUse>();
  private readonly metrics = new Set<string>();
  private readUnits = 0;
  private writeUnits = 0;
  private metricCalls = 0;
  private transitions = 0;
  private publications = 0;
  private readonly linesBefore: number;
  private readonly traffic: FunctionRecord;

  constructor(private readonly world: World) {
    this.startedAtMs = world.clock.now();
    this.linesBefore = world.logs.lines.length;
    this.traffic = trafficFunction(world);
    world.wire.interceptors.push({ beforeModel: (call) => this.countCall(call) });
    world.journal.onEntry((entry) => this.countEntry(entry));
    for (const region of Object.values(world.plan.regions)) {
      if (region) world.inRegion(region).lambda.onInvocation((name, seconds) => this.countInvocation(name, seconds));
    }
  }

  read(): Usage {
    const { world, functions, readUnits, writeUnits, metricCalls, transitions, publications } = this;
    const trafficRuns = functions.get(this.traffic.name) ?? { invocations: 0, seconds: 0 };
    const others = new Map([...functions].filter(([name]) => name !== this.traffic.name));
    const invocations = sum([...others.values()].map((use) => use.invocations));
    const written = sum(world.logs.lines.slice(this.linesBefore).map((line) => JSON.stringify(line).length));
    return {
      hours: (world.clock.now() - this.startedAtMs) / 3_600_000,
      functions: others,
      trafficRuns,
      readUnits,
      writeUnits,
      metricCalls,
      customMetrics: this.metrics.size,
      transitions,
      publications,
      logBytes: written + invocations * LAMBDA_LINES_BYTES,
    };
  }

  private countInvocation(name: string, seconds: number): void {
    const known = this.functions.get(name) ?? { invocations: 0, seconds: 0 };
    this.functions.set(name, { invocations: known.invocations + 1, seconds: known.seconds + seconds });
  }

  private countEntry({ kind }: JournalEntry): void {
    if (kind === "state-entered") this.transitions += 1;
  }

  private countCall(call: ApiCall): void {
    if (call.service === "dynamodb" && call.caller.arn !== this.traffic.roleArn) this.countTable(call);
    if (call.service === "sns" && call.operation === "Publish") this.publications += 1;
    if (call.operation === "GetMetricData") this.metricCalls += lengthOf(call.input.MetricDataQueries);
    if (call.operation === "PutMetricData") this.countMetrics(call);
  }

  private countMetrics({ region, input }: ApiCall): void {
    this.metricCalls += 1;
    const data = Array.isArray(input.MetricData) ? input.MetricData : [];
    for (const { MetricName, Dimensions } of data) {
      this.metrics.add(JSON.stringify([region, input.Namespace, MetricName, Dimensions ?? []]));
    }
  }

  /** Items are small: each read or write is one unit, half where it need not be consistent, twice in a transaction. [est] */
  private countTable({ operation, input }: ApiCall): void {
    if (operation === "GetItem" || operation === "Query") this.readUnits += input.ConsistentRead === true ? 1 : 0.5;
    else if (operation === "TransactWriteItems") this.writeUnits += 2 * lengthOf(input.TransactItems);
    else this.writeUnits += 1;
  }
}

function trafficFunction(world: World): FunctionRecord {
  const { plan } = world;
  const name = deployedNames(plan).lambdaFunction("traffic");
  const found = world
    .inRegion(plan.regions.standby)
    .lambda.deployedFunctions()
    .find((each) => each.name === name);
  if (!found) throw new Error(`There is no function ${name}.`);
  return found;
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0;
}
