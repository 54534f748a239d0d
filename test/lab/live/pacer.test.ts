import { expect, test } from "@jest/globals";
import { VirtualClock } from "../../../lab/kernel/virtual-clock";
import { pace } from "../../../lab/live/pacer";

/** Real time as a list of readings; the pace is over with the last. */
async function paced(readingsMs: readonly number[], speed: number): Promise<number> {
  const clock = new VirtualClock(0);
  let next = 0;
  const real = {
    now: () => readingsMs[Math.min(next++, readingsMs.length - 1)] ?? 0,
    sleep: async () => {},
  };
  await pace(clock, real, speed, () => next >= readingsMs.length);
  return clock.now();
}

test("virtual time passes as real time does, times the speed", async () => {
  expect(await paced([1000, 1005, 1010, 1020], 1)).toBe(20);
  expect(await paced([1000, 1005, 1010, 1020], 60)).toBe(1200);
});

test("a machine that slept does not make the lab leap, and a clock set back does not stop it", async () => {
  expect(await paced([0, 5, 3_600_000, 3_600_005], 1)).toBe(5 + 500 + 5);
  expect(await paced([1000, 1005, 900, 905], 1)).toBe(10);
});

test("what is due happens at its own moment", async () => {
  const clock = new VirtualClock(0);
  const happened: number[] = [];
  clock.at(7, () => happened.push(clock.now()));
  clock.at(3, () => happened.push(clock.now()));
  let realMs = 0;
  const real = {
    now: () => realMs,
    sleep: async (milliseconds: number) => {
      realMs += milliseconds;
    },
  };
  await pace(clock, real, 1, () => happened.length === 2);
  expect(happened).toEqual([3, 7]);
});
