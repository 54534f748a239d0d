/** Task tokens: how the outside answers a task that waits (`SendTaskSuccess`, `SendTaskFailure`, `SendTaskHeartbeat`). */
import type { Json } from "./json";

/** A token that no open task has. `name` is the exception that AWS answers: `TaskTimedOut` or `InvalidToken`. */
export class TaskTokenError extends Error {
  constructor(name: "TaskTimedOut" | "InvalidToken", message: string) {
    super(message);
    this.name = name;
  }
}

/** What a waiting task does with an answer. */
interface TokenHolder {
  succeed(output: Json): void;
  fail(error: string | undefined, cause: string | undefined): void;
  heartbeat(): void;
}

/** The open tokens of one Region. Every method throws `TaskTokenError` for a token that is unknown, answered or expired. */
export class TaskTokens {
  private readonly open = new Map<string, TokenHolder>();
  private readonly closed = new Set<string>();

  /** The engine's side: from now on the token can be answered, until `close`. */
  issue(token: string, holder: TokenHolder): void {
    this.open.set(token, holder);
  }

  close(token: string): void {
    if (this.open.delete(token)) this.closed.add(token);
  }

  succeed(token: string, output: Json): void {
    const holder = this.find(token);
    this.close(token);
    holder.succeed(output);
  }

  /** Without error the failure has no name, and only `States.ALL` matches it. */
  fail(token: string, error?: string, cause?: string): void {
    const holder = this.find(token);
    this.close(token);
    holder.fail(error, cause);
  }

  /** Starts the task's heartbeat interval anew. */
  heartbeat(token: string): void {
    this.find(token).heartbeat();
  }

  private find(token: string): TokenHolder {
    const holder = this.open.get(token);
    if (holder) return holder;
    if (this.closed.has(token))
      throw new TaskTokenError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
    throw new TaskTokenError("InvalidToken", "Invalid Token: 'Invalid token'");
  }
}
