/**
 * The SDK sleeps between retries with the global `setTimeout`, draws its jitter from `Math.random` and its invocation
 * ids from `crypto.randomUUID`. While a simulation runs in this thread these come from the virtual clock and the seed.
 */
import type { RandomSource } from "./random";
import type { Cancel, VirtualClock } from "./virtual-clock";

type TimerGlobals = Pick<typeof globalThis, "setTimeout" | "clearTimeout">;

/** What `setTimeout` returns while time is virtual: enough of Node's `Timeout` for library code. */
class VirtualTimer {
  constructor(readonly cancel: Cancel) {}

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

let isInstalled = false;

/**
 * Runs a simulation with virtual timers and seeded randomness, and restores the real ones whatever happens.
 * @throws Error when another simulation is running in this thread
 */
export async function withAmbient<Result>(
  clock: VirtualClock,
  random: RandomSource,
  run: () => Promise<Result>,
): Promise<Result> {
  if (isInstalled) throw new Error("Another simulation is running in this thread: one at a time.");
  isInstalled = true;
  const restore = [installTimers(clock), installRandomness(random.fork("ambient"))];
  try {
    return await run();
  } finally {
    for (const undo of restore) undo();
    isInstalled = false;
  }
}

function installTimers(clock: VirtualClock): () => void {
  const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
  const virtual = {
    setTimeout: (callback: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]) =>
      new VirtualTimer(clock.after(Math.max(0, Number(delayMs) || 0), () => callback(...given))),
    /** Timers that began before the simulation are still real ones. */
    clearTimeout: (timer: unknown) =>
      timer instanceof VirtualTimer ? timer.cancel() : realClearTimeout(timer as NodeJS.Timeout),
  };
  Object.assign(globalThis, virtual satisfies Record<keyof TimerGlobals, unknown>);
  return () => Object.assign(globalThis, { setTimeout: realSetTimeout, clearTimeout: realClearTimeout });
}

function installRandomness(random: RandomSource): () => void {
  const realRandom = Math.random;
  Math.random = () => random.next();
  Object.defineProperty(globalThis.crypto, "randomUUID", {
    value: () => random.uuid(),
    configurable: true,
    writable: true,
  });
  return () => {
    Math.random = realRandom;
    Reflect.deleteProperty(globalThis.crypto, "randomUUID");
  };
}
