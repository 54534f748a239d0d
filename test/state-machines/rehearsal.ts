/** Runs a workflow's definition in the lab's engine, with steps that answer as a test wants. */
import { VirtualClock } from "../../lab/kernel/virtual-clock";
import { startExecution } from "../../lab/states/engine";
import type { Json } from "../../lab/states/json";
import type { ExecutionResult, ResumePoint } from "../../lab/states/types";
import { failbackSchema } from "../../orchestrator/failback-settings";
import type { StepName } from "../../orchestrator/steps";
import type { Workflow } from "../../orchestrator/workflow";
import { failbackDefinition } from "../../state-machines/failback";
import { failoverDefinition } from "../../state-machines/failover";
import { switchoverDefinition } from "../../state-machines/switchover";

type StepPayload = Readonly<Record<string, Json>>;
export type StepAnswer = (payload: StepPayload, call: number) => Json;

interface Call {
  readonly step: StepName;
  readonly payload: StepPayload;
  readonly atSeconds: number;
}

export interface Rehearsed {
  readonly result: ExecutionResult;
  readonly calls: readonly Call[];
}

const RUN = {
  runId: "run-1",
  epoch: 2,
  executionArn: "arn:aws:states:eu-west-1:123456789012:execution:baton-shop:run-1",
};
const DEADLINES = {
  confirmSeconds: 30,
  fenceSeconds: 20,
  promoteSeconds: 60,
  fillCapacitySeconds: 60,
  verifySeconds: 20,
  switchTrafficSeconds: 20,
};
/** A planned move of one database and one group, whose deadlines are those of a plan that says nothing about them. */
export const CLAIMED_PLANNED: Json = {
  outcome: "claimed",
  run: { ...RUN, workflow: "failback" },
  deadlines: failbackSchema.parse({}).deadlines,
  approvalTimeoutSeconds: 43_200,
  work: { data: ["db"], warmUp: ["web"], rest: ["web"] },
};

export const DEFINITIONS = {
  failover: failoverDefinition,
  failback: failbackDefinition,
  switchover: switchoverDefinition,
} as const satisfies Readonly<Record<Workflow, unknown>>;

const LONGEST_REHEARSAL_MS = 8 * 86_400_000;

/** Every resource kind of work, one resource each: lists of one are what JSONata likes to unwrap. */
export const CLAIMED: Json = {
  outcome: "claimed",
  run: RUN,
  deadlines: DEADLINES,
  approvalTimeoutSeconds: 600,
  work: { warmUp: ["web"], fence: ["db"], promote: ["db"], coolDown: ["web"] },
};

const DONE: Json = { status: "done", detail: "done" };

const SMOOTH: Readonly<Record<StepName, StepAnswer>> = {
  claim: ({ workflow }) => (workflow === "failover" ? CLAIMED : CLAIMED_PLANNED),
  "gather-evidence": () => DONE,
  "warm-up": () => DONE,
  decide: () => ({ verdict: "proceed", reasons: ["All say DOWN."], decidedAtMs: 0 }),
  "ask-approval": () => null,
  "take-answer": ({ answer }) => takenAnswer(answer ?? null),
  fence: () => ({ status: "done", detail: "done", facts: { verdict: "FENCED" } }),
  "judge-fence": () => ({ verdict: "ask", reasons: ["The old writer could not be fenced."] }),
  unfence: () => DONE,
  promote: () => DONE,
  verify: () => DONE,
  "switch-traffic": () => DONE,
  close: () => ({ outcome: "recovered" }),
  "cool-down": () => DONE,
  "stand-down": ({ reasons }) => ({ outcome: "stood-down", reasons: reasons ?? null }),
  "call-operator": () => {
    throw named("Baton.NeedsOperator", "called");
  },
  inspect: () => DONE,
  rebuild: () => DONE,
  "catch-up": () => DONE,
  "check-again": () => DONE,
  freeze: () => DONE,
  drain: () => DONE,
  unfreeze: () => DONE,
  protect: () => DONE,
};

/** As the real step judges it, for a plan that stands down when nobody answers. */
function takenAnswer(answer: Json): Json {
  if (answer === null) return { next: "stand-down", outcome: "expired", reason: "Nobody decided in time." };
  const approved = (answer as { readonly approved?: Json }).approved === true;
  return approved
    ? { next: "proceed", outcome: "approved", reason: "Approved." }
    : { next: "stand-down", outcome: "declined", reason: "Declined." };
}

export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

interface Script {
  readonly workflow?: Workflow;
  readonly steps?: Partial<Readonly<Record<StepName, StepAnswer>>>;
  readonly resumeFrom?: ResumePoint | undefined;
  /** Answers the token of the approval. */
  readonly approve?: Json;
  /** How long the person takes. */
  readonly approvalSeconds?: number;
}

/** One execution from start to end, in virtual time. */
export async function rehearse(script: Script = {}): Promise<Rehearsed> {
  const { workflow = "failover", steps = {}, resumeFrom, approve, approvalSeconds = 5 } = script;
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const startMs = clock.now();
  const calls: Call[] = [];
  const visitsOf = new Map<StepName, number>();
  const execution = startExecution(
    DEFINITIONS[workflow]({ functionArn: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:${name}` }),
    { requestedBy: "ada", reason: "test" },
    {
      clock,
      random: () => 0.5,
      uuid: () => "00000000-0000-4000-8000-000000000000",
      ...(resumeFrom && { resumeFrom }),
      invoke: ({ arguments: given, token }) => {
        const { FunctionName, Payload } = given as { FunctionName: string; Payload: StepPayload };
        const step = FunctionName.split(":").at(-1) as StepName;
        const visits = (visitsOf.get(step) ?? 0) + 1;
        visitsOf.set(step, visits);
        calls.push({ step, payload: Payload, atSeconds: (clock.now() - startMs) / 1000 });
        if (token !== null && approve !== undefined)
          clock.after(approvalSeconds * 1000, () => execution.tokens.succeed(token, approve));
        const answer = (steps[step] ?? SMOOTH[step])(Payload, visits);
        return { Payload: answer, StatusCode: 200 };
      },
    },
  );
  let result: ExecutionResult | undefined;
  void execution.finished.then((ended) => {
    result = ended;
  });
  await clock.run(clock.now() + LONGEST_REHEARSAL_MS, () => result !== undefined);
  if (!result) throw new Error("The execution did not end.");
  return { result, calls };
}

export function stepsOf({ calls }: Rehearsed): readonly StepName[] {
  return calls.map(({ step }) => step);
}
