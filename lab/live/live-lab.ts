/**
 * A lab to work with instead of a drill to watch: the world of a plan, deployed and settled, whose virtual time then keeps
 * pace with real time, behind an HTTP endpoint. One per process, because timers are virtual while it runs.
 */
import type { Clock } from "../../lambdas/runtime/runtime";
import { APPROVAL_BASE_PATH, approvalOrigin } from "../../orchestrator/approval-link";
import type { Plan } from "../../orchestrator/plan";
import type { PolicyStatementData } from "../../orchestrator/resources/kind";
import { type CloudAssembly, readAssembly } from "../assembly/read-assembly";
import { deploy } from "../drill/rehearsal";
import { type Doors, LabHttpServer } from "../http-server";
import { withAmbient } from "../kernel/ambient";
import type { JournalEntry } from "../kernel/journal";
import type { Principal } from "../kernel/service";
import type { Scenario } from "../scenarios/scenario";
import type { LabCredential } from "../wire/credentials";
import { warmUpSdk } from "../wire/warm-up";
import { World } from "../world";
import { importHandlers } from "../world/handler-modules";
import { AwsDoor } from "./aws-door";
import { createOperator } from "./operator-role";
import { pace } from "./pacer";

export interface LiveLabOptions {
  readonly assemblyFolder: string;
  readonly plan: Plan;
  readonly seed: number;
  /** Virtual seconds per real second. */
  readonly speed: number;
  /** 0 takes any free port. */
  readonly port: number;
  readonly realTime: Clock;
  /** What the person at the other end may do. */
  readonly operatorStatements: readonly PolicyStatementData[];
  /** Told of everything that happens once the lab is open. */
  readonly onEntry?: (entry: JournalEntry) => void;
}

/** Virtual time for deploying and settling, so that an open lab's clock agrees with the real one. */
const LEAD_MS = 60 * 60_000;
/** Checkers and sentry have looked several times by then. */
const LEAST_SETTLING_MS = 10 * 60_000;
/** Nobody waits longer for a web page, in virtual time. */
const WEB_PATIENCE_MS = 10 * 60_000;
/** No AWS service has it. */
const PAGE_PATH = `/${APPROVAL_BASE_PATH}/`;

export class LiveLab {
  private isClosing = false;

  private constructor(
    readonly world: World,
    readonly endpoint: string,
    /** Keys of the person at the other end. */
    readonly operator: LabCredential,
    /** Settles when the lab has ended; rejects when it failed while it was open. */
    readonly ended: Promise<void>,
  ) {}

  /** Open for requests when it settles. @throws AssemblyError; Node's error when the port is taken */
  static async open(options: LiveLabOptions): Promise<LiveLab> {
    const assembly = readAssembly(options.assemblyFolder);
    await importHandlers(assembly);
    await warmUpSdk();
    const startsAtMs = options.realTime.now() - LEAD_MS;
    const world = new World(options.plan, options.seed, { calls: "http", startsAtMs });
    const opened = Promise.withResolvers<LiveLab>();
    const ended = withAmbient(world.clock, world.random, async () => {
      await settle(world, assembly, options.realTime);
      const operator = world.wire.credentials.issue(await createOperator(world, options.operatorStatements));
      const server = new LabHttpServer(doorsOf(world, options, operator));
      const port = await server.listen(options.port);
      const lab = new LiveLab(world, `http://127.0.0.1:${port}`, operator, ended);
      if (options.onEntry) world.journal.onEntry(options.onEntry);
      opened.resolve(lab);
      await pace(world.clock, options.realTime, options.speed, () => lab.isClosing).finally(() => server.close());
    });
    ended.catch(opened.reject);
    return opened.promise;
  }

  /** Keys of a role that the assembly deploys, for running its function outside the lab. */
  credentialsOf(principal: Principal): LabCredential {
    return this.world.wire.credentials.issue(principal);
  }

  /** The links to the approval page in a text, as a browser on this machine opens them. */
  pageLinksIn(text: string): readonly string[] {
    const { origin } = new URL(approvalOrigin(this.world.plan));
    return (text.match(/https:\/\/[^\s<>"]+/g) ?? [])
      .filter((link) => link.startsWith(`${origin}${PAGE_PATH}`))
      .map((link) => this.endpoint + link.slice(origin.length));
  }

  /** The scenario's faults happen from now on, at their times. */
  begin({ faults }: Pick<Scenario, "faults">): void {
    const { clock } = this.world;
    for (const { atSeconds, fault } of faults) clock.after(atSeconds * 1000, () => this.world.faults.inject(fault));
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.ended;
  }
}

/** Deployed, looked at by checkers and sentry for a while, and at the same time as the real clock. */
async function settle(world: World, assembly: CloudAssembly, realTime: Clock): Promise<void> {
  world.customers.start();
  await deploy(world, assembly);
  const { clock } = world;
  await clock.run(Math.max(clock.now() + LEAST_SETTLING_MS, realTime.now()));
}

function doorsOf(world: World, { plan, speed }: LiveLabOptions, operator: LabCredential): Doors {
  const aws = new AwsDoor(world.wire);
  return {
    aws: (request) => aws.serve(request),
    web: ({ method, url, body, headers }) => world.web.request("internet", method, url, body, WEB_PATIENCE_MS, headers),
    page: { origin: approvalOrigin(plan), path: PAGE_PATH },
    about: () => ({ application: plan.application, nowMs: world.clock.now(), speed, operator }),
  };
}
