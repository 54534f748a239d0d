/** A failover that holds the baton, and the machine's loop around one of its steps, against the scripted old Region. */
import { withAmbient } from "../../lab/kernel/ambient";
import { BatonStore } from "../../lambdas/aws/baton-store";
import { FenceLedger } from "../../lambdas/aws/fence-ledger";
import { RunStore } from "../../lambdas/aws/run-store";
import type { TableEnvironment } from "../../lambdas/runtime/environment";
import type { HandlerFactory } from "../../lambdas/runtime/runtime";
import { claim } from "../../orchestrator/baton-transitions";
import type { ConvergeResult } from "../../orchestrator/resources/kind";
import { EXECUTION, storefront } from "../orchestrator/fixtures";
import type { OldRegion } from "./old-region";

export const RUN = { runId: "run-1", epoch: 1, executionArn: EXECUTION, workflow: "failover" } as const;
const SUCCESSOR = { ...RUN, runId: "run-2", epoch: 2, executionArn: `${EXECUTION}-2` } as const;
type Holder = typeof RUN | typeof SUCCESSOR;
const POLL_MS = 2000;
const DEADLINE_MS = storefront.policy.deadlines.fenceSeconds * 1000;

async function begin({ table, clock }: OldRegion): Promise<void> {
  const nowMs = clock.now();
  const claimant = { ...RUN, nowMs, holderIsRunning: false, startedByPerson: true };
  await new BatonStore(table).change((baton) => claim(baton, claimant));
  const trigger = { type: "person", requestedBy: "ada", reason: "test" } as const;
  const decision = { verdict: "proceed", reasons: [], decidedAtMs: clock.now(), unready: [] } as const;
  await new RunStore(table).open({ ...RUN, trigger, startedAtMs: nowMs, decision });
}

/** Everything of one run in virtual time. */
export function playRun<T>(world: OldRegion, story: () => Promise<T>): Promise<T> {
  return withAmbient(world.clock, world.random, () => world.run(begin(world).then(story)));
}

/** Another run takes the baton over from the one that holds it, which is dead. */
export async function takeOver({ table, clock }: OldRegion): Promise<typeof SUCCESSOR> {
  const claimant = { ...SUCCESSOR, nowMs: clock.now(), holderIsRunning: false, startedByPerson: true };
  await new BatonStore(table).change((baton) => claim(baton, claimant));
  const trigger = { type: "person", requestedBy: "bob", reason: "instead" } as const;
  await new RunStore(table).open({ ...SUCCESSOR, trigger, startedAtMs: clock.now() });
  return SUCCESSOR;
}

/** The run has begun to fence the resource, however far it came. */
export async function fenceBegun({ table, clock }: OldRegion, resourceId: string): Promise<void> {
  const ledger = new FenceLedger(table, await new BatonStore(table).read());
  await ledger.beginning({ resourceId, runId: RUN.runId, epoch: RUN.epoch, beganAtMs: clock.now() });
}

interface Turn {
  /** Since the loop began. */
  readonly elapsedSeconds?: number;
  readonly previous?: ConvergeResult | null;
  readonly run?: Holder;
}

/** One call of a step. */
export async function callStep(
  { runtime, clock }: OldRegion,
  factory: HandlerFactory<TableEnvironment>,
  resourceId: string,
  { elapsedSeconds = 0, previous = null, run = RUN }: Turn = {},
): Promise<ConvergeResult> {
  const event = { run, enteredAt: new Date(clock.now()).toISOString(), resourceId, elapsedSeconds, previous };
  const invocation = { awsRequestId: "r", getRemainingTimeInMillis: () => 30_000 };
  return (await factory.create(runtime)(event, invocation)) as ConvergeResult;
}

/** Null: the deadline of the fence has passed without an answer that ends the loop. */
export async function convergeStep(
  world: OldRegion,
  factory: HandlerFactory<TableEnvironment>,
  resourceId: string,
  run: Holder = RUN,
): Promise<ConvergeResult | null> {
  const { clock } = world;
  const beganMs = clock.now();
  let previous: ConvergeResult | null = null;
  for (let enteredAtMs = beganMs; ; enteredAtMs = clock.now()) {
    const elapsedSeconds = Math.floor((enteredAtMs - beganMs) / 1000);
    previous = await callStep(world, factory, resourceId, { elapsedSeconds, previous, run });
    if (previous.status !== "pending") return previous;
    if (enteredAtMs - beganMs + POLL_MS > DEADLINE_MS) return null;
    await clock.sleep(POLL_MS);
  }
}
