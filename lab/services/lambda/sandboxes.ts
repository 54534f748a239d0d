/**
 * Execution environments of one function: each serves one invocation at a time, stays warm, and is killed after a timeout
 * (aws-facts: warm 15 ms, cold +400 ms [est]).
 */
import type { LabContext, LoadedHandler, SandboxLife } from "../../kernel/ports";
import { AwsError } from "../../kernel/service";
import type { FunctionRecord } from "./function-record";

const WARM_START_MS = 15;
const COLD_START_MS = 400;
/** How long an idle sandbox lives [est]. */
const IDLE_LIFE_MS = 600_000;
/** Lambda replaces even a busy sandbox after some time, and with it whatever it remembered [est]. */
const LONGEST_LIFE_MS = 2 * 3_600_000;

interface Life extends SandboxLife {
  isOver: boolean;
}

export interface Sandbox {
  readonly handler: LoadedHandler;
  readonly life: Life;
  readonly bornAtMs: number;
  idleSinceMs: number;
}

export class Sandboxes {
  private idle: Sandbox[] = [];
  private busy = 0;
  private lastReleased: Sandbox | null = null;

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
    this.lastReleased = sandbox;
  }

  /**
   * Whether an invocation now would find the sandbox that answered last, warm and free. It is then used: idle from this
   * moment, as after an invocation.
   */
  reuseLast(): boolean {
    const { reservedConcurrency = Number.POSITIVE_INFINITY } = this.target;
    const next = this.busy < reservedConcurrency ? this.takeIdle() : undefined;
    if (!next) return false;
    const isLast = next === this.lastReleased;
    this.idle.push(next);
    if (isLast) next.idleSinceMs = this.lab.clock.now();
    return isLast;
  }

  /** After a timeout, or when the process dies: the code is stopped where it is, and what it would do next never happens [doc: SIGKILL]. */
  kill({ life }: Sandbox): void {
    this.busy -= 1;
    life.isOver = true;
  }

  private start(): Sandbox {
    const life: Life = { isOver: false };
    try {
      const nowMs = this.lab.clock.now();
      return { handler: this.lab.loader.load(this.target, life), life, bornAtMs: nowMs, idleSinceMs: nowMs };
    } catch (error) {
      this.busy -= 1;
      throw error;
    }
  }

  private takeIdle(): Sandbox | undefined {
    const nowMs = this.lab.clock.now();
    this.idle = this.idle.filter(
      ({ bornAtMs, idleSinceMs }) => nowMs - idleSinceMs < IDLE_LIFE_MS && nowMs - bornAtMs < LONGEST_LIFE_MS,
    );
    return this.idle.pop();
  }
}

function tooMany(): AwsError {
  const Reason = "ReservedFunctionConcurrentInvocationLimitExceeded";
  return new AwsError("TooManyRequestsException", "Rate Exceeded.", 429, { Reason });
}
