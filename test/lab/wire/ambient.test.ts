import { describe, expect, test } from "@jest/globals";
import { withAmbient } from "../../../lab/kernel/ambient";
import { RandomSource } from "../../../lab/kernel/random";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";

const simulate = <T>(run: (clock: VirtualClock) => Promise<T>) => {
  const clock = new VirtualClock(0);
  return withAmbient(clock, new RandomSource(1), () => run(clock));
};

describe("ambient", () => {
  test("timers fire in virtual time, with their arguments, unless cleared", async () => {
    const fired: string[] = [];
    await simulate(async (clock) => {
      setTimeout((text: string) => fired.push(`${text} at ${clock.now()}`), 86_400_000, "a day later");
      clearTimeout(setTimeout(() => fired.push("never"), 5));
      await clock.run(100_000_000);
    });
    expect(fired).toEqual(["a day later at 86400000"]);
  });

  test("randomness repeats with the seed", async () => {
    const draw = () => simulate(async () => [Math.random(), globalThis.crypto.randomUUID()]);
    expect(await draw()).toEqual(await draw());
  });

  test("everything real is back afterwards, also after a failure", async () => {
    const real = [globalThis.setTimeout, globalThis.clearTimeout, Math.random, globalThis.crypto.randomUUID];
    await expect(simulate(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect([globalThis.setTimeout, globalThis.clearTimeout, Math.random, globalThis.crypto.randomUUID]).toEqual(real);
  });

  test("a second simulation in the same thread is refused", async () => {
    await simulate(async () => {
      await expect(simulate(async () => 1)).rejects.toThrow("one at a time");
    });
    await expect(simulate(async () => 1)).resolves.toBe(1);
  });
});
