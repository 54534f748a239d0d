/** Stops everything that waits within a branch: one per execution, one more per group of branches or iterations. */
import { BranchCancelled } from "./failure";

export class Cancellation {
  private readonly listeners = new Set<() => void>();
  private cancelled: boolean;
  private readonly detach: () => void;

  constructor(parent?: Cancellation) {
    this.cancelled = parent?.isCancelled ?? false;
    this.detach = parent ? parent.onCancel(() => this.cancel()) : () => {};
  }

  get isCancelled(): boolean {
    return this.cancelled;
  }

  /** Hears of the cancellation once; the answer takes the listener away again. */
  onCancel(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  cancel(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.detach();
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener();
  }

  throwIfCancelled(): void {
    if (this.cancelled) throw new BranchCancelled();
  }
}
