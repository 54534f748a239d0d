/** One invocation of a handler: its time limit, its answer, and its errors in Lambda's words. */
import type { LabContext } from "../../kernel/ports";
import type { RandomSource } from "../../kernel/random";
import { untilRegionIsBack } from "../platform/daylight";
import type { FunctionRecord } from "./function-record";
import type { Sandbox, Sandboxes } from "./sandboxes";

export interface Answer {
  /** JSON text. */
  readonly payload: string;
  /** Set when the handler threw, timed out or answered what cannot be JSON. */
  readonly functionError?: "Unhandled";
}

/** Largest answer of a synchronous invocation [doc]. */
const LARGEST_ANSWER_BYTES = 6 * 1024 * 1024;

/** `crashes`: its code cannot be loaded. `hangs`: it says nothing until Lambda stops it. */
export type FunctionFault = "crashes" | "hangs";

export class Invoker {
  constructor(
    private readonly lab: LabContext,
    private readonly random: RandomSource,
  ) {}

  /**
   * Never rejects for what a handler does; rejects when no sandbox may start.
   * @param diesAfterCalls answered calls to AWS APIs after which the process is killed; null: it lives
   */
  async run(
    target: FunctionRecord,
    sandboxes: Sandboxes,
    event: unknown,
    diesAfterCalls: number | null = null,
  ): Promise<Answer> {
    const sandbox = await sandboxes.acquire();
    const requestId = this.random.uuid();
    const death = diesAfterCalls === null ? new Promise<never>(() => {}) : deathOf(sandbox, diesAfterCalls);
    const outcome = await Promise.race([death, this.race(target, sandbox, event, requestId)]);
    const isStopped = typeof outcome === "string";
    if (isStopped) sandboxes.kill(sandbox);
    await untilRegionIsBack(this.lab, target.region, "lambda");
    if (isStopped) return outcome === "died" ? died(requestId) : timedOut(target, requestId);
    delete sandbox.life.onAnswer;
    sandboxes.release(sandbox);
    return outcome;
  }

  /** What a caller hears of a function that does not get as far as its handler. */
  async fail(target: FunctionRecord, fault: FunctionFault): Promise<Answer> {
    if (fault === "crashes") return failedImport();
    await this.lab.clock.sleep(target.timeoutSeconds * 1000);
    return timedOut(target, this.random.uuid());
  }

  private race(
    target: FunctionRecord,
    sandbox: Sandbox,
    event: unknown,
    awsRequestId: string,
  ): Promise<Answer | "timed-out"> {
    const deadlineMs = this.lab.clock.now() + target.timeoutSeconds * 1000;
    const context = { awsRequestId, getRemainingTimeInMillis: () => Math.max(0, deadlineMs - this.lab.clock.now()) };
    return new Promise((resolve) => {
      const cancel = this.lab.clock.at(deadlineMs, () => resolve("timed-out"));
      void answerOf(sandbox, event, context).then((answer) => {
        cancel();
        resolve(answer);
      });
    });
  }
}

/** At that very moment nothing that the code still does takes effect. */
function deathOf({ life }: Sandbox, calls: number): Promise<"died"> {
  let answered = 0;
  return new Promise((resolve) => {
    const dieIfDue = () => {
      if (answered < calls) return;
      life.isOver = true;
      resolve("died");
    };
    life.onAnswer = () => {
      answered += 1;
      dieIfDue();
    };
    dieIfDue();
  });
}

type Context = Parameters<Sandbox["handler"]>[1];

async function answerOf({ handler }: Sandbox, event: unknown, context: Context): Promise<Answer> {
  try {
    const payload = JSON.stringify((await handler(event, context)) ?? null);
    return payload.length <= LARGEST_ANSWER_BYTES ? { payload } : tooLarge(payload.length);
  } catch (error) {
    return thrown(error);
  }
}

function thrown(error: unknown): Answer {
  const isError = error instanceof Error;
  const trace = isError ? (error.stack ?? "").split("\n") : [];
  // Stacks name files of whoever runs the lab; the first line is what the same error always says.
  const body = {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
    trace: trace.slice(0, 1),
  };
  return { payload: JSON.stringify(body), functionError: "Unhandled" };
}

function timedOut({ timeoutSeconds }: FunctionRecord, requestId: string): Answer {
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${timeoutSeconds.toFixed(2)} seconds`;
  return { payload: JSON.stringify({ errorType: "Sandbox.Timedout", errorMessage }), functionError: "Unhandled" };
}

function died(requestId: string): Answer {
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`;
  return { payload: JSON.stringify({ errorType: "Runtime.ExitError", errorMessage }), functionError: "Unhandled" };
}

function failedImport(): Answer {
  const errorMessage = "Error: Cannot find module 'index'";
  return {
    payload: JSON.stringify({ errorType: "Runtime.ImportModuleError", errorMessage }),
    functionError: "Unhandled",
  };
}

function tooLarge(bytes: number): Answer {
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${LARGEST_ANSWER_BYTES} bytes).`;
  const errorType = "Function.ResponseSizeTooLarge";
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: "Unhandled" };
}
