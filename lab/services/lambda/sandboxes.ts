/**
 * Execution environments of one function: each serves one invocation at a time, stays warm, and is killed after a timeout
 * (aws-facts: warm 15 ms, cold +400 ms [est]).
 */
import type { LabContext, LoadedHandler } from "../../kernel/ports";
import { AwsError } from "../../kernel/service";
import type { FunctionRecord } from "./function-record";

const WARM_START_MS = 15;
const COLD_START_MS = 400;
/** How long an idle sandbox lives [est]. */
const IDLE_LIFE_MS = 600_000;

export interface Sandbox {
  readonly handler: LoadedHandler;
  readonly life: { isOver: boolean };
  idleSinceMs: number;
}

export class Sandboxes {
  private idle: Sandbox[] = [];
  private busy = 0;

  constructor(
    private readonly lab: LabContext,
    private readonly target: FunctionRecord,
  ) {}

  /** Claims a sandbox; `TooManyRequestsException` where the reserved concurrency is used up. */
  async acquire(): Promise<Sandbox> {
    const { reservedConcurrency } = this.target;
    if (reservedConcurrency !== undefined && this.busy >= reservedConcurrency) throw tooMany();
    this.busy += 1;
    const warm = this.takeIdle();
    await this.lab.clock.sleep(warm ? WARM_START_MS : WARM_START_MS + COLD_START_MS);
    return warm ?? this.start();
  }

  release(sandbox: Sandbox): void {
    this.busy -= 1;
    sandbox.idleSinceMs = this.lab.clock.now();
    this.idle.push(sandbox);
  }

  /** After a timeout: the code is stopped where it is, and what it would do next never happens [doc: SIGKILL]. */
  kill({ life }: Sandbox): void {
    this.busy -= 1;
    life.isOver = true;
  }

  private start(): Sandbox {
    const life = { isOver: false };
    try {
      return { handler: this.lab.loader.load(this.target, life), life, idleSinceMs: this.lab.clock.now() };
    } catch (error) {
      this.busy -= 1;
      throw error;
    }
  }

  private takeIdle(): Sandbox | undefined {
    const oldestMs = this.lab.clock.now() - IDLE_LIFE_MS;
    this.idle = this.idle.filter(({ idleSinceMs }) => idleSinceMs > oldestMs);
    return this.idle.pop();
  }
}

function tooMany(): AwsError {
  const Reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason });
}
