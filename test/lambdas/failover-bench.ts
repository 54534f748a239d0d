/** Steps of a failover against the lab's services on the real SDK: the primary is what it is, the standby rests. */
import { withAmbient } from "../../lab/kernel/ambient";
import { LabAwsClients } from "../../lab/wire/aws-clients";
import { World } from "../../lab/world";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { LastSeenStore } from "../../lambdas/aws/last-seen-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { openTable, type Table } from "../../lambdas/aws/table";
import type { NoticeEnvironment } from "../../lambdas/runtime/environment";
import type { HandlerFactory, Runtime } from "../../lambdas/runtime/runtime";
import { FIRST_BATON } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { Decision } from "../../orchestrator/run";
import { provision, TABLE_PROPERTIES } from "../lab/services/dynamodb/helpers";
import { EXECUTION } from "../orchestrator/fixtures";
import { storefrontPlan as plan } from "../support/storefront";

const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" } as const;
const TESTER = { arn: "aws:tester", region: plan.regions.standby };
const silent = () => {};
const noWeb = () => Promise.reject(new Error("no test goes to the web"));

export class FailoverBench {
  private readonly runtime: Runtime<NoticeEnvironment>;

  constructor(
    readonly world: World,
    believed: Plan = plan,
  ) {
    const { clock } = world;
    this.runtime = {
      environment: { TABLE_NAME: deployedNames(plan).table, TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:none" },
      plan: believed,
      clients: new LabAwsClients(world.wire, TESTER),
      clock: { now: () => clock.now(), sleep: (milliseconds) => clock.sleep(milliseconds) },
      // The standby's application answers; who may be sent there is what is tried.
      http: { get: () => Promise.resolve({ status: 200, detail: "HTTP 200", body: "" }), put: noWeb },
      names: { resolve: noWeb },
      log: { append: silent, info: silent, warn: silent, error: silent },
      randomBytes: (count) => new Uint8Array(count),
    };
  }

  get standby() {
    return this.world.inRegion(plan.regions.standby);
  }

  get group() {
    return this.standby.autoscaling.group("storefront-web");
  }

  get database() {
    return this.standby.rds.instance("storefront-orders-replica");
  }

  /** The claim, without the run that leads there; the sentry has seen six instances. */
  async begin(): Promise<void> {
    const { clock } = this.world;
    const table = { ...TABLE_PROPERTIES, TableName: deployedNames(plan).table };
    provision(this.standby.dynamodb, "AWS::DynamoDB::Table", table);
    const held = { phase: "failing-over", holder: EXECUTION, workflow: "failover" } as const;
    await this.wait(
      new BatonStore(openTable(this.runtime)).change(() => ({ changed: true, baton: { ...FIRST_BATON, ...held } })),
    );
    const seen = { resourceId: "web", seenAtMs: clock.now(), capacity: 6 };
    await this.wait(new LastSeenStore(openTable(this.runtime)).remember(seen));
  }

  /** The run's record, before or after its decision. */
  async openRun(decision?: Decision): Promise<void> {
    const trigger = { type: "person", requestedBy: "Ada", reason: "fire" } as const;
    const record = { ...RUN, trigger, startedAtMs: this.world.clock.now(), ...(decision && { decision }) };
    await this.wait(new RunStore(openTable(this.runtime)).open(record));
  }

  /** The run has decided to proceed, and has not stood still since. */
  decide(): Promise<void> {
    return this.openRun({ verdict: "proceed", reasons: [], decidedAtMs: this.world.clock.now(), unready: [] });
  }

  /** One call of a step, in a loop that began with it, or after the answer before. */
  call<E extends object>(
    factory: HandlerFactory<E>,
    resourceId: string,
    previous: ConvergeResult | null = null,
    elapsedSeconds = 0,
  ): Promise<ConvergeResult> {
    return this.turn(factory, resourceId, previous, elapsedSeconds);
  }

  /** Calls a step until it is not pending any more, or the deadline has passed; what it said last. */
  async converge<E extends object>(factory: HandlerFactory<E>, resourceId: string, deadlineSeconds = 3600) {
    const startedAtMs = this.world.clock.now();
    let previous: ConvergeResult | null = null;
    for (let elapsed = 0; elapsed < deadlineSeconds; elapsed = (this.world.clock.now() - startedAtMs) / 1000) {
      previous = await this.turn(factory, resourceId, previous, elapsed);
      if (previous.status !== "pending") return previous;
      await this.pass(5);
    }
    return previous;
  }

  /** What a store keeps or reads, in the table of the functions. */
  within<T>(work: (table: Table) => Promise<T>): Promise<T> {
    return this.wait(work(openTable(this.runtime)));
  }

  async pass(seconds: number): Promise<void> {
    await this.world.clock.run(this.world.clock.now() + seconds * 1000);
  }

  private async wait<T>(work: Promise<T>): Promise<T> {
    let isOver = false;
    const end = () => {
      isOver = true;
    };
    work.then(end, end);
    await this.world.clock.run(this.world.clock.now() + 600_000, () => isOver);
    return work;
  }

  /** How AWS answered each call of this operation: an error's code, or what became of it. */
  answersTo(operation: string): readonly string[] {
    const calls = this.world.wire.calls.records.filter((call) => call.operation === operation);
    return calls.map(({ errorCode, outcome }) => errorCode ?? outcome);
  }

  private turn<E extends object>(
    factory: HandlerFactory<E>,
    resourceId: string,
    previous: ConvergeResult | null,
    elapsedSeconds: number,
  ): Promise<ConvergeResult> {
    const environment = factory.environment.parse(this.runtime.environment);
    const handle = factory.create({ ...this.runtime, environment });
    const enteredAt = new Date(this.world.clock.now()).toISOString();
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 };
    const payload = { run: RUN, enteredAt, resourceId, previous, elapsedSeconds };
    return this.wait(handle(payload, invocation) as Promise<ConvergeResult>);
  }
}

/** Everything within one seed's virtual time. `believed`: the plan that the functions were deployed with, where the world is another. */
export function onFailoverBench(
  work: (bench: FailoverBench) => Promise<void>,
  seed = 1,
  believed = plan,
): Promise<void> {
  const world = new World(plan, seed);
  return withAmbient(world.clock, world.random.fork("ambient"), async () => {
    const bench = new FailoverBench(world, believed);
    await bench.begin();
    await work(bench);
  });
}
