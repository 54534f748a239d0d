import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { liveThrough, type NightReport } from "../../lab/simulation/live-through";
import { type Night, nightOf, nightSchema, nights } from "../../lab/simulation/night";
import { seedsUpTo } from "../support/seeds";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

/** The same nights in every run of the tests; fresh ones are drawn by `npm run simulate`. */
const NUMBERS = seedsUpTo(Number(process.env.BATON_NIGHTS ?? 25));
const LONG_MS = 1_800_000;

const live = (night: Night) => liveThrough(night, readAssembly(storefrontAssembly()), storefrontPlan);

const broken = ({ violations, night }: NightReport) =>
  violations.map(({ invariant, finding }) => `${invariant}: ${finding} in ${JSON.stringify(night)}`);

describe("a night", () => {
  beforeAll(() => {
    storefrontAssembly();
  }, LONG_MS);

  test("is data: it survives being written down, and has one beginning", () => {
    fc.assert(
      fc.property(nights, (night) => {
        expect(nightSchema.parse(JSON.parse(JSON.stringify(night)))).toEqual(night);
        expect(night.mishaps[0]?.atSeconds).toBe(0);
        for (const { atSeconds } of night.mishaps) expect(atSeconds).toBeLessThan(night.healsAfterSeconds);
      }),
    );
  });

  test(
    "of one number is always the same, to the last line of its timeline",
    async () => {
      const [first, again] = [await live(nightOf(9)), await live(nightOf(9))];
      expect(first.timeline.length).toBeGreaterThan(20);
      expect(again.timeline).toEqual(first.timeline);
    },
    LONG_MS,
  );

  test(
    `breaks no invariant, for ${NUMBERS.length} numbers`,
    async () => {
      const found: string[] = [];
      let moves = 0;
      for (const number of NUMBERS) {
        const report = await live(nightOf(number));
        found.push(...broken(report));
        moves += report.moves;
      }
      expect(found).toEqual([]);
      // Nights in which nothing happens prove nothing.
      expect(moves).toBeGreaterThan(NUMBERS.length / 3);
    },
    LONG_MS,
  );
});
