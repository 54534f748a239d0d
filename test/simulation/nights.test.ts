import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { readAssembly } from "../../lab/assembly/read-assembly";
import { nightOf, nights } from "../../lab/simulation/draw-nights";
import { liveThrough, type NightReport } from "../../lab/simulation/live-through";
import { type Night, nightSchema } from "../../lab/simulation/night";
import { seedsUpTo } from "../support/seeds";
import { storefrontAssembly, storefrontPlan } from "../support/storefront";

/** The same nights in every run of the tests; fresh ones are drawn by `npm run simulate`. */
const NUMBERS = seedsUpTo(Number(process.env.BATON_NIGHTS ?? 12));
const LONG_MS = 1_800_000;

const live = (night: Night) => liveThrough(night, readAssembly(storefrontAssembly()), storefrontPlan);

const broken = ({ violations, night }: NightReport) =>
  violations.map(({ invariant, finding }) => `${invariant}: ${finding} in ${JSON.stringify(night)}`);

/** Nights in which something was found once, by file: `npm run simulate -- --night <file>` shows one. */
const KEPT = readdirSync(join(__dirname, "nights"));

const kept = (file: string) => nightSchema.parse(JSON.parse(readFileSync(join(__dirname, "nights", file), "utf8")));

describe("a night", () => {
  beforeAll(() => {
    storefrontAssembly();
  }, LONG_MS);

  test("is data: it survives being written down, and has one beginning", () => {
    fc.assert(
      fc.property(nights, (night) => {
        expect(nightSchema.parse(JSON.parse(JSON.stringify(night)))).toEqual(night);
        expect(night.mishaps[0]?.when).toEqual({ atSeconds: 0 });
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

  test.each(KEPT)(
    "%s breaks no invariant any more",
    async (file) => {
      expect(broken(await live(kept(file)))).toEqual([]);
    },
    LONG_MS,
  );
});
