/** Steps of a planned move against the lab's services on the real SDK, after a failover: the standby writes, the primary is stale. */
import { PromoteReadReplicaCommand, RDSClient } from "@aws-sdk/client-rds";
import { withAmbient } from "../../lab/kernel/ambient";
import { AwsError } from "../../lab/kernel/service";
import type { DatabaseInstance } from "../../lab/services/rds/database-instance";
import { ReplicationStream } from "../../lab/services/rds/replication";
import { LabAwsClients } from "../../lab/wire/aws-clients";
import type { Interceptor } from "../../lab/wire/interceptor";
import { World } from "../../lab/world";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { RunStore } from "../../lambdas/aws/run-store";
import { openTable, type Table } from "../../lambdas/aws/table";
import type { NoticeEnvironment } from "../../lambdas/runtime/environment";
import type { HandlerFactory, Runtime } from "../../lambdas/runtime/runtime";
import { FIRST_BATON } from "../../orchestrator/baton";
import { deployedNames } from "../../orchestrator/names";
import type { Plan } from "../../orchestrator/plan";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import type { RunRecord } from "../../orchestrator/run";
import type { PlannedWorkflow } from "../../orchestrator/workflow";
import { provision, TABLE_PROPERTIES } from "../lab/services/dynamodb/helpers";
import { storefrontPlan as plan } from "../support/storefront";

export const RUN = {
  runId: "run-1",
  epoch: 2,
  executionArn: "arn:aws:states:eu-west-1:123456789012:execution:baton-storefront-failback:run-1",
  workflow: "failback",
} as const;
const DATABASE = "orders-db";
const TESTER = { arn: "aws:tester", region: plan.regions.standby };
const silent = () => {};

/** The function's sandbox dies once: after its n-th call from now took effect (or the first one after that to be answered). */
export class Death implements Interceptor {
  happened = false;
  private calls = 0;

  constructor(private readonly atCall: number) {}

  beforeModel(): void {
    this.calls += 1;
  }

  afterModel(): void {
    if (this.happened || this.calls < this.atCall) return;
    this.happened = true;
    // An error that no code expects and no client retries: the invocation ends here.
    throw new AwsError("SandboxDied", "The function's sandbox died.", 400);
  }
}

/** Which run calls, in which kind of move, and about what; else it is the failback of `begin`, about the database. */
interface About {
  readonly runId: string;
  readonly workflow: PlannedWorkflow;
  readonly resourceId: string | null;
}

export class MoveBench {
  /** Called `storefront-orders` at first, whatever becomes of its name. */
  readonly primary: DatabaseInstance;
  readonly standby: DatabaseInstance;
  private readonly runtime: Runtime<NoticeEnvironment>;

  constructor(
    readonly world: World,
    believed: Plan = plan,
  ) {
    this.primary = world.inRegion(plan.regions.primary).rds.instance("storefront-orders");
    this.standby = world.inRegion(plan.regions.standby).rds.instance("storefront-orders-replica");
    const { clock } = world;
    const http = {
      get: () => Promise.resolve({ status: 200, detail: "HTTP 200", body: "" }),
      put: () => Promise.reject(),
    };
    this.runtime = {
      environment: { TABLE_NAME: deployedNames(plan).table, TOPIC_ARN: "arn:aws:sns:eu-west-1:123456789012:none" },
      plan: believed,
      clients: new LabAwsClients(world.wire, TESTER),
      clock: {
        now: () => clock.now(),
        sleep: (milliseconds) => new Promise((wake) => clock.after(milliseconds, wake)),
      },
      http,
      names: { resolve: () => Promise.reject(new Error("no step on this bench looks up a name")) },
      log: { append: silent, info: silent, warn: silent, error: silent },
      randomBytes: (count) => new Uint8Array(count),
    };
  }

  /** Whoever looks from now on finds one instance to be a replica of the other, whose stream runs. */
  makeReplica(instance: DatabaseInstance, source: DatabaseInstance): void {
    const stream = new ReplicationStream(source.log, this.world.clock.now(), () => 0);
    instance.replication = { source, stream, isBroken: false };
    source.replicas.push(instance);
  }

  /** What stands under the database's name in the primary Region: at first the stale writer, once rebuilt its replica. */
  atHome(): DatabaseInstance {
    return this.world.inRegion(this.primary.region).rds.instance("storefront-orders");
  }

  /** How AWS answered each call of this operation since the bench began: an error's code, or what became of it. */
  answersTo(operation: string): readonly string[] {
    const calls = this.world.wire.calls.records.filter((call) => call.operation === operation);
    return calls.map(({ errorCode, outcome }) => errorCode ?? outcome);
  }

  async pass(seconds: number): Promise<void> {
    await this.world.clock.run(this.world.clock.now() + seconds * 1000);
  }

  /** The failover's end, and the failback's claim and second look, without the runs that lead there. */
  async begin(): Promise<void> {
    const table = { ...TABLE_PROPERTIES, TableName: deployedNames(plan).table };
    provision(this.world.inRegion(plan.regions.standby).dynamodb, "AWS::DynamoDB::Table", table);
    const rds = this.runtime.clients.get(RDSClient, plan.regions.standby);
    const promotion = { DBInstanceIdentifier: this.standby.id, BackupRetentionPeriod: 7 };
    await this.wait(rds.send(new PromoteReadReplicaCommand(promotion)));
    await this.world.clock.run(this.world.clock.now() + 3_600_000);
    const held = { phase: "failing-back", active: "standby", holder: RUN.executionArn, workflow: "failback" } as const;
    const baton = { ...FIRST_BATON, epoch: 2, ...held };
    await this.within((table) => new BatonStore(table).change(() => ({ changed: true, baton })));
    await this.lookAgain(RUN.runId);
  }

  /** The second look of a run has found nothing worse. `tookOverFrom`: the dead run before it. */
  async lookAgain(runId: string, taken: Pick<RunRecord, "tookOverFrom"> = {}): Promise<void> {
    const startedAtMs = this.world.clock.now();
    const trigger = { type: "person", requestedBy: "Ada", reason: "home" } as const;
    const record = { ...RUN, ...taken, runId, trigger, startedAtMs, checkedAgainAtMs: startedAtMs };
    await this.within((table) => new RunStore(table).open(record));
  }

  /** What a store keeps or reads, in the table of the functions. */
  within<T>(work: (table: Table) => Promise<T>): Promise<T> {
    return this.wait(work(openTable(this.runtime)));
  }

  /** Traffic has been switched: the primary serves. */
  async arrive(): Promise<void> {
    await this.within((table) =>
      new BatonStore(table).change((baton) => ({ changed: true, baton: { ...baton, active: "primary" } })),
    );
  }

  /** Calls a step until it is not pending any more, like the machine: an invocation that dies is tried again. */
  async converge<E extends object>(factory: HandlerFactory<E>, pollSeconds: number, about: Partial<About> = {}) {
    let previous: ConvergeResult | null = null;
    const startedAtMs = this.world.clock.now();
    for (let turn = 0; turn < 200; turn += 1) {
      const elapsedSeconds = (this.world.clock.now() - startedAtMs) / 1000;
      previous = (await this.callSafely(factory, { previous, elapsedSeconds }, about)) ?? previous;
      if (previous && previous.status !== "pending") return previous;
      const waitSeconds = Math.min(pollSeconds, previous?.soonSeconds ?? pollSeconds);
      await this.world.clock.run(this.world.clock.now() + waitSeconds * 1000);
    }
    throw new Error(`Still pending: ${previous?.detail}`);
  }

  /** One call, the first of its loop. */
  async call<E extends object>(factory: HandlerFactory<E>, about: Partial<About> = {}): Promise<ConvergeResult> {
    const result = await this.callSafely(factory, { previous: null, elapsedSeconds: 0 }, about);
    if (result === null) throw new Error("The function's sandbox died.");
    return result;
  }

  private async callSafely<E extends object>(
    factory: HandlerFactory<E>,
    turn: { readonly previous: ConvergeResult | null; readonly elapsedSeconds: number },
    { resourceId = DATABASE, ...move }: Partial<About>,
  ): Promise<ConvergeResult | null> {
    const environment = factory.environment.parse(this.runtime.environment);
    const handle = factory.create({ ...this.runtime, environment });
    const enteredAt = new Date(this.world.clock.now()).toISOString();
    const event = { run: { ...RUN, ...move }, enteredAt, resourceId, ...turn };
    const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 };
    try {
      return (await this.wait(handle(event, invocation))) as ConvergeResult;
    } catch (error) {
      if (error instanceof Error && error.name === "SandboxDied") return null;
      throw error;
    }
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
}

/** Everything within one seed's virtual time. `believed`: the plan that the functions were deployed with, where the world is another. */
export function onBench<T>(work: (bench: MoveBench) => Promise<T>, seed = 1, believed = plan): Promise<T> {
  const world = new World(plan, seed);
  return withAmbient(world.clock, world.random.fork("ambient"), async () => {
    const bench = new MoveBench(world, believed);
    await bench.begin();
    return work(bench);
  });
}
