/**
 * Virtual time: a sorted queue of what happens next. Between two events every promise that can settle does settle, so handlers
 * written with async/await run to their next wait before time moves.
 */

/**
 * What it takes until everything has settled. `event-loop`: one real turn of it, as streams and sockets want. `promises`: there
 * is nothing but promises, and those have all settled when Node comes to its next tick, at a fraction of the cost.
 */
export type Settling = "event-loop" | "promises";

/** Between promises alone no signal and no timer of the process would be heard until the simulation ends. */
const PROMISES_BEFORE_A_TURN = 1000;

const nextTurn = setImmediate;
const nextTick = process.nextTick;

/**
 * What an event returns when it has touched no promise and told nobody: time may move on without a real event-loop turn,
 * which is most of the cost of an event. Returning anything else is always safe.
 */
export const SETTLED = Symbol("settled");

type Happening = () => unknown;

interface Scheduled {
  readonly atMs: number;
  readonly order: number;
  /** Null once cancelled: the entry stays in the queue until its time, and does nothing then. */
  run: Happening | null;
}

export type Cancel = () => void;

export class VirtualClock {
  private readonly queue: Scheduled[] = [];
  private nowMs: number;
  private nextOrder = 0;
  private settled = 0;

  constructor(
    startMs: number,
    private readonly settling: Settling = "event-loop",
  ) {
    this.nowMs = startMs;
  }

  now(): number {
    return this.nowMs;
  }

  /** Runs `run` at a moment (now, if it has passed); among equals, first scheduled runs first. */
  at(atMs: number, run: Happening): Cancel {
    const order = this.nextOrder++;
    const entry: Scheduled = { atMs: Math.max(atMs, this.nowMs), order, run };
    this.push(entry);
    return () => {
      entry.run = null;
    };
  }

  after(delayMs: number, run: Happening): Cancel {
    return this.at(this.nowMs + delayMs, run);
  }

  /** Runs `run` every period, first at `firstMs`, until cancelled. */
  every(periodMs: number, firstMs: number, run: Happening): Cancel {
    let cancel: Cancel = () => {};
    const tick = (atMs: number) => {
      cancel = this.at(atMs, () => {
        tick(atMs + periodMs);
        return run();
      });
    };
    tick(firstMs);
    return () => cancel();
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Advances until `untilMs` or until `isOver` says so after an event; returns the reason. */
  async run(untilMs: number, isOver: () => boolean = () => false): Promise<"over" | "time-is-up"> {
    await this.settle();
    for (let next = this.peek(); next && next.atMs <= untilMs; next = this.peek()) {
      this.pop();
      if (next.run === null) continue;
      this.nowMs = next.atMs;
      if (next.run() !== SETTLED) await this.settle();
      if (isOver()) return "over";
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
    return "time-is-up";
  }

  /** Lets every settled promise run its continuations. */
  private settle(): Promise<void> {
    this.settled += 1;
    const isTick = this.settling === "promises" && this.settled % PROMISES_BEFORE_A_TURN !== 0;
    return new Promise((resolve) => {
      if (isTick) nextTick(resolve);
      else nextTurn(resolve);
    });
  }

  private peek(): Scheduled | undefined {
    return this.queue[0];
  }

  private push(entry: Scheduled): void {
    const { queue } = this;
    let child = queue.push(entry) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!isBefore(entry, queue[parent] as Scheduled)) break;
      queue[child] = queue[parent] as Scheduled;
      child = parent;
    }
    queue[child] = entry;
  }

  private pop(): void {
    const { queue } = this;
    const last = queue.pop();
    if (!last || queue.length === 0) return;
    let parent = 0;
    for (let child = 1; child < queue.length; child = 2 * parent + 1) {
      const right = child + 1;
      if (right < queue.length && isBefore(queue[right] as Scheduled, queue[child] as Scheduled)) child = right;
      if (!isBefore(queue[child] as Scheduled, last)) break;
      queue[parent] = queue[child] as Scheduled;
      parent = child;
    }
    queue[parent] = last;
  }
}

function isBefore(left: Scheduled, right: Scheduled): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}
