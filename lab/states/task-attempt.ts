/** One try of a task, from the request to its result: the answer, the token's answer, a timeout, or cancellation. */
import type { Cancellation } from "./cancellation";
import { type Data, fromOutside } from "./data";
import { BranchCancelled, StateFailure, TIMEOUT_ERROR } from "./failure";
import type { TaskTokens } from "./task-tokens";
import type { EngineClock } from "./types";

interface AttemptPlan {
  readonly clock: EngineClock;
  readonly cancellation: Cancellation;
  readonly tokens: TaskTokens;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Issued while the attempt lasts. */
  readonly token: string | null;
  /** Whether the result comes through the token; the answer of `send` is then only a receipt. */
  readonly waitsForToken: boolean;
  send(): unknown;
  receive(receipt: Data): void;
}

/** Resolves with the result; rejects with `StateFailure` or `BranchCancelled`. */
export function attemptTask(plan: AttemptPlan): Promise<Data> {
  return new Promise((resolve, reject) => new TaskAttempt(plan, resolve, reject).start());
}

class TaskAttempt {
  private isSettled = false;
  private readonly cleanUps: (() => void)[] = [];
  private stopHeartbeat: () => void = () => {};

  constructor(
    private readonly plan: AttemptPlan,
    private readonly resolve: (result: Data) => void,
    private readonly reject: (error: unknown) => void,
  ) {}

  start(): void {
    this.cleanUps.push(this.plan.cancellation.onCancel(() => this.fail(new BranchCancelled())));
    this.startTimers();
    this.issueToken();
    void this.request();
  }

  private startTimers(): void {
    const { timeoutSeconds } = this.plan;
    if (timeoutSeconds !== undefined) this.cleanUps.push(this.failAfter(timeoutSeconds));
    this.beat();
    this.cleanUps.push(() => this.stopHeartbeat());
  }

  /** A missed heartbeat surfaces as a timeout. */
  private beat(): void {
    const { heartbeatSeconds } = this.plan;
    this.stopHeartbeat();
    if (heartbeatSeconds !== undefined) this.stopHeartbeat = this.failAfter(heartbeatSeconds);
  }

  private failAfter(seconds: number): () => void {
    const { clock } = this.plan;
    let isPending = true;
    const cancel = clock.at(clock.now() + seconds * 1000, () => {
      isPending = false;
      this.fail(new StateFailure(TIMEOUT_ERROR, undefined, { fromTask: true }));
    });
    return () => {
      if (isPending) cancel();
      isPending = false;
    };
  }

  private issueToken(): void {
    const { token, tokens } = this.plan;
    if (token === null) return;
    this.cleanUps.push(() => tokens.close(token));
    tokens.issue(token, {
      succeed: (output) => this.succeed(fromOutside(output)),
      fail: (error, cause) => this.fail(new StateFailure(error, cause, { fromTask: true })),
      heartbeat: () => this.beat(),
    });
  }

  private async request(): Promise<void> {
    try {
      const answer = fromOutside(await this.plan.send());
      if (this.isSettled) return;
      if (this.plan.waitsForToken) this.plan.receive(answer);
      else this.succeed(answer);
    } catch (error) {
      this.fail(toTaskFailure(error));
    }
  }

  private succeed(result: Data): void {
    if (this.settle()) this.resolve(result);
  }

  private fail(error: Error): void {
    if (this.settle()) this.reject(error);
  }

  private settle(): boolean {
    if (this.isSettled) return false;
    this.isSettled = true;
    for (const cleanUp of this.cleanUps) cleanUp();
    return true;
  }
}

/** The engine's own failures pass unchanged; anything else is the task's, by its name and message. */
function toTaskFailure(error: unknown): Error {
  if (error instanceof StateFailure || error instanceof BranchCancelled) return error;
  if (error instanceof Error) return new StateFailure(error.name, error.message, { fromTask: true });
  return new StateFailure("Error", String(error), { fromTask: true });
}
