import { describe, expect, it } from "@jest/globals";
import { BATON, type Night } from "../../bench/recovery/night";
import { fasterAndAsSafe, summarize } from "../../bench/recovery/summary";

const CALM: Omit<Night, "tool" | "seed"> = {
  scenario: "outage",
  rtoSeconds: 400,
  isServed: true,
  floorSeconds: null,
  availability: 0.9,
  writesLost: 0,
  splitBrainWrites: 0,
  promotions: 1,
};

function night(tool: string, seed: number, changes: Partial<Night> = {}): Night {
  return { ...CALM, tool, seed, ...changes };
}

describe("summaries", () => {
  it("divide by the floor that Baton's drill of the same seed had", () => {
    const nights = [
      night(BATON, 1, { rtoSeconds: 110, floorSeconds: 100 }),
      night(BATON, 2, { rtoSeconds: 420, floorSeconds: 400 }),
      night("slow", 1, { rtoSeconds: 300 }),
      night("slow", 2, { rtoSeconds: 800 }),
    ];
    const [baton, slow] = summarize(nights);
    expect(baton).toMatchObject({ p50Ratio: 1.05, p99Ratio: 1.1, p50Seconds: 110 });
    expect(slow).toMatchObject({ p50Ratio: 2, p99Ratio: 3, p99Seconds: 800 });
  });

  it("count a night without recovery as one that takes for ever", () => {
    const nights = [1, 2, 3].map((seed) =>
      night("luckless", seed, { rtoSeconds: seed === 1 ? 60 : null, isServed: seed === 1 }),
    );
    expect(summarize(nights)).toMatchObject([{ p50Seconds: null, p99Seconds: null, served: 1, nights: 3 }]);
  });

  it("average writes over nights, and keep scenarios apart", () => {
    const nights = [
      night("careless", 1, { splitBrainWrites: 30, writesLost: 40 }),
      night("careless", 2),
      night("careless", 1, { scenario: "false alarm", promotions: 0 }),
    ];
    expect(summarize(nights)).toMatchObject([
      { scenario: "outage", splitBrainWrites: 15, writesLost: 20, splitShare: 0.5, promoted: 2 },
      { scenario: "false alarm", splitBrainWrites: 0, splitShare: 0, promoted: 0 },
    ]);
  });
});

describe("alternatives that are both faster and as safe", () => {
  const baton = [night(BATON, 1), night(BATON, 1, { scenario: "false alarm", splitBrainWrites: 10 })];

  it("are named", () => {
    const nights = [...baton, night("better", 1, { rtoSeconds: 399 }), night("better", 1, { scenario: "false alarm" })];
    expect(fasterAndAsSafe(summarize(nights), "outage")).toEqual(["better"]);
  });

  it("are not those that split more writes in any scenario", () => {
    const harm = night("hasty", 1, { scenario: "false alarm", splitBrainWrites: 11 });
    expect(fasterAndAsSafe(summarize([...baton, night("hasty", 1, { rtoSeconds: 10 }), harm]), "outage")).toEqual([]);
  });

  it("are not those that are as slow, or never recover", () => {
    const others = [night("alike", 1), night("never", 1, { rtoSeconds: null })];
    expect(fasterAndAsSafe(summarize([...baton, ...others]), "outage")).toEqual([]);
  });
});
