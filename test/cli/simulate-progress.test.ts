import { describe, expect, jest, test } from "@jest/globals";
import { Progress } from "../../cli/simulate/progress";
import type { NightResult } from "../../lab/simulation/worker";

const NIGHT: NightResult = { number: 1, runs: [], moves: 2, broken: null };
const MINUTE_MS = 60_000;

/** Lives through one night a minute, and keeps what is written after each. */
function watch(nights: number, { isTTY }: { readonly isTTY: boolean }): readonly string[][] {
  jest.useFakeTimers();
  try {
    const written: string[] = [];
    const write = (text: unknown) => written.push(String(text)) > 0;
    const progress = new Progress({ runs: 20, jobs: 1 }, { isTTY, write });
    return Array.from({ length: nights }, () => {
      jest.advanceTimersByTime(MINUTE_MS);
      progress.count(NIGHT);
      return written.splice(0);
    });
  } finally {
    jest.useRealTimers();
  }
}

describe("how far a simulation is", () => {
  test("is one line every five minutes in a log, and nothing that only a terminal understands", () => {
    const after = watch(10, { isTTY: false });
    expect(after.map((lines) => lines.length)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
    expect(after[4]).toEqual(["[########......................] 5 of 20, 0.0 per second, 900 s left\n"]);
  });

  test("is one line on a terminal that rewrites itself", () => {
    const after = watch(2, { isTTY: true });
    expect(after.flat()).toEqual([
      expect.stringMatching(/^\r\[#+\.+\] 1 of 20.*left$/),
      expect.stringMatching(/^\r\[#+\.+\] 2 of 20.*left$/),
    ]);
  });
});
